// Branch and bound. Without the caps on kinds the problem is a grid, which fill() solves. Where the best
// filling has more than a cap K of one kind, a fee on that kind brings the number down. For any fee of 0 or
// more,
//
//     bound(fee) = max over all fillings of: weight - fee * (number of the kind - K)
//
// is at least the weight of every filling that keeps the cap. It is convex in the fee. Its least value lies
// where a filling `over` (more than K) and a filling `within` (K or fewer) are equally good, and that fee is
// found by trying, again and again, the one at which the two at hand are; when no other filling does better
// there, it is the last. One fee is enough: mix `over` and `within` so as to hold K on average. No filling is
// over two caps, so the mix, at K here, is not over another. This is the bound of the whole linear
// relaxation.
//
// A filling with K of the kind that is best at some fee is the best of its branch. Otherwise `over` and
// `within` differ in some lane of the kind: in one branch the lane has at most a number between the two, in
// the other more, so each branch loses one of the two and the search ends. (To branch by lane and not by cell
// matters: fillings that differ by a swap between cells are many and often equally good.) A branch is left
// when its bound is no better than the best filling found; before it is split, it is narrowed to what can
// still beat that filling, which is little. The branches that the limit leaves unvisited keep their bounds,
// and the highest of them is the bound of all.
#include "planning/selection_search.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "domainplan/error.hpp"

namespace domainplan::selection {
namespace {

std::int64_t floor_of(std::int64_t number, int divisor) {
  const std::int64_t quotient = number / divisor;
  return quotient * divisor > number ? quotient - 1 : quotient;
}

// A filling, and what the search asks of it.
struct Point {
  Filling filling;
  Weight weight;
  std::vector<int> kinds;  // how many of each
};

// A part of the problem, and what no filling in it is better than.
struct Branch {
  Grid grid;
  Weight bound;   // `scale` times a weight
  int scale = 0;  // 0: there is no bound yet
};

class Search {
 public:
  Search(const Grid& grid, const std::vector<Weight>& weights, int size, const std::vector<int>& kind_caps,
         int most_branches, Want want)
      : grid_(grid),
        weights_(weights),
        size_(size),
        kind_caps_(kind_caps),
        most_branches_(most_branches),
        want_(want) {
    std::int64_t heaviest = 1;
    for (const Weight& weight : weights)
      heaviest =
          std::max({heaviest, std::abs(weight.first), std::abs(weight.second), std::abs(weight.third)});
    // A fee is a difference of sums of `size` weights, and a way may meet it some `size` times.
    constexpr std::int64_t most = std::int64_t{1} << 59;
    if (heaviest > most / size / size)
      throw UsageError(
          fmt::format("{} domains of a score, cost or rank up to {} are too much to weigh up under caps "
                      "on both TLDs and patterns",
                      size, heaviest),
          "caps");
  }

  Found run() {
    open_.push_back({grid_, {}, 0});
    for (int visited = 0; !open_.empty() && !done() && visited < most_branches_;) {
      Branch branch = std::move(open_.back());
      open_.pop_back();
      if (!promises(branch)) continue;
      grid_ = std::move(branch.grid);
      visit();
      ++visited;
    }
    Found found;
    for (const Branch& branch : open_)
      if (promises(branch))
        found.bound = std::max(found.bound, std::optional(floor_of(branch.bound.first, branch.scale)));
    if (best_) found.filling = std::move(best_->filling);
    return found;
  }

 private:
  bool done() const { return best_ && want_ == Want::any; }

  // Whether something better may be in the branch than what was found.
  bool promises(const Branch& branch) const {
    return branch.scale == 0 || !best_ || branch.bound > best_->weight * branch.scale;
  }

  // The best filling at a fee; kept if it is a solution, and the best so far.
  std::optional<Point> best_at(const Fee& fee) {
    Point point{fill(grid_, weights_, size_, fee), {}, {}};
    if (point.filling.size < size_) return std::nullopt;
    for (std::size_t item : items_of(grid_, point.filling)) point.weight = point.weight + weights_[item];
    point.kinds = count_kinds(grid_, point.filling, kind_caps_.size());
    if (kind_over(point) == none && (!best_ || point.weight > best_->weight)) best_ = point;
    return point;
  }

  int kind_over(const Point& point) const {
    for (std::size_t kind = 0; kind < kind_caps_.size(); ++kind)
      if (point.kinds[kind] > kind_caps_[kind]) return static_cast<int>(kind);
    return none;
  }

  void visit() {
    auto over = best_at({});
    if (!over) return;
    const int kind = kind_over(*over);
    if (kind == none || (best_ && over->weight <= best_->weight)) return;
    const int cap = kind_caps_[static_cast<std::size_t>(kind)];
    auto number = [&](const Point& point) { return point.kinds[static_cast<std::size_t>(kind)]; };

    // The fewest that there can be: with too many, there is no solution; with K, it is the best one.
    auto within = best_at({kind, prohibitive, 1});
    while (number(*within) < cap && !done()) {
      // In whole numbers: weights are scaled by the difference in number instead of dividing the fee by it.
      const Fee fee{kind, over->weight - within->weight, number(*over) - number(*within)};
      auto worth = [&](const Point& point) { return point.weight * fee.scale - fee.amount * number(point); };
      auto next = best_at(fee);
      const Weight bound = worth(*next) + fee.amount * cap;
      if (best_ && bound <= best_->weight * fee.scale) return;
      if (worth(*next) == worth(*over)) {
        if (best_) narrow(grid_, weights_, next->filling, fee, bound - best_->weight * fee.scale);
        branch(*over, *within, kind, bound, fee.scale);
        return;
      }
      (number(*next) > cap ? over : within) = std::move(next);
    }
  }

  // Splits at the lane of the kind where the two differ most. (Lanes of other kinds do not matter: with the
  // numbers in all lanes of the kind fixed, nothing is left but a grid.)
  void branch(const Point& over, const Point& within, int kind, const Weight& bound, int scale) {
    const auto a = count_lanes(grid_, over.filling), b = count_lanes(grid_, within.filling);
    std::size_t lane = 0;
    int widest = 0;
    for (std::size_t l = 0; l < a.size(); ++l)
      if (grid_.lanes[l].kind == kind && std::abs(a[l] - b[l]) > widest)
        widest = std::abs(a[lane = l] - b[l]);
    const int split = (a[lane] + b[lane] - 1) / 2;
    const Lane range = grid_.lanes[lane];
    if (range.least <= split) {
      open_.push_back({grid_, bound, scale});
      open_.back().grid.lanes[lane].most = std::min(range.most, split);
    }
    if (range.most > split) {
      open_.push_back({std::move(grid_), bound, scale});
      open_.back().grid.lanes[lane].least = std::max(range.least, split + 1);
    }
  }

  static constexpr int none = -1;
  static constexpr Weight prohibitive{1, 0, 0, 0};
  Grid grid_;  // of the branch at hand
  const std::vector<Weight>& weights_;
  const int size_;
  const std::vector<int>& kind_caps_;
  const int most_branches_;
  const Want want_;
  std::vector<Branch> open_;  // still to visit, the next one last
  std::optional<Point> best_;
};

}  // namespace

Found search(const Grid& grid, const std::vector<Weight>& weights, int size,
             const std::vector<int>& kind_caps, int most_branches, Want want) {
  return Search(grid, weights, size, kind_caps, most_branches, want).run();
}

}  // namespace domainplan::selection
