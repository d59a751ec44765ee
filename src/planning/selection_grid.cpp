// fill() sends one unit after another along the path source → row → column → sink that gains most: from a row to
// a column by taking the cell's best item that is not taken yet, back from a column to a row by giving up the
// cell's worst item that is. That is the method of successive shortest paths. It is exact, because the n-th best
// item of a cell is worth no more than the one before it (a concave gain), and because each step starts from the
// best filling of its size, in which no round trip gains anything; so the longest path exists, Bellman-Ford finds
// it, and the filling after it is the best of one size more.
#include "planning/selection_grid.hpp"

#include <algorithm>
#include <numeric>

namespace domainplan::selection {
namespace {

// `items` sorted by their group, keeping the order of those in one group.
std::vector<std::size_t> sorted_by(const Axis& axis, const std::vector<std::size_t>& items) {
  std::vector<std::size_t> next(axis.caps.size() + 1);
  for (std::size_t item : items) ++next[static_cast<std::size_t>(axis.group[item]) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<std::size_t> sorted(items.size());
  for (std::size_t item : items) sorted[next[static_cast<std::size_t>(axis.group[item])]++] = item;
  return sorted;
}

// A row or column on the way of the next unit.
struct Stop {
  int room = 0;
  bool reached = false;
  int via = -1;  // the cell by which it was reached; -1: from the source
  Weight gain;   // of the best way to it
};

// A cell, with what the next unit of it gains and what the last one gave.
struct Arc {
  Stop* row;
  Stop* column;
  bool can_take;
  bool can_give;
  Weight take;
  Weight give;
};

class Filler {
 public:
  Filler(const Grid& grid, const std::vector<Weight>& weights, const Fee& fee)
      : grid_(grid), weights_(weights), fee_(fee), rows_(stops(grid.row_caps)), columns_(stops(grid.column_caps)) {
    filling_.taken.resize(grid.cells.size());
    arcs_.resize(grid.cells.size());
    for (std::size_t c = 0; c < arcs_.size(); ++c) {
      const Cell& cell = grid.cells[c];
      arcs_[c].row = &rows_[static_cast<std::size_t>(cell.row)];
      arcs_[c].column = &columns_[static_cast<std::size_t>(cell.column)];
      arcs_[c].row->room -= cell.least;
      arcs_[c].column->room -= cell.least;
      filling_.size += cell.least;
      take(c, cell.least);
    }
  }

  Filling run(int size) {
    for (const auto* stops : {&rows_, &columns_})
      for (const Stop& stop : *stops)
        if (stop.room < 0) return {};
    if (filling_.size > size) return {};
    while (filling_.size < size && advance()) {
    }
    return std::move(filling_);
  }

 private:
  static std::vector<Stop> stops(const std::vector<int>& caps) {
    std::vector<Stop> stops(caps.size());
    for (std::size_t i = 0; i < caps.size(); ++i) stops[i].room = caps[i];
    return stops;
  }

  Weight worth(const Cell& cell, int nth) const {
    Weight weight = weights_[grid_.items[cell.begin + static_cast<std::size_t>(nth)]] * fee_.scale;
    return cell.kind == fee_.kind ? weight - fee_.amount : weight;
  }

  void take(std::size_t c, int change) {
    const Cell& cell = grid_.cells[c];
    int taken = filling_.taken[c] += change;
    arcs_[c].can_take = taken < cell.most;
    arcs_[c].can_give = taken > cell.least;
    if (arcs_[c].can_take) arcs_[c].take = worth(cell, taken);
    if (arcs_[c].can_give) arcs_[c].give = worth(cell, taken - 1);
  }

  static bool improve(const Stop& from, Stop& to, const Weight& gain, std::size_t via) {
    if (to.reached && gain <= to.gain) return false;
    if (!from.reached) return false;
    to.reached = true;
    to.gain = gain;
    to.via = static_cast<int>(via);
    return true;
  }

  // Sends one unit more; false where there is no way.
  bool advance() {
    for (Stop& row : rows_) row = {row.room, row.room > 0, -1, {}};
    for (Stop& column : columns_) column.reached = false;
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t c = 0; c < arcs_.size(); ++c) {
        Arc& arc = arcs_[c];
        if (arc.can_take && arc.row->reached)
          changed |= improve(*arc.row, *arc.column, arc.row->gain + arc.take, c);
        if (arc.can_give && arc.column->reached)
          changed |= improve(*arc.column, *arc.row, arc.column->gain - arc.give, c);
      }
    }
    Stop* end = nullptr;
    for (Stop& column : columns_)
      if (column.reached && column.room > 0 && (!end || column.gain > end->gain)) end = &column;
    if (!end) return false;
    --end->room;
    for (Stop* column = end;;) {
      auto taken = static_cast<std::size_t>(column->via);
      Stop* row = arcs_[taken].row;
      int given = row->via;
      take(taken, +1);
      if (given < 0) {
        --row->room;
        break;
      }
      column = arcs_[static_cast<std::size_t>(given)].column;
      take(static_cast<std::size_t>(given), -1);
    }
    ++filling_.size;
    return true;
  }

  const Grid& grid_;
  const std::vector<Weight>& weights_;
  const Fee& fee_;
  std::vector<Stop> rows_;
  std::vector<Stop> columns_;
  std::vector<Arc> arcs_;
  Filling filling_;
};

}  // namespace

bool Axis::binds() const {
  std::vector<int> room = caps;
  return std::any_of(group.begin(), group.end(), [&](int g) { return --room[static_cast<std::size_t>(g)] < 0; });
}

Grid make_grid(const Axis& rows, const Axis& columns, const Axis& kinds) {
  Grid grid;
  grid.row_caps = rows.caps;
  grid.column_caps = columns.caps;
  grid.items.resize(rows.group.size());
  std::iota(grid.items.begin(), grid.items.end(), std::size_t{0});
  for (const Axis* axis : {&kinds, &columns, &rows}) grid.items = sorted_by(*axis, grid.items);
  for (std::size_t i = 0; i < grid.items.size(); ++i) {
    std::size_t item = grid.items[i];
    Cell cell{rows.group[item], columns.group[item], kinds.group[item], i};
    if (grid.cells.empty() || grid.cells.back().row != cell.row || grid.cells.back().column != cell.column ||
        grid.cells.back().kind != cell.kind)
      grid.cells.push_back(cell);
    ++grid.cells.back().most;
  }
  return grid;
}

Filling fill(const Grid& grid, const std::vector<Weight>& weights, int size, const Fee& fee) {
  return Filler(grid, weights, fee).run(size);
}

std::vector<std::size_t> items_of(const Grid& grid, const Filling& filling) {
  std::vector<std::size_t> items;
  items.reserve(static_cast<std::size_t>(filling.size));
  for (std::size_t c = 0; c < grid.cells.size(); ++c) {
    auto first = grid.items.begin() + static_cast<std::ptrdiff_t>(grid.cells[c].begin);
    items.insert(items.end(), first, first + filling.taken[c]);
  }
  return items;
}

std::vector<int> count_kinds(const Grid& grid, const Filling& filling, std::size_t kinds) {
  std::vector<int> counts(kinds);
  for (std::size_t c = 0; c < grid.cells.size(); ++c)
    counts[static_cast<std::size_t>(grid.cells[c].kind)] += filling.taken[c];
  return counts;
}

bool keeps(const Axis& axis, const std::vector<std::size_t>& items) {
  std::vector<int> room = axis.caps;
  for (std::size_t item : items)
    if (--room[static_cast<std::size_t>(axis.group[item])] < 0) return false;
  return true;
}

}  // namespace domainplan::selection
