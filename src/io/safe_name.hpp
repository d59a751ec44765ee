// Ids from outside as parts of file names and keys.
#pragma once

#include <string>
#include <string_view>

namespace domainplan {

// `id` itself where it is 1 to 64 of A-Z a-z 0-9 _ -, else its SHA-256.
std::string safe_name(std::string_view id);

}  // namespace domainplan
