// fill() sends one unit after another through a network, source → row → lane → column → sink (and through the
// family of a row before it, and that of a column after it, where there are families), on the way that gains
// most: forward on an arc by one unit more - from a lane to a column, that takes the cell's best item
// not taken yet - or back on it by one unit less. That is the method of successive shortest paths. It is
// exact: no arc gains more by a further unit than by the one before (a cell's items come best first), and
// each step starts from the best filling of its size, in which no round trip gains anything; so Bellman-Ford
// finds the best way, and the filling after it is the best of one size more.
//
// The least of a cell is there from the start and never given up. The least of a lane may be met by any of
// its cells, so its units are worth more than anything else until there are enough.
#include "planning/selection_grid.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace domainplan::selection {
namespace {

std::size_t at(int index) { return static_cast<std::size_t>(index); }

// `items` sorted by their group, keeping the order of those in one group.
std::vector<std::size_t> sorted_by(const Axis& axis, const std::vector<std::size_t>& items) {
  std::vector<std::size_t> next(axis.caps.size() + 1);
  for (std::size_t item : items) ++next[at(axis.group[item]) + 1];
  std::partial_sum(next.begin(), next.end(), next.begin());
  std::vector<std::size_t> sorted(items.size());
  for (std::size_t item : items) sorted[next[at(axis.group[item])]++] = item;
  return sorted;
}

// A place in the network.
struct Node {
  bool reached = false;
  std::size_t via = 0;  // the arc by which it was reached
  Weight gain;          // of the best way to it
};

struct Arc {
  std::size_t from = 0;
  std::size_t to = 0;
  int used = 0;
  int least = 0;
  int most = 0;
  const Lane* lane = nullptr;  // what gives its units their worth: a lane, a cell or nothing
  const Cell* cell = nullptr;
  bool forward = false;  // whether one more unit fits, and what it gains
  bool back = false;     // whether one unit can be given up, and what it gave
  Weight more = {};
  Weight last = {};
};

class Network {
 public:
  // With the least of each cell, or with a filling.
  Network(const Grid& grid, const std::vector<Weight>& weights, const Fee& fee, const Filling* start)
      : grid_(grid), weights_(weights), fee_(fee) {
    const std::size_t first_row = 1, first_lane = first_row + grid.rows.caps.size();
    const std::size_t first_column = first_lane + grid.lanes.size();
    const std::size_t row_families = first_column + grid.columns.caps.size();
    const std::size_t column_families = row_families + grid.rows.family_caps.size();
    sink_ = column_families + grid.columns.family_caps.size();
    nodes_.resize(sink_ + 1);
    std::vector<int> used(nodes_.size());
    for (std::size_t c = 0; c < grid.cells.size(); ++c) {
      const Cell& cell = grid.cells[c];
      const int taken = start ? start->taken[c] : cell.least;
      filling_.taken.push_back(taken);
      filling_.size += taken;
      used[first_lane + at(cell.lane)] += taken;
      used[first_row + at(grid.lanes[at(cell.lane)].row)] += taken;
      used[first_column + at(cell.column)] += taken;
    }
    arcs_.reserve(grid.cells.size() + nodes_.size());
    for (std::size_t f = 0; f < grid.rows.family_caps.size(); ++f)
      arcs_.push_back(
          {source, row_families + f, used_by(grid.rows, f, used, first_row), 0, grid.rows.family_caps[f]});
    for (std::size_t r = 0; r < grid.rows.caps.size(); ++r) {
      const std::size_t from = grid.rows.family.empty() ? source : row_families + at(grid.rows.family[r]);
      arcs_.push_back({from, first_row + r, used[first_row + r], 0, grid.rows.caps[r]});
    }
    for (std::size_t l = 0; l < grid.lanes.size(); ++l) {
      const Lane& lane = grid.lanes[l];
      arcs_.push_back({first_row + at(lane.row), first_lane + l, used[first_lane + l], 0, lane.most, &lane});
    }
    for (std::size_t c = 0; c < grid.cells.size(); ++c) {
      const Cell& cell = grid.cells[c];
      if (cell.least < cell.most)
        arcs_.push_back({first_lane + at(cell.lane), first_column + at(cell.column), filling_.taken[c],
                         cell.least, cell.most, nullptr, &cell});
    }
    for (std::size_t c = 0; c < grid.columns.caps.size(); ++c) {
      const std::size_t to =
          grid.columns.family.empty() ? sink_ : column_families + at(grid.columns.family[c]);
      arcs_.push_back({first_column + c, to, used[first_column + c], 0, grid.columns.caps[c]});
    }
    for (std::size_t f = 0; f < grid.columns.family_caps.size(); ++f)
      arcs_.push_back({column_families + f, sink_, used_by(grid.columns, f, used, first_column), 0,
                       grid.columns.family_caps[f]});
    for (Arc& arc : arcs_) change(arc, 0);
  }

