// fill() sends one unit after another along the path source → row → column → sink that gains most: from a row
// to a column by taking the cell's best item that is not taken yet, back from a column to a row by giving up
// the cell's worst item that is. That is the method of successive shortest paths. It is exact, because the
// n-th best item of a cell is worth no more than the one before it (a concave gain), and because each step
// starts from the best filling of its size, in which no round trip gains anything; so the longest path
// exists, Bellman-Ford finds it, and the filling after it is the best of one size more.
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
  int cap = 0;
  int used = 0;
  bool reached = false;
  int via = 0;  // the arc by which it was reached
  Weight gain;  // of the best way to it
};

// A cell with a choice left: what the next unit of it gains and what the last one gave.
struct Arc {
  std::size_t cell;
  Stop* row;
  Stop* column;
  bool can_take;
  bool can_give;
  Weight take;
  Weight give;
};

class Filler {
 public:
  // Starts with the least of each cell, or with a filling.
  Filler(const Grid& grid, const std::vector<Weight>& weights, const Fee& fee, const Filling* start = nullptr)
      : grid_(grid),
        weights_(weights),
        fee_(fee),
        rows_(stops(grid.row_caps)),
        columns_(stops(grid.column_caps)) {
    filling_.taken.reserve(grid.cells.size());
    arcs_.reserve(grid.cells.size());
    for (std::size_t c = 0; c < grid.cells.size(); ++c) {
      const Cell& cell = grid.cells[c];
      Stop* row = &rows_[static_cast<std::size_t>(cell.row)];
      Stop* column = &columns_[static_cast<std::size_t>(cell.column)];
      int taken = start ? start->taken[c] : cell.least;
      filling_.taken.push_back(taken);
      filling_.size += taken;
      row->used += taken;
      column->used += taken;
      if (cell.least == cell.most) continue;
      arcs_.push_back({c, row, column, false, false, {}, {}});
      change(arcs_.back(), 0);
    }
  }

  Filling run(int size) {
    for (const auto* stops : {&rows_, &columns_})
      for (const Stop& stop : *stops)
        if (stop.used > stop.cap) return {};
    if (filling_.size > size) return {};
    while (filling_.size < size && advance()) {
    }
    return std::move(filling_);
  }

  void narrow(std::vector<Cell>& cells, const Weight& slack) {
    reach();
    while (drain()) {
    }
    for (const Arc& arc : arcs_) {
      Cell& cell = cells[arc.cell];
      int taken = filling_.taken[arc.cell];
      if (arc.can_take && arc.column->reached)
        cell.most = taken + steps(arc, slack, taken, +1, cell.most - taken);
      if (arc.can_give && arc.row->reached)
        cell.least = taken - steps(arc, slack, taken - 1, -1, taken - cell.least);
    }
  }

 private:
  static std::vector<Stop> stops(const std::vector<int>& caps) {
    std::vector<Stop> stops(caps.size());
    for (std::size_t i = 0; i < caps.size(); ++i) stops[i].cap = caps[i];
    return stops;
  }

  Weight worth(const Cell& cell, int nth) const {
    Weight weight = weights_[grid_.items[cell.begin + static_cast<std::size_t>(nth)]] * fee_.scale;
    return cell.kind == fee_.kind ? weight - fee_.amount : weight;
  }

  void change(Arc& arc, int by) {
    const Cell& cell = grid_.cells[arc.cell];
    int taken = filling_.taken[arc.cell] += by;
    arc.can_take = taken < cell.most;
    arc.can_give = taken > cell.least;
    if (arc.can_take) arc.take = worth(cell, taken);
    if (arc.can_give) arc.give = worth(cell, taken - 1);
  }

  static bool improve(Stop& stop, const Weight& gain, std::size_t via) {
    if (stop.reached && gain <= stop.gain) return false;
    stop.reached = true;
    stop.gain = gain;
    stop.via = static_cast<int>(via);
    return true;
  }

  // The best ways from the source to all rows and columns.
  void reach() {
    for (Stop& row : rows_) {
      row.reached = row.used < row.cap;
      row.via = from_source;
      row.gain = {};
    }
    for (Stop& column : columns_) column.reached = false;
    spread();
  }

  void spread() {
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t a = 0; a < arcs_.size(); ++a) {
        Arc& arc = arcs_[a];
        if (arc.can_take && arc.row->reached) changed |= improve(*arc.column, arc.row->gain + arc.take, a);
        if (arc.can_give && arc.column->reached) changed |= improve(*arc.row, arc.column->gain - arc.give, a);
      }
    }
  }

  // Where the best way to the sink ends.
  Stop* best_end() {
    Stop* end = nullptr;
    for (Stop& column : columns_)
      if (column.reached && column.used < column.cap && (!end || column.gain > end->gain)) end = &column;
    return end;
  }

  // Sends one unit more; false where there is no way.
  bool advance() {
    reach();
    Stop* column = best_end();
    if (!column) return false;
    ++column->used;
    while (true) {
      Arc& taken = arcs_[static_cast<std::size_t>(column->via)];
      Stop* row = taken.row;
      change(taken, +1);
      if (row->via == from_source) {
        ++row->used;
        break;
      }
      Arc& given = arcs_[static_cast<std::size_t>(row->via)];
      column = given.column;
      change(given, -1);
    }
    ++filling_.size;
    return true;
  }

  // Goes on from the sink, back into the columns in use.
  bool drain() {
    Stop* end = best_end();
    bool changed = false;
    if (end)
      for (Stop& column : columns_)
        if (column.used > 0) changed |= improve(column, end->gain, 0);
    if (changed) spread();
    return changed;
  }

  // How many more (direction +1) or fewer (-1) of a cell cost less than `slack`. The gains of the stops are
  // prices: with them no step gains, and what a step loses is the least it costs.
  int steps(const Arc& arc, Weight slack, int nth, int direction, int most) const {
    if (arc.row->reached != arc.column->reached) return 0;
    Weight gain = arc.row->gain - arc.column->gain;
    for (int n = 0; n < most; ++n, nth += direction) {
      Weight step = worth(grid_.cells[arc.cell], nth) + gain;
      slack = direction > 0 ? slack + step : slack - step;
      if (slack <= Weight{}) return n;
    }
    return most;
  }

  static constexpr int from_source = -1;
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
  return std::any_of(group.begin(), group.end(),
                     [&](int g) { return --room[static_cast<std::size_t>(g)] < 0; });
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

void narrow(Grid& grid, const std::vector<Weight>& weights, const Filling& filling, const Fee& fee,
            const Weight& slack) {
  auto cells = grid.cells;
  Filler(grid, weights, fee, &filling).narrow(cells, slack);
  grid.cells = std::move(cells);
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
