// Lists, a page at a time.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

// The page that the call's per_page and page_token ask for, of a list with `count` places, oldest first. At
// each place is `item(place)`; unset where the call's filters do not let it through. A token says a place, so
// items that pass a filter no more do not shift the rest. `url` is the list's own; the parameters in
// `filters` are kept in the links.
Reply page_of(const Call& call, std::size_t count,
              const std::function<std::optional<OrderedJson>(std::size_t)>& item, const std::string& url,
              const std::vector<std::string>& filters);

}  // namespace domainplan::sandbox