  Filling run(int size) {
    if (filling_.size > size) return {};
    for (const Arc& arc : arcs_)
      if (arc.used > arc.most) return {};
    while (filling_.size < size && advance()) {
    }
    for (const Arc& arc : arcs_)
      if (arc.lane && arc.used < arc.lane->least) return {};
    return std::move(filling_);
  }

  // The gains of the nodes, after all ways back from the sink too, are prices at which no unit more or less
  // gains anything; so what one loses at them is the least that it costs the filling.
  void narrow(Grid& narrowed, const Weight& slack) {
    find_ways(true);
    for (const Arc& arc : arcs_) {
      if (!arc.lane && !arc.cell) continue;
      Range& range = arc.lane ? static_cast<Range&>(narrowed.lanes[index(*arc.lane)])
                              : static_cast<Range&>(narrowed.cells[index(*arc.cell)]);
      const Node &from = nodes_[arc.from], &to = nodes_[arc.to];
      if (!from.reached && !to.reached) continue;
      const bool shut = from.reached != to.reached;  // one way there is none at all
      const Weight gain = from.gain - to.gain;
      Weight left = slack;
      int most = arc.used;
      for (; most < arc.most && !shut; ++most) {
        left = left + worth(arc, most) + gain;
        if (left <= Weight{}) break;
      }
      left = slack;
      int least = arc.used;
      for (; least > range.least && !shut; --least) {
        left = left - worth(arc, least - 1) - gain;
        if (left <= Weight{}) break;
      }
      range = {least, most};
    }
  }

 private:
  static constexpr std::size_t source = 0;

  // How many units pass through a family, given those of the nodes from `first` on.
  static int used_by(const Side& side, std::size_t family, const std::vector<int>& used, std::size_t first) {
    int sum = 0;
    for (std::size_t group = 0; group < side.family.size(); ++group)
      if (at(side.family[group]) == family) sum += used[first + group];
    return sum;
  }

  static constexpr Weight wanted{std::int64_t{1} << 32, 0, 0, 0};  // more than all fees that are a `must`

  std::size_t index(const Lane& lane) const { return static_cast<std::size_t>(&lane - grid_.lanes.data()); }
  std::size_t index(const Cell& cell) const { return static_cast<std::size_t>(&cell - grid_.cells.data()); }

  // Of the arc's nth unit, from 0.
  Weight worth(const Arc& arc, int nth) const {
    if (arc.cell) return weights_[grid_.items[arc.cell->begin + at(nth)]] * fee_.scale;
    Weight weight;
    if (arc.lane && nth < arc.lane->least) weight = wanted;
    if (arc.lane && arc.lane->kind == fee_.kind) weight = weight - fee_.amount;
    return weight;
  }

  void change(Arc& arc, int by) {
    arc.used += by;
    if (arc.cell) filling_.taken[index(*arc.cell)] = arc.used;
    arc.forward = arc.used < arc.most;
    arc.back = arc.used > arc.least;
    if (arc.forward) arc.more = worth(arc, arc.used);
    if (arc.back) arc.last = worth(arc, arc.used - 1);
  }

  static bool improve(Node& node, const Weight& gain, std::size_t via) {
    if (node.reached && gain <= node.gain) return false;
    node = {true, via, gain};
    return true;
  }

  // The best ways from the source to all nodes; those that lead back from the sink only where asked for.
  void find_ways(bool past_sink) {
    for (Node& node : nodes_) node.reached = false;
    nodes_[source] = {true, 0, {}};
    for (bool changed = true; changed;) {
      changed = false;
      for (std::size_t a = 0; a < arcs_.size(); ++a) {
        const Arc& arc = arcs_[a];
        Node &from = nodes_[arc.from], &to = nodes_[arc.to];
        if (arc.forward && from.reached) changed |= improve(to, from.gain + arc.more, a);
        if (arc.back && to.reached && (past_sink || arc.to != sink_))
          changed |= improve(from, to.gain - arc.last, a);
      }
    }
  }

