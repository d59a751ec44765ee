// Takes secrets out of what a server said: it may repeat the key, or quote the body it was sent.
#pragma once

#include <string>
#include <string_view>

namespace domainplan::partner {

// Replaces `secret` wherever it stands in `text`: as it is, or as JSON writes it, or JSON inside JSON.
void withhold(std::string_view secret, std::string_view instead, std::string& text);

}  // namespace domainplan::partner
