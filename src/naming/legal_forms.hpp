// Legal forms on their own.
#pragma once

#include <string_view>

namespace domainplan {

// Whether a brand is a legal form and nothing else ("GmbH", "Inc.", "株式会社"): a cell gone wrong.
bool is_only_legal_form(std::string_view brand);

}  // namespace domainplan
