// Whether there is an order at all.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "domainplan/selection.hpp"

namespace domainplan::selection {

// An order of any worth, under two families of caps that both bind; the one that missing() looks for. As
// indexes into the items; nothing where none was found.
std::optional<std::vector<std::size_t>> any_order(const std::vector<Item>& items, Demand demand,
                                                  ShareCaps caps);

}  // namespace domainplan::selection
