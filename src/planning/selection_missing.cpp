// How far the items are from an order. With one family of caps it is a matter of counting; the search is for
// two families that both bind, and even then the first items that fit are mostly as many as can be.
#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <numeric>
#include <random>

#include "planning/selection_problem.hpp"
#include "planning/selection_search.hpp"

namespace domainplan {
namespace {

using namespace selection;

// How many of the items could serve Google, Microsoft, and either, within one family's caps.
struct Supply {
  int google = 0;
  int microsoft = 0;
  int total = 0;
};

Supply supply_of(const std::vector<Item>& items, int Item::*family, std::optional<int> cap) {
  std::vector<Supply> groups(1);  // the first is for the items in none
  for (const Item& item : items) {
    std::size_t group = cap ? at(item.*family + 1) : 0;
    if (group >= groups.size()) groups.resize(group + 1);
    groups[group].google += item.usable_for.has(Provider::google);
    groups[group].microsoft += item.usable_for.has(Provider::microsoft);
    ++groups[group].total;
  }
  Supply supply = groups[0];
  for (std::size_t group = 1; group < groups.size(); ++group) {
    supply.google += std::min(groups[group].google, *cap);
    supply.microsoft += std::min(groups[group].microsoft, *cap);
    supply.total += std::min(groups[group].total, *cap);
  }
  return supply;
}

// The largest order within the demand, and of those the one with the most Google domains. Under one family of
// caps, items flow from their group to a provider, and what some of the providers can get at most is their
// supply. So the largest order is the least cut, one of four; and Google can have all it could have alone and
// the order still be a largest one (what the providers get is a polymatroid). Under two families it is a
// bound.
Demand largest_order(const Supply& supply, Demand demand) {
  int google = std::min(demand.google, supply.google);
  int microsoft = std::min(demand.microsoft, supply.microsoft);
  int total = std::min({demand.total(), demand.google + microsoft, demand.microsoft + google, supply.total});
  return {google, total - google};
}

// Whether the first items that fit, the flexible ones first, are an order of `wanted`.
bool first_fit(const Problem& problem, Demand wanted) {
  std::array room{wanted.total(), wanted.google, wanted.microsoft};
  auto pattern_room = problem.patterns.caps;
  auto tld_room = problem.tlds.caps;
  int missing = wanted.total();
  for (std::size_t place = 0; place < problem.items.size() && missing > 0; ++place) {
    int& in_class = room[at(problem.providers.group[place])];
    int& in_pattern = pattern_room[at(problem.patterns.group[place])];
    int& in_tld = tld_room[at(problem.tlds.group[place])];
    if (in_class == 0 || in_pattern == 0 || in_tld == 0) continue;
    --in_class;
    --in_pattern;
    --in_tld;
    --missing;
  }
  return missing == 0;
}

// The same as largest_order() where both families bind; `bound` is its answer. Of each total, the fewest that
// only one provider can use say which splits are worth a search. Any order will do; the weights are random
// (decreasing, as they must be) so that the search does not meet many fillings that are equally good.
Demand largest_in_grid(const Problem& problem, Demand demand, Demand bound) {
  if (first_fit(problem, bound)) return bound;
  std::minstd_rand random;
  std::vector<Weight> weights(problem.items.size());
  for (Weight& weight : weights) weight.first = static_cast<std::int64_t>(random() >> 11);
  std::sort(weights.begin(), weights.end(), std::greater<>{});
  const Grid grid = make_grid(problem.patterns, problem.tlds, problem.providers);
  auto fewest = [&](int kind, int total) {
    auto filling = fill(grid, weights, total, {kind, {1, 0, 0, 0}, 0});
    return count_kinds(grid, filling, problem.providers.caps.size())[at(kind)];
  };
  for (int total = fill(grid, weights, bound.total()).size; total > 0; --total) {
    int least = std::max(fewest(google_only, total), total - demand.microsoft);
    int most = std::min(bound.google, total - fewest(microsoft_only, total));
    for (int google = most; google >= least; --google)
      if (search(grid, weights, total, {total, google, total - google}, Want::any))
        return {google, total - google};
  }
  return {};
}

}  // namespace

Demand missing(const std::vector<Item>& items, Demand demand, ShareCaps caps) {
  check(items, demand, caps);
  const Supply by_pattern = supply_of(items, &Item::pattern, caps.pattern);
  const Supply by_tld = supply_of(items, &Item::tld, caps.tld);
  Demand most = largest_order(
      {std::min(by_pattern.google, by_tld.google), std::min(by_pattern.microsoft, by_tld.microsoft),
       std::min(by_pattern.total, by_tld.total)},
      demand);
  if (caps.pattern && caps.tld) {
    std::vector<std::size_t> order(items.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::partition(order.begin(), order.end(),
                   [&](std::size_t item) { return class_of(items[item]) == flexible; });
    const Problem problem = make_problem(items, std::move(order), demand, caps);
    if (problem.patterns.binds() && problem.tlds.binds()) most = largest_in_grid(problem, demand, most);
  }
  return {demand.google - most.google, demand.microsoft - most.microsoft};
}

}  // namespace domainplan
