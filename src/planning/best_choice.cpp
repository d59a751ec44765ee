#include "planning/best_choice.hpp"

#include <algorithm>
#include <functional>
#include <numeric>
#include <utility>

#include "planning/selection_problem.hpp"

namespace domainplan::selection {

Worth worth(const std::vector<Item>& items, const std::vector<std::size_t>& chosen, Prefer prefer) {
  std::int64_t score = 0, cost = 0, ranks = 0;
  for (const std::size_t item : chosen) {
    score += items[item].score;
    cost += items[item].cost;
    ranks += items[item].rank;
  }
  return prefer == Prefer::quality ? std::tuple{score, -cost, -ranks} : std::tuple{-cost, score, -ranks};
}

std::optional<SelectedItems> best_choice(const std::vector<Item>& items, const std::vector<Demand>& demands,
                                         ShareCaps caps, Prefer prefer) {
  std::optional<SelectedItems> best;
  Worth most;                         // of the best
  std::optional<std::int64_t> bound;  // where a search met its limit: what no order's first objective exceeds
  for (const Demand demand : demands) {
    std::optional<SelectedItems> selected = select_items(items, demand, caps, prefer);
    if (!selected) continue;
    const Worth value = worth(items, selected->items, prefer);
    if (selected->gap) bound = std::max(bound, std::optional(std::get<0>(value) + *selected->gap));
    if (best && value <= most) continue;
    best = SelectedItems{std::move(selected->items), {}};
    most = value;
  }
  if (best && bound >= std::get<0>(most)) best->gap = *bound - std::get<0>(most);
  return best;
}

// The forced item gets an advantage in the first objective that outweighs all others together. Every
// selection has as many items as the demands' total, so this changes nothing among those that have it.
std::optional<SelectedItems> best_choice_with(std::vector<Item> items, std::size_t forced,
                                              const std::vector<Demand>& demands, ShareCaps caps,
                                              Prefer prefer) {
  std::vector<std::int64_t> values;
  values.reserve(items.size());
  for (const Item& item : items) values.push_back(prefer == Prefer::quality ? item.score : item.cost);
  int most = 0;  // items in a selection
  for (const Demand demand : demands) most = std::max(most, demand.total());
  const std::size_t count = std::min(values.size(), at(most));
  std::partial_sort(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count), values.end(),
                    std::greater<>{});
  const std::int64_t advantage =
      1 +
      std::accumulate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count), std::int64_t{0});
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (prefer == Prefer::quality && i == forced) items[i].score += advantage;
    if (prefer == Prefer::price && i != forced) items[i].cost += advantage;
  }
  std::optional<SelectedItems> best = best_choice(items, demands, caps, prefer);
  if (best && std::find(best->items.begin(), best->items.end(), forced) == best->items.end()) best.reset();
  return best;
}

}  // namespace domainplan::selection
