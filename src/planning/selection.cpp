// A set of G + M items can be ordered when at most G of them are usable for Google only and at most M for Microsoft
// only (the flexible rest then fills both up), and when it keeps the caps: three axes of limits. Any two of
// them make a grid, whose best choice is found exactly (selection_grid.cpp). So leave one axis out: the
// best choice then is at least as good as the best order, and where it keeps the axis left out all the same, it is
// the best order. That is always so when one axis cannot bind - the usual case, as there is no cap on TLDs unless asked
// for - and nearly always otherwise; the rest is for the search (selection_search.cpp).
//
// The result is the same for any order of the items: they are sorted by weight first, and no two weights are
// equal, as no two ranks are.
#include "domainplan/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>

#include "domainplan/error.hpp"
#include "planning/selection_grid.hpp"
#include "planning/selection_search.hpp"

namespace domainplan {
namespace {

using selection::Axis;
using selection::Grid;
using selection::Weight;

constexpr std::int64_t max_score = std::int64_t{1} << 31;
constexpr Cents max_cost = Cents{1} << 40;
constexpr std::int64_t max_rank = (std::int64_t{1} << 31) - 1;
constexpr int no_group = -1;

// The groups of the axis of providers.
constexpr int flexible = 0, google_only = 1, microsoft_only = 2;

int class_of(const Item& item) {
  if (!item.usable_for.has(Provider::microsoft)) return google_only;
  if (!item.usable_for.has(Provider::google)) return microsoft_only;
  return flexible;
}

void check(const std::vector<Item>& items, Demand demand, ShareCaps caps) {
  if (demand.google < 0 || demand.microsoft < 0)
    throw UsageError(fmt::format("a demand of {} and {} domains: neither can be negative", demand.google,
                                 demand.microsoft));
  if (demand.google > std::numeric_limits<int>::max() - demand.microsoft)
    throw UsageError(fmt::format("a demand of {} and {} domains: too many", demand.google, demand.microsoft));
  for (auto cap : {caps.tld, caps.pattern})
    if (cap && *cap < 0) throw UsageError(fmt::format("a share cap of {} domains: expected 0 or more", *cap));
  for (const Item& item : items) {
    if (item.usable_for.empty()) throw UsageError("an item to select is usable for no provider");
    if (item.tld < no_group || item.pattern < no_group)
      throw UsageError(
          fmt::format("an item to select is in TLD group {} and pattern group {}: expected -1 or more", item.tld,
                      item.pattern));
  }
}

void check_weights(const std::vector<Item>& items) {
  auto within = [](const char* what, std::int64_t value, std::int64_t most) {
    if (value < 0 || value > most)
      throw UsageError(fmt::format("an item to select has the {} {}: expected 0 to {}", what, value, most));
  };
  std::vector<std::int64_t> ranks;
  ranks.reserve(items.size());
  for (const Item& item : items) {
    within("score", item.score, max_score);
    within("cost", item.cost, max_cost);
    within("rank", item.rank, max_rank);
    ranks.push_back(item.rank);
  }
  std::sort(ranks.begin(), ranks.end());
  auto twice = std::adjacent_find(ranks.begin(), ranks.end());
  if (twice != ranks.end()) throw UsageError(fmt::format("two items to select have the rank {}", *twice));
}

std::size_t at(int group) { return static_cast<std::size_t>(group); }

// How many items each group of a family has.
std::vector<int> group_sizes(const std::vector<Item>& items, int Item::* family) {
  std::vector<int> sizes;
  for (const Item& item : items) {
    int group = item.*family;
    if (group == no_group) continue;
    if (at(group) >= sizes.size()) sizes.resize(at(group) + 1);
    ++sizes[at(group)];
  }
  return sizes;
}

Weight weight_of(const Item& item, Prefer prefer) {
  if (prefer == Prefer::quality) return {item.score, -item.cost, -item.rank};
  return {-item.cost, item.score, -item.rank};
}

// The items, best first, and what limits them.
struct Problem {
  std::vector<std::size_t> items;  // indexes into the caller's
  Axis providers;
  Axis patterns;
  Axis tlds;
};

Axis provider_axis(const std::vector<Item>& items, const std::vector<std::size_t>& order, Demand demand) {
  Axis axis{{}, {demand.total(), demand.google, demand.microsoft}};
  for (std::size_t item : order) axis.group.push_back(class_of(items[item]));
  return axis;
}

// Splits the items in `order` by `family`, &Item::tld or &Item::pattern. Groups that cannot exceed the cap are
// not limited. The others are numbered as they appear, so the caller's numbers decide nothing.
Axis family_axis(const std::vector<Item>& items, const std::vector<std::size_t>& order, int Item::* family,
                 std::optional<int> cap, int total) {
  Axis axis{std::vector<int>(order.size()), {total}};
  if (!cap || *cap >= total) return axis;
  auto sizes = group_sizes(items, family);
  std::vector<int> number(sizes.size());
  for (std::size_t place = 0; place < order.size(); ++place) {
    int group = items[order[place]].*family;
    if (group == no_group || sizes[at(group)] <= *cap) continue;
    int& known = number[at(group)];
    if (known == 0) {
      known = static_cast<int>(axis.caps.size());
      axis.caps.push_back(*cap);
    }
    axis.group[place] = known;
  }
  return axis;
}

Problem make_problem(const std::vector<Item>& items, std::vector<std::size_t> order, Demand demand, ShareCaps caps) {
  Problem problem;
  problem.providers = provider_axis(items, order, demand);
  problem.patterns = family_axis(items, order, &Item::pattern, caps.pattern, demand.total());
  problem.tlds = family_axis(items, order, &Item::tld, caps.tld, demand.total());
  problem.items = std::move(order);
  return problem;
}

// The places (in problem.items) of the best set, if there is any.
std::optional<std::vector<std::size_t>> best_set(const Problem& problem, const std::vector<Weight>& weights, int total) {
  const Axis* axes[] = {&problem.tlds, &problem.providers, &problem.patterns};
  std::stable_sort(std::begin(axes), std::end(axes),
                   [](const Axis* a, const Axis* b) { return a->binds() < b->binds(); });
  for (int out = 0; out < 3; ++out) {
    const Axis& left_out = *axes[out];
    Axis no_kinds{std::vector<int>(problem.items.size()), {total}};
    auto grid = make_grid(*axes[(out + 1) % 3], *axes[(out + 2) % 3], no_kinds);
    auto filling = fill(grid, weights, total);
    if (filling.size < total) return std::nullopt;
    auto chosen = items_of(grid, filling);
    if (keeps(left_out, chosen)) return chosen;
  }
  auto grid = make_grid(problem.patterns, problem.tlds, problem.providers);
  auto filling = search(grid, weights, total, problem.providers.caps);
  if (!filling) return std::nullopt;
  return items_of(grid, *filling);
}

// How many of the items could serve Google, Microsoft, and either, within one family's caps alone.
struct Supply {
  int google = 0;
  int microsoft = 0;
  int total = 0;
};

Supply supply_of(const std::vector<Item>& items, int Item::* family, std::optional<int> cap) {
  constexpr int all = std::numeric_limits<int>::max();
  std::vector<Supply> groups(1);
  for (const Item& item : items) {
    std::size_t group = at(cap ? item.*family + 1 : 0);
    if (group >= groups.size()) groups.resize(group + 1);
    groups[group].google += item.usable_for.has(Provider::google);
    groups[group].microsoft += item.usable_for.has(Provider::microsoft);
    ++groups[group].total;
  }
  Supply supply = groups[0];
  for (std::size_t g = 1; g < groups.size(); ++g) {
    supply.google += std::min(groups[g].google, cap.value_or(all));
    supply.microsoft += std::min(groups[g].microsoft, cap.value_or(all));
    supply.total += std::min(groups[g].total, cap.value_or(all));
  }
  return supply;
}

// The largest order within the demand, and of those the one with the most Google domains. With one family of caps,
// items flow from their group to a provider, and what a set of providers can get is its supply; so what both
// can get at once is the least cut, and Google can have its most in a largest order (a polymatroid).
Demand largest_order(const Supply& supply, Demand demand) {
  int google = std::min(demand.google, supply.google);
  int microsoft = std::min(demand.microsoft, supply.microsoft);
  int total = std::min({demand.total(), demand.google + microsoft, demand.microsoft + google, supply.total});
  return {google, total - google};
}

// The same where both families bind; `most` is a bound. For each total, the fewest that only Google and only Microsoft
// can use say which splits are worth a search.
Demand largest_in_grid(const Problem& problem, Demand demand, Demand most) {
  const std::vector<Weight> weights(problem.items.size());
  Grid grid = make_grid(problem.patterns, problem.tlds, problem.providers);
  auto fewest = [&](int kind, int total) {
    auto filling = fill(grid, weights, total, {kind, {1, 0, 0}, 1});
    return count_kinds(grid, filling, 3)[at(kind)];
  };
  for (int total = fill(grid, weights, most.total()).size; total > 0; --total) {
    int least_google = std::max(fewest(google_only, total), total - demand.microsoft);
    int google = std::min({demand.google, most.google, total - fewest(microsoft_only, total)});
    for (; google >= least_google; --google)
      if (search(grid, weights, total, {total, google, total - google})) return {google, total - google};
  }
  return {0, 0};
}

}  // namespace

int share_cap(int percent, int total) {
  if (percent < 0 || percent > 100) throw UsageError(fmt::format("a share of {} percent: expected 0 to 100", percent));
  if (total < 0) throw UsageError(fmt::format("a share of {} domains: expected 0 or more", total));
  return static_cast<int>((std::int64_t{total} * percent + 99) / 100);
}

std::optional<std::vector<Chosen>> select(const std::vector<Item>& items, Demand demand, ShareCaps caps,
                                          Prefer prefer) {
  check(items, demand, caps);
  check_weights(items);
  if (at(demand.total()) > items.size()) return std::nullopt;
  std::vector<std::pair<Weight, std::size_t>> sorted;
  for (std::size_t i = 0; i < items.size(); ++i) sorted.emplace_back(weight_of(items[i], prefer), i);
  std::sort(sorted.begin(), sorted.end(), std::greater<>{});
  std::vector<std::size_t> order;
  std::vector<Weight> weights;
  for (const auto& [weight, item] : sorted) {
    order.push_back(item);
    weights.push_back(weight);
  }
  Problem problem = make_problem(items, std::move(order), demand, caps);
  auto set = best_set(problem, weights, demand.total());
  if (!set) return std::nullopt;

  for (std::size_t& place : *set) place = problem.items[place];
  std::sort(set->begin(), set->end(), [&](std::size_t a, std::size_t b) { return items[a].rank < items[b].rank; });
  int flexible_for_google = demand.google;
  for (std::size_t item : *set)
    if (class_of(items[item]) == google_only) --flexible_for_google;
  std::vector<Chosen> google, microsoft;
  for (std::size_t item : *set) {
    bool to_google = class_of(items[item]) == google_only ||
                     (class_of(items[item]) == flexible && flexible_for_google-- > 0);
    if (to_google)
      google.push_back({item, Provider::google});
    else
      microsoft.push_back({item, Provider::microsoft});
  }
  google.insert(google.end(), microsoft.begin(), microsoft.end());
  return google;
}

Demand missing(const std::vector<Item>& items, Demand demand, ShareCaps caps) {
  check(items, demand, caps);
  Supply supply = supply_of(items, &Item::pattern, caps.pattern);
  Supply by_tld = supply_of(items, &Item::tld, caps.tld);
  supply.google = std::min(supply.google, by_tld.google);
  supply.microsoft = std::min(supply.microsoft, by_tld.microsoft);
  supply.total = std::min(supply.total, by_tld.total);
  Demand most = largest_order(supply, demand);
  if (!caps.pattern || !caps.tld) return {demand.google - most.google, demand.microsoft - most.microsoft};

  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_partition(order.begin(), order.end(), [&](std::size_t i) { return class_of(items[i]) == flexible; });
  Problem problem = make_problem(items, std::move(order), demand, caps);
  if (problem.patterns.binds() && problem.tlds.binds()) most = largest_in_grid(problem, demand, most);
  return {demand.google - most.google, demand.microsoft - most.microsoft};
}

}  // namespace domainplan
