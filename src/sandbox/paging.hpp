// Lists, a page at a time.
#pragma once

#include <string>
#include <vector>

#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

// The page of `items` (all that the call's filters let through, oldest first) that the call's per_page and
// page_token ask for. `url` is the list's own; the parameters in `filters` are kept in the links.
Reply page_of(const Call& call, const std::vector<OrderedJson>& items, const std::string& url,
              const std::vector<std::string>& filters);

}  // namespace domainplan::sandbox
