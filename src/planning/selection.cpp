// A set of G + M items can be ordered when at most G of them are usable for Google only and at most M for
// Microsoft only (the flexible rest then fills both up), and when it keeps the caps: three axes of limits
// (styles nest over patterns and are of one axis with them). Any two of them make a grid, whose best choice
// is found exactly (selection_grid.cpp). So leave one axis out: the best choice then is at least as good as
// the best order, and where it keeps the axis left out all the same, it is the best order. That is always so
// when one axis cannot bind - the usual case, as there is no cap on TLDs unless asked for - and often when
// all can; the rest is for the search (selection_search.cpp).
//
// The result is the same for any order of the items: they are sorted by weight first, and no two weights are
// equal, as no two ranks are.
#include "domainplan/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "domainplan/error.hpp"
#include "planning/selection_missing.hpp"
#include "planning/selection_problem.hpp"
#include "planning/selection_search.hpp"

namespace domainplan {
namespace {

using namespace selection;

void check_weights(const std::vector<Item>& items) {
  auto expect = [](const char* what, std::int64_t value, std::int64_t most) {
    if (value < 0 || value > most)
      throw UsageError(fmt::format("an item to select has the {} {}: expected 0 to {}", what, value, most),
                       Subject{what, fmt::format("0 to {}", most)});
  };
  std::vector<std::int64_t> ranks;
  ranks.reserve(items.size());
  for (const Item& item : items) {
    expect("score", item.score, std::int64_t{1} << 31);
    expect("cost", item.cost, std::int64_t{1} << 40);
    expect("rank", item.rank, (std::int64_t{1} << 31) - 1);
    ranks.push_back(item.rank);
  }
  std::sort(ranks.begin(), ranks.end());
  auto twice = std::adjacent_find(ranks.begin(), ranks.end());
  if (twice != ranks.end())
    throw UsageError(fmt::format("two items to select have the rank {}: expected different ones", *twice),
                     Subject{"rank", "a different one for each item"});
}

Weight weight_of(const Item& item, Prefer prefer) {
  if (prefer == Prefer::quality) return {0, item.score, -item.cost, -item.rank};
  return {0, -item.cost, item.score, -item.rank};
}

// The best set that was found.
struct Set {
  std::optional<std::vector<std::size_t>> items;
  std::optional<std::int64_t> bound;  // where it may not be the best: no set has a greater first objective
};

Set best_set(const Problem& problem, const std::vector<Weight>& weights, int total, int most_branches) {
  const auto items_at = [&](std::vector<std::size_t> places) {
    for (std::size_t& place : places) place = problem.items[place];
    return places;
  };
  const Axis* axes[] = {&problem.tlds, &problem.providers, &problem.patterns};
  std::stable_partition(std::begin(axes), std::end(axes), [](const Axis* axis) { return !axis->binds(); });
  const Axis no_kinds{std::vector<int>(problem.items.size()), {total}};
  for (int i = 0; i < 3; ++i) {
    auto grid = make_grid(*axes[(i + 1) % 3], *axes[(i + 2) % 3], no_kinds);
    auto filling = fill(grid, weights, total);
    if (filling.size < total) return {};
    auto places = items_of(grid, filling);
    if (keeps(*axes[i], places)) return {items_at(std::move(places)), {}};
  }
  auto grid = make_grid(problem.patterns, problem.tlds, problem.providers);
  auto found = search(grid, weights, total, problem.providers.caps, most_branches);
  if (!found.filling) return {{}, found.bound};
  return {items_at(items_of(grid, *found.filling)), found.bound};
}

// The chosen items with the provider they serve, in the order of an order.
std::vector<Chosen> assigned(const std::vector<Item>& items, std::vector<std::size_t> chosen, Demand demand) {
  std::sort(chosen.begin(), chosen.end(),
            [&](std::size_t a, std::size_t b) { return items[a].rank < items[b].rank; });
  std::vector<ProviderSet> usable_for;
  usable_for.reserve(chosen.size());
  for (std::size_t item : chosen) usable_for.push_back(items[item].usable_for);
  const std::vector<Provider> providers = assign_providers(usable_for, demand.google);
  std::vector<Chosen> order;
  for (std::size_t i = 0; i < chosen.size(); ++i) order.push_back({chosen[i], providers[i]});
  std::stable_partition(order.begin(), order.end(),
                        [](const Chosen& one) { return one.provider == Provider::google; });
  return order;
}

}  // namespace

int share_cap(int percent, int total) {
  if (percent < 0 || percent > 100)
    throw UsageError(fmt::format("a share of {} percent: expected 0 to 100", percent),
                     Subject{"percent", "0 to 100"});
  if (total < 0)
    throw UsageError(fmt::format("a share of {} domains: expected 0 or more", total),
                     Subject{"total", "0 or more"});
  return static_cast<int>((std::int64_t{total} * percent + 99) / 100);
}

std::vector<Provider> assign_providers(const std::vector<ProviderSet>& usable_for, int google) {
  auto flexible_for_google =
      google - std::count(usable_for.begin(), usable_for.end(), ProviderSet(Provider::google));
  std::vector<Provider> providers;
  for (const ProviderSet usable : usable_for) {
    const bool to_google =
        usable.has(Provider::google) && (!usable.has(Provider::microsoft) || flexible_for_google-- > 0);
    providers.push_back(to_google ? Provider::google : Provider::microsoft);
  }
  return providers;
}

std::optional<SelectedItems> select_items(const std::vector<Item>& items, Demand demand, ShareCaps caps,
                                          Prefer prefer, int most_branches) {
  check(items, demand, caps);
  check_weights(items);
  if (most_branches < 1)
    throw UsageError(fmt::format("a search of {} branches: expected 1 or more", most_branches),
                     Subject{"most_branches", "1 or more"});
  if (at(demand.total()) > items.size()) return std::nullopt;

  std::vector<std::pair<Weight, std::size_t>> best_first;
  best_first.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i) best_first.emplace_back(weight_of(items[i], prefer), i);
  std::sort(best_first.begin(), best_first.end(), std::greater<>{});
  std::vector<Weight> weights;
  std::vector<std::size_t> order;
  for (const auto& [weight, item] : best_first) {
    weights.push_back(weight);
    order.push_back(item);
  }

  const Problem problem = make_problem(items, std::move(order), demand, caps);
  Set best = best_set(problem, weights, demand.total(), most_branches);
  if (!best.items && best.bound) best.items = any_order(items, demand, caps);
  if (!best.items) return std::nullopt;
  SelectedItems selected{std::move(*best.items), {}};
  if (best.bound) {
    selected.gap = best.bound;
    for (std::size_t item : selected.items) *selected.gap -= weight_of(items[item], prefer).first;
  }
  return selected;
}

std::optional<Selection> select(const std::vector<Item>& items, Demand demand, ShareCaps caps, Prefer prefer,
                                int most_branches) {
  std::optional<SelectedItems> selected = select_items(items, demand, caps, prefer, most_branches);
  if (!selected) return std::nullopt;
  return Selection{assigned(items, std::move(selected->items), demand), selected->gap};
}

}  // namespace domainplan
