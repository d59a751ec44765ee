// The grid under the choice, against all fillings of small ones.
#include "planning/selection_grid.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <functional>

#include "selection_instances.hpp"

namespace domainplan::selection {
namespace {

Axis random_axis(Random& random, std::size_t items, int most_groups) {
  Axis axis;
  for (int groups = pick(random, 1, most_groups); groups > 0; --groups)
    axis.caps.push_back(pick(random, 0, 4));
  for (std::size_t i = 0; i < items; ++i)
    axis.group.push_back(pick(random, 0, static_cast<int>(axis.caps.size()) - 1));
  return axis;
}

void shrink(Random& random, Range& range) {
  if (pick(random, 0, 3) != 0) return;
  range.most -= pick(random, 0, 1);
  range.least = std::min(range.most, pick(random, 0, 1));
}

bool within(const Range& range, int number) { return number >= range.least && number <= range.most; }

bool within(const Grid& grid, const Filling& filling) {
  const auto lanes = count_lanes(grid, filling);
  for (std::size_t c = 0; c < grid.cells.size(); ++c)
    if (!within(grid.cells[c], filling.taken[c])) return false;
  for (std::size_t l = 0; l < grid.lanes.size(); ++l)
    if (!within(grid.lanes[l], lanes[l])) return false;
  return true;
}

bool keeps_caps(const Grid& grid, const Filling& filling) {
  auto rows = grid.rows.caps, columns = grid.columns.caps;
  for (std::size_t c = 0; c < grid.cells.size(); ++c) {
    const Cell& cell = grid.cells[c];
    rows[static_cast<std::size_t>(grid.lanes[static_cast<std::size_t>(cell.lane)].row)] -= filling.taken[c];
    columns[static_cast<std::size_t>(cell.column)] -= filling.taken[c];
  }
  auto kept = [](int room) { return room >= 0; };
  return std::all_of(rows.begin(), rows.end(), kept) && std::all_of(columns.begin(), columns.end(), kept);
}

// All fillings of `size` that keep caps and ranges.
std::vector<Filling> all_fillings(const Grid& grid, int size) {
  std::vector<Filling> found;
  Filling filling{std::vector<int>(grid.cells.size()), 0};
  std::function<void(std::size_t)> add = [&](std::size_t c) {
    if (c == grid.cells.size()) {
      if (filling.size == size && within(grid, filling) && keeps_caps(grid, filling))
        found.push_back(filling);
      return;
    }
    for (int taken = grid.cells[c].least; taken <= grid.cells[c].most; ++taken) {
      filling.taken[c] = taken;
      filling.size += taken;
      add(c + 1);
      filling.size -= taken;
    }
  };
  add(0);
  return found;
}

Weight worth(const Grid& grid, const std::vector<Weight>& weights, const Filling& filling, const Fee& fee) {
  Weight sum;
  for (std::size_t item : items_of(grid, filling)) sum = sum + weights[item] * fee.scale;
  return sum - fee.amount * count_kinds(grid, filling, 8)[static_cast<std::size_t>(fee.kind)];
}

}  // namespace

TEST_CASE("a filling is the best of all, and narrowing shuts out only what costs the slack") {
  Random random(31);
  int filled = 0, narrowed = 0;
  for (int round = 0; round < 40'000; ++round) {
    std::vector<Weight> weights(static_cast<std::size_t>(pick(random, 1, 9)));
    for (Weight& weight : weights) weight = {0, pick(random, 0, 3), pick(random, -3, 0), pick(random, 0, 9)};
    std::sort(weights.begin(), weights.end(), std::greater<>{});
    Grid grid = make_grid(random_axis(random, weights.size(), 3), random_axis(random, weights.size(), 3),
                          random_axis(random, weights.size(), 3));
    for (Lane& lane : grid.lanes) shrink(random, lane);
    for (Cell& cell : grid.cells) shrink(random, cell);
    const int size = pick(random, 1, 5);
    const Fee fee{pick(random, 0, 2), {0, pick(random, 0, 3), pick(random, -3, 3), 0}, pick(random, 1, 2)};

    const auto all = all_fillings(grid, size);
    const auto filling = fill(grid, weights, size, fee);
    REQUIRE((filling.size == size) == !all.empty());
    if (all.empty()) continue;
    ++filled;
    REQUIRE(within(grid, filling));
    REQUIRE(keeps_caps(grid, filling));
    Weight best = worth(grid, weights, all.front(), fee);
    for (const Filling& other : all) best = std::max(best, worth(grid, weights, other, fee));
    REQUIRE(worth(grid, weights, filling, fee) == best);

    const Weight slack{0, pick(random, 0, 4), pick(random, -2, 2), 1};
    Grid narrow_grid = grid;
    narrow(narrow_grid, weights, filling, fee, slack);
    for (const Filling& other : all) {
      if (worth(grid, weights, other, fee) > best - slack) REQUIRE(within(narrow_grid, other));
      narrowed += !within(narrow_grid, other);
    }
  }
  CHECK(filled > 5'000);
  CHECK(narrowed > 5'000);
}

}  // namespace domainplan::selection
