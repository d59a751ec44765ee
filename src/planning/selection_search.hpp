// The choice where all three axes bind: a grid of two, and the third, the kinds of its cells, as a side
// constraint.
#pragma once

#include <optional>
#include <vector>

#include "planning/selection_grid.hpp"

namespace domainplan::selection {

enum class Want { best, any };

// The best filling of `size` items (or, faster, any) whose number of each kind keeps `kind_caps`. No filling
// of that size may be over two of these caps at once - as it is with providers: no G + M items hold more than
// G that only Google can use and more than M that only Microsoft can use. Throws UsageError where the weights
// are so large that their sums could overflow.
std::optional<Filling> search(const Grid& grid, const std::vector<Weight>& weights, int size,
                              const std::vector<int>& kind_caps, Want want = Want::best);

}  // namespace domainplan::selection