  // Sends one unit more; false where there is no way.
  bool advance() {
    find_ways(false);
    if (!nodes_[sink_].reached) return false;
    for (std::size_t node = sink_; node != source;) {
      Arc& arc = arcs_[nodes_[node].via];
      const bool forward = arc.to == node;
      change(arc, forward ? +1 : -1);
      node = forward ? arc.from : arc.to;
    }
    ++filling_.size;
    return true;
  }

  const Grid& grid_;
  const std::vector<Weight>& weights_;
  const Fee& fee_;
  std::size_t sink_;
  std::vector<Node> nodes_;
  std::vector<Arc> arcs_;
  Filling filling_;
};

}  // namespace

bool Axis::binds() const {
  std::vector<int> room = caps;
  std::vector<int> family_room = family_caps;
  return std::any_of(group.begin(), group.end(), [&](int g) {
    const bool over = g != 0 && --room[at(g)] < 0;
    return over || (!family.empty() && family[at(g)] != 0 && --family_room[at(family[at(g)])] < 0);
  });
}

Grid make_grid(const Axis& rows, const Axis& columns, const Axis& kinds) {
  Grid grid{{rows.caps, rows.family, rows.family_caps},
            {columns.caps, columns.family, columns.family_caps},
            {},
            {},
            std::vector<std::size_t>(rows.group.size())};
  std::iota(grid.items.begin(), grid.items.end(), std::size_t{0});
  for (const Axis* axis : {&columns, &kinds, &rows}) grid.items = sorted_by(*axis, grid.items);
  for (std::size_t i = 0; i < grid.items.size(); ++i) {
    const std::size_t item = grid.items[i];
    const int row = rows.group[item], kind = kinds.group[item], column = columns.group[item];
    const bool new_lane =
        grid.lanes.empty() || grid.lanes.back().row != row || grid.lanes.back().kind != kind;
    if (new_lane) grid.lanes.push_back({{}, row, kind});
    if (new_lane || grid.cells.back().column != column)
      grid.cells.push_back({{}, static_cast<int>(grid.lanes.size()) - 1, column, i});
    ++grid.lanes.back().most;
    ++grid.cells.back().most;
  }
  return grid;
}

Filling fill(const Grid& grid, const std::vector<Weight>& weights, int size, const Fee& fee) {
  return Network(grid, weights, fee, nullptr).run(size);
}

void narrow(Grid& grid, const std::vector<Weight>& weights, const Filling& best, const Fee& fee,
            const Weight& slack) {
  Grid narrowed = grid;
  Network(grid, weights, fee, &best).narrow(narrowed, slack);
  grid = std::move(narrowed);
}

std::vector<std::size_t> items_of(const Grid& grid, const Filling& filling) {
  std::vector<std::size_t> items;
  items.reserve(at(filling.size));
  for (std::size_t c = 0; c < grid.cells.size(); ++c) {
    auto first = grid.items.begin() + static_cast<std::ptrdiff_t>(grid.cells[c].begin);
    items.insert(items.end(), first, first + filling.taken[c]);
  }
  return items;
}

std::vector<int> count_lanes(const Grid& grid, const Filling& filling) {
  std::vector<int> counts(grid.lanes.size());
  for (std::size_t c = 0; c < grid.cells.size(); ++c) counts[at(grid.cells[c].lane)] += filling.taken[c];
  return counts;
}

std::vector<int> count_kinds(const Grid& grid, const Filling& filling, std::size_t kinds) {
  std::vector<int> counts(kinds);
  for (std::size_t c = 0; c < grid.cells.size(); ++c)
    counts[at(grid.lanes[at(grid.cells[c].lane)].kind)] += filling.taken[c];
  return counts;
}

bool keeps(const Axis& axis, const std::vector<std::size_t>& items) {
  std::vector<int> room = axis.caps;
  std::vector<int> family_room = axis.family_caps;
  return std::all_of(items.begin(), items.end(), [&](std::size_t item) {
    const std::size_t group = at(axis.group[item]);
    return --room[group] >= 0 && (axis.family.empty() || --family_room[at(axis.family[group])] >= 0);
  });
}

}  // namespace domainplan::selection
