// How far the items are from an order. With one family of caps (styles nest over patterns and are one family
// with them) it is a matter of counting; the search is for two families that both bind, and even then the
// first items that fit are mostly as many as can be.
#include "planning/selection_missing.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <numeric>
#include <random>
#include <tuple>
#include <utility>

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

  void add(const Supply& more) {
    google += more.google;
    microsoft += more.microsoft;
    total += more.total;
  }
  Supply within(std::optional<int> cap) const {
    if (!cap) return *this;
    return {std::min(google, *cap), std::min(microsoft, *cap), std::min(total, *cap)};
  }
};

Supply supply_of(const Item& item) {
  return {item.usable_for.has(Provider::google), item.usable_for.has(Provider::microsoft), 1};
}

// Sums up what groups have, each within the cap; the items in none are under no cap.
Supply capped_sum(const std::vector<Supply>& groups, std::optional<int> cap) {
  Supply sum = groups[0];
  for (std::size_t group = 1; group < groups.size(); ++group) sum.add(groups[group].within(cap));
  return sum;
}

Supply& group_of(std::vector<Supply>& groups, int number) {
  const std::size_t group = at(number + 1);  // the first is for the items in none
  if (group >= groups.size()) groups.resize(group + 1);
  return groups[group];
}

Supply supply_by_tld(const std::vector<Item>& items, ShareCaps caps) {
  std::vector<Supply> groups(1);
  for (const Item& item : items) group_of(groups, caps.tld ? item.tld : -1).add(supply_of(item));
  return capped_sum(groups, caps.tld);
}

// Patterns within their cap, and styles of them within theirs.
Supply supply_by_pattern(const std::vector<Item>& items, ShareCaps caps) {
  std::vector<Supply> patterns(1);
  std::vector<Supply> styles(1);
  std::vector<int> style_of(1, -1);
  for (const Item& item : items) {
    const int style = caps.style ? item.style : -1;
    if (!caps.pattern || item.pattern < 0) {
      group_of(styles, style).add(supply_of(item));
      continue;
    }
    group_of(patterns, item.pattern).add(supply_of(item));
    style_of.resize(patterns.size(), -1);
    style_of[at(item.pattern + 1)] = style;
  }
  for (std::size_t pattern = 1; pattern < patterns.size(); ++pattern)
    group_of(styles, style_of[pattern]).add(patterns[pattern].within(caps.pattern));
  return capped_sum(styles, caps.style);
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

// The items by rank, but the flexible ones first: they hinder the least.
Problem flexible_first(const std::vector<Item>& items, Demand demand, ShareCaps caps) {
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const bool a_waits = class_of(items[a]) != flexible, b_waits = class_of(items[b]) != flexible;
    return std::tie(a_waits, items[a].rank) < std::tie(b_waits, items[b].rank);
  });
  return make_problem(items, std::move(order), demand, caps);
}

// The first items that fit, as places in the problem's list, where they are an order of `wanted`.
std::optional<std::vector<std::size_t>> first_fit(const Problem& problem, Demand wanted) {
  std::array room{wanted.total(), wanted.google, wanted.microsoft};
  auto pattern_room = problem.patterns.caps;
  auto style_room = problem.patterns.family_caps;
  int no_style = std::numeric_limits<int>::max();
  auto tld_room = problem.tlds.caps;
  std::vector<std::size_t> order;
  for (std::size_t place = 0; place < problem.items.size() && order.size() < at(wanted.total()); ++place) {
    int& in_class = room[at(problem.providers.group[place])];
    int& in_pattern = pattern_room[at(problem.patterns.group[place])];
    int& in_tld = tld_room[at(problem.tlds.group[place])];
    const auto& styles = problem.patterns.family;
    int& in_style = styles.empty() ? no_style : style_room[at(styles[at(problem.patterns.group[place])])];
    if (in_class == 0 || in_pattern == 0 || in_style == 0 || in_tld == 0) continue;
    --in_class;
    --in_pattern;
    --in_style;
    --in_tld;
    order.push_back(place);
  }
  if (order.size() < at(wanted.total())) return std::nullopt;
  return order;
}

// The search for an order of any worth, where both families bind. The weights are random (decreasing, as they
// must be) so that it does not meet many fillings that are equally good.
class AnyFilling {
 public:
  explicit AnyFilling(const Problem& problem)
      : grid_(make_grid(problem.patterns, problem.tlds, problem.providers)), weights_(problem.items.size()) {
    std::minstd_rand random;
    for (Weight& weight : weights_) weight.first = static_cast<std::int64_t>(random() >> 11);
    std::sort(weights_.begin(), weights_.end(), std::greater<>{});
  }

  // As places in the problem's list; nothing where none was found.
  std::optional<std::vector<std::size_t>> of(Demand wanted) const {
    const std::vector<int> caps{wanted.total(), wanted.google, wanted.microsoft};
    auto found = search(grid_, weights_, wanted.total(), caps, kMostBranches, Want::any);
    if (!found.filling) return std::nullopt;
    return items_of(grid_, *found.filling);
  }

  // The most items within the caps of both families, up to `total`.
  int most(int total) const { return fill(grid_, weights_, total).size; }

  // The fewest of a kind among the fillings of `total` items.
  int fewest(int kind, int total) const {
    const auto filling = fill(grid_, weights_, total, {kind, {1, 0, 0, 0}, 0});
    return count_kinds(grid_, filling, 3)[at(kind)];
  }

 private:
  Grid grid_;
  std::vector<Weight> weights_;
};

// The same as largest_order() where both families bind; `bound` is its answer. Of each total, the fewest that
// only one provider can use say which splits are worth a search.
Demand largest_in_grid(const Problem& problem, Demand demand, Demand bound) {
  if (first_fit(problem, bound)) return bound;
  const AnyFilling any(problem);
  for (int total = any.most(bound.total()); total > 0; --total) {
    int least = std::max(any.fewest(google_only, total), total - demand.microsoft);
    int most = std::min(bound.google, total - any.fewest(microsoft_only, total));
    for (int google = most; google >= least; --google)
      if (any.of({google, total - google})) return {google, total - google};
  }
  return {};
}

}  // namespace

std::optional<std::vector<std::size_t>> selection::any_order(const std::vector<Item>& items, Demand demand,
                                                             ShareCaps caps) {
  const Problem problem = flexible_first(items, demand, caps);
  auto places = first_fit(problem, demand);
  if (!places) places = AnyFilling(problem).of(demand);
  if (!places) return std::nullopt;
  for (std::size_t& place : *places) place = problem.items[place];
  return places;
}

Demand missing(const std::vector<Item>& items, Demand demand, ShareCaps caps) {
  check(items, demand, caps);
  const Supply by_pattern = supply_by_pattern(items, caps);
  const Supply by_tld = supply_by_tld(items, caps);
  Demand most = largest_order(
      {std::min(by_pattern.google, by_tld.google), std::min(by_pattern.microsoft, by_tld.microsoft),
       std::min(by_pattern.total, by_tld.total)},
      demand);
  if ((caps.pattern || caps.style) && caps.tld) {
    const Problem problem = flexible_first(items, demand, caps);
    if (problem.patterns.binds() && problem.tlds.binds()) most = largest_in_grid(problem, demand, most);
  }
  return {demand.google - most.google, demand.microsoft - most.microsoft};
}

}  // namespace domainplan
