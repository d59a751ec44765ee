// The choice where all three axes may bind: a grid of two, and the third as a side constraint.
#pragma once

#include <optional>
#include <vector>

#include "planning/selection_grid.hpp"

namespace domainplan::selection {

// The best filling of `size` items whose number of each kind keeps `kind_caps`. No filling of that size may be
// over two of these caps at once - as it is with providers: an order of G + M items has not both more than G that
// only Google can use and more than M that only Microsoft can use.
std::optional<Filling> search(const Grid& grid, const std::vector<Weight>& weights, int size,
                              const std::vector<int>& kind_caps);

}  // namespace domainplan::selection
