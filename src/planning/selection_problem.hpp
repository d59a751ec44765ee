// The caller's items as the choice sees them: a list with three axes of limits.
#pragma once

#include <vector>

#include "domainplan/selection.hpp"
#include "planning/selection_grid.hpp"

namespace domainplan::selection {

// The groups of the axis of providers, by what an item is usable for.
constexpr int flexible = 0, google_only = 1, microsoft_only = 2;

int class_of(const Item& item);

// A group number as an index.
constexpr std::size_t at(int group) { return static_cast<std::size_t>(group); }

struct Problem {
  std::vector<std::size_t> items;  // indexes into the caller's, in the order of the axes' items
  Axis providers;
  Axis patterns;  // with the groups that can exceed their cap only
  Axis tlds;      // likewise
};

Problem make_problem(const std::vector<Item>& items, std::vector<std::size_t> order, Demand demand,
                     ShareCaps caps);

// Throws UsageError where the demand, a cap, a group or a set of providers is none.
void check(const std::vector<Item>& items, Demand demand, ShareCaps caps);

}  // namespace domainplan::selection
