// The choice where all three axes bind: a grid of two, and the third, the kinds of its cells, as a side
// constraint.
#pragma once

#include <optional>
#include <vector>

#include "planning/selection_grid.hpp"

namespace domainplan::selection {

enum class Want { best, any };

struct Found {
  std::optional<Filling> filling;  // the best that was found
  // Unset: there is none better. Set: branches are left unvisited, in which no filling has a greater sum of
  // Weight::first than this. (Where any filling is wanted, it says nothing.)
  std::optional<std::int64_t> bound;
};

// The best filling of `size` items (or, faster, any) whose number of each kind keeps `kind_caps`, as far as
// visiting `most_branches` branches (1 or more) shows. No filling of that size may be over two of these caps
// at once - as it is with providers: no G + M items hold more than G that only Google can use and more than M
// that only Microsoft can use. Throws UsageError where the weights are so large that their sums could
// overflow.
Found search(const Grid& grid, const std::vector<Weight>& weights, int size,
             const std::vector<int>& kind_caps, int most_branches, Want want = Want::best);

}  // namespace domainplan::selection
