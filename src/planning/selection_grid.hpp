// The core of the choice: a grid whose rows and columns have caps.
//
// Three kinds of limits hold in an order: by provider, by pattern and by TLD. Each splits the items into
// groups with a cap; here such a split is an Axis. Any two axes make a grid - one gives the rows, the other
// the columns - and choosing the best N items of a grid is a transport problem, which fill() solves exactly.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace domainplan::selection {

// What an item is worth: compared in order, added part by part. Both agree (an ordered group), which is all
// that a shortest path asks of its lengths, so the goals need no common scale. `must` is for what comes
// before all goals.
struct Weight {
  std::int64_t must = 0;
  std::int64_t first = 0;
  std::int64_t second = 0;
  std::int64_t third = 0;

  // clang-tidy 14 takes the comparison with zero inside a defaulted <=> for a null pointer.
  auto operator<=>(const Weight&) const = default;  // NOLINT(modernize-use-nullptr)
  Weight operator+(const Weight& b) const {
    return {must + b.must, first + b.first, second + b.second, third + b.third};
  }
  Weight operator-(const Weight& b) const {
    return {must - b.must, first - b.first, second - b.second, third - b.third};
  }
  Weight operator*(std::int64_t n) const { return {must * n, first * n, second * n, third * n}; }
};

// A split of the items into groups, at most caps[g] of group g. Items are known by their place in one list,
// best first. Group 0 is for the items that this axis does not limit.
//
// Groups may in turn be split into families, at most a family's cap of each: such limits nest, so they are
// one level more in the same flow.
struct Axis {
  std::vector<int> group;             // by item
  std::vector<int> caps;              // by group
  std::vector<int> family = {};       // by group; empty: there are no families
  std::vector<int> family_caps = {};  // by family

  bool binds() const;  // whether any group or family can exceed its cap
};

// The caps of one side of a grid.
struct Side {
  std::vector<int> caps;  // by row or column
  std::vector<int> family;
  std::vector<int> family_caps;
};

// How many may be taken: of a cell, or of a lane.
struct Range {
  int least = 0;
  int most = 0;
};

// The items of one row that are of one kind, a group of the axis that is left out of the grid.
struct Lane : Range {
  int row = 0;
  int kind = 0;
};

// The items of one lane and one column. They differ in nothing but their weight, so some best choice takes a
// cell's best ones: a choice is a number for each cell.
struct Cell : Range {
  int lane = 0;
  int column = 0;
  std::size_t begin = 0;  // of its items, in Grid::items
};

struct Grid {
  Side rows;
  Side columns;
  std::vector<Lane> lanes;
  std::vector<Cell> cells;         // lane by lane
  std::vector<std::size_t> items;  // cell by cell, best first
};

Grid make_grid(const Axis& rows, const Axis& columns, const Axis& kinds);

// Items of `kind` are worth `amount` less, after every weight was multiplied by `scale`.
struct Fee {
  int kind = -1;
  Weight amount;
  int scale = 1;
};

// How many of each cell to take.
struct Filling {
  std::vector<int> taken;
  int size = 0;
};

// The best `size` items of the grid, or, where the caps do not allow as many, the best of the largest size
// that they allow; of size 0, where that does not have the least of a lane or cell.
Filling fill(const Grid& grid, const std::vector<Weight>& weights, int size, const Fee& fee = {});

// Narrows the ranges of lanes and cells, given the best filling at a fee: a number that would cost `slack` or
// more of its worth (scaled, less fees) is shut out.
void narrow(Grid& grid, const std::vector<Weight>& weights, const Filling& best, const Fee& fee,
            const Weight& slack);

// The items of a filling, in the order of the cells.
std::vector<std::size_t> items_of(const Grid& grid, const Filling& filling);

// How many items of each lane a filling has.
std::vector<int> count_lanes(const Grid& grid, const Filling& filling);

// How many items of each of `kinds` kinds a filling has.
std::vector<int> count_kinds(const Grid& grid, const Filling& filling, std::size_t kinds);

// Whether a choice keeps an axis' caps.
bool keeps(const Axis& axis, const std::vector<std::size_t>& items);

}  // namespace domainplan::selection
