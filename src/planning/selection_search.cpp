// Branch and bound. Without the caps on kinds the problem is a grid, which fill() solves; a fee on the kind that
// is over its cap K brings it down. For any fee ≥ 0,
//
//     bound(fee) = max over fillings of [ weight - fee * (number of the kind - K) ]
//
// is at least the weight of every filling that keeps the cap. It is convex in the fee, and its least value lies where a
// filling `over` (more than K) and a filling `within` (K or fewer) are equally good; the mix of the two that holds K of
// the kind on average then keeps the other cap too, as it does not hold more than K of this one and no filling is over
// both, so this one fee gives the bound of the linear relaxation. If `over` and `within` do not meet in one
// filling, they differ in some cell, and either the cell gives at most the smaller number or more than it: each branch
// shuts one of the two out, so the search ends; a branch is left when its bound is no better than the best found.
#include "planning/selection_search.hpp"

#include <algorithm>
#include <cstdlib>

namespace domainplan::selection {
namespace {

class Search {
 public:
  Search(Grid grid, const std::vector<Weight>& weights, int size, const std::vector<int>& kind_caps)
      : grid_(std::move(grid)), weights_(weights), size_(size), kind_caps_(kind_caps) {
    std::int64_t heaviest = 0;
    for (const Weight& weight : weights)
      heaviest = std::max({heaviest, std::abs(weight.first), std::abs(weight.second), std::abs(weight.third)});
    prohibitive_ = {heaviest * size + 1, 0, 0};
  }

  std::optional<Filling> run() {
    open_.push_back(grid_.cells);
    while (!open_.empty()) {
      grid_.cells = std::move(open_.back());
      open_.pop_back();
      visit();
      ++nodes;
    }
    return best_;
  }
  long nodes = 0;

 private:
  struct Point {
    Filling filling;
    Weight weight;
    int count = 0;  // of the kind in question
  };

  Weight weight_of(const Filling& filling) const {
    Weight sum;
    for (std::size_t item : items_of(grid_, filling)) sum = sum + weights_[item];
    return sum;
  }

  std::vector<int> kinds_of(const Filling& filling) const {
    std::vector<int> kinds(kind_caps_.size());
    for (std::size_t c = 0; c < grid_.cells.size(); ++c)
      kinds[static_cast<std::size_t>(grid_.cells[c].kind)] += filling.taken[c];
    return kinds;
  }

  // The kind that a filling holds too many of; -1: none, the filling is a solution and is kept if it is the best.
  int settle(const Filling& filling) {
    auto kinds = kinds_of(filling);
    for (std::size_t k = 0; k < kinds.size(); ++k)
      if (kinds[k] > kind_caps_[k]) return static_cast<int>(k);
    Weight weight = weight_of(filling);
    if (!best_ || weight > best_weight_) {
      best_ = filling;
      best_weight_ = weight;
    }
    return -1;
  }

  Point point(Filling filling, int kind) const {
    Weight weight = weight_of(filling);
    return {filling, weight, kinds_of(filling)[static_cast<std::size_t>(kind)]};
  }

  void visit() {
    Filling free = fill(grid_, weights_, size_);
    if (free.size < size_) return;
    int kind = settle(free);
    if (kind < 0) return;
    if (best_ && weight_of(free) <= best_weight_) return;
    int cap = kind_caps_[static_cast<std::size_t>(kind)];
    Point over = point(free, kind);
    Filling least = fill(grid_, weights_, size_, {kind, prohibitive_, 1});
    settle(least);
    Point within = point(least, kind);
    if (within.count > cap) return;
    while (true) {
      if (within.count == cap) return;
      Fee fee{kind, over.weight - within.weight, over.count - within.count};
      Filling filling = fill(grid_, weights_, size_, fee);
      settle(filling);
      Point next = point(filling, kind);
      auto level = [&](const Point& p) { return p.weight * fee.scale - fee.amount * p.count; };
      Weight bound = level(next) + fee.amount * cap;
      if (best_ && bound <= best_weight_ * fee.scale) return;
      if (level(next) == level(over)) break;
      (next.count > cap ? over : within) = next;
    }
    branch(over.filling.taken, within.filling.taken);
  }

  void branch(const std::vector<int>& over, const std::vector<int>& within) {
    std::size_t at = 0;
    for (std::size_t c = 0; c < over.size(); ++c)
      if (std::abs(over[c] - within[c]) > std::abs(over[at] - within[at])) at = c;
    int split = std::min(over[at], within[at]) + std::abs(over[at] - within[at]) / 2;
    if (split == std::max(over[at], within[at])) --split;
    auto fewer = grid_.cells;
    fewer[at].most = split;
    auto more = grid_.cells;
    more[at].least = split + 1;
    open_.push_back(std::move(fewer));
    open_.push_back(std::move(more));
  }

  Grid grid_;
  const std::vector<Weight>& weights_;
  int size_;
  const std::vector<int>& kind_caps_;
  Weight prohibitive_;  // a fee that no weight makes up for
  std::vector<std::vector<Cell>> open_;
  std::optional<Filling> best_;
  Weight best_weight_;
};

}  // namespace

std::optional<Filling> search(const Grid& grid, const std::vector<Weight>& weights, int size,
                              const std::vector<int>& kind_caps) {
  return Search(grid, weights, size, kind_caps).run();
}

}  // namespace domainplan::selection
