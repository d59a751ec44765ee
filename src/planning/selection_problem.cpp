#include "planning/selection_problem.hpp"

#include <fmt/format.h>

#include <limits>
#include <map>
#include <utility>

#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"

namespace domainplan::selection {
namespace {

constexpr int no_group = -1;
constexpr int max_group = (1 << 24) - 1;  // group numbers are indexes of tables

Axis provider_axis(const std::vector<Item>& items, const std::vector<std::size_t>& order, Demand demand) {
  Axis axis{{}, {demand.total(), demand.google, demand.microsoft}};
  axis.group.reserve(order.size());
  for (std::size_t item : order) axis.group.push_back(class_of(items[item]));
  return axis;
}

int group_of(std::unordered_map<std::string, int>& groups, std::string_view name) {
  return groups.emplace(name, static_cast<int>(groups.size())).first->second;
}

// How many items each group of a family has.
std::vector<int> group_sizes(const std::vector<Item>& items, int Item::*family) {
  std::vector<int> sizes;
  for (const Item& item : items) {
    int group = item.*family;
    if (group == no_group) continue;
    if (at(group) >= sizes.size()) sizes.resize(at(group) + 1);
    ++sizes[at(group)];
  }
  return sizes;
}

// Splits the items by `family`, &Item::tld or &Item::pattern. Groups that cannot exceed the cap count as
// none. The others are numbered as they appear, so the caller's numbers decide nothing.
Axis family_axis(const std::vector<Item>& items, const std::vector<std::size_t>& order, int Item::*family,
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

// Splits by pattern and style: the groups of family_axis() for patterns, each once for each style that can
// exceed its cap, with these styles as families. Family 0 is for the styles that cannot.
Axis pattern_axis(const std::vector<Item>& items, const std::vector<std::size_t>& order, ShareCaps caps,
                  int total) {
  Axis patterns = family_axis(items, order, &Item::pattern, caps.pattern, total);
  const Axis styles = family_axis(items, order, &Item::style, caps.style, total);
  if (styles.caps.size() == 1) return patterns;
  Axis axis{std::vector<int>(order.size()), {total}, {0}, styles.caps};
  std::map<std::pair<int, int>, int> number{{{0, 0}, 0}};
  for (std::size_t place = 0; place < order.size(); ++place) {
    const auto [known, fresh] =
        number.try_emplace({patterns.group[place], styles.group[place]}, static_cast<int>(axis.caps.size()));
    if (fresh) {
      axis.caps.push_back(patterns.caps[at(patterns.group[place])]);
      axis.family.push_back(styles.group[place]);
    }
    axis.group[place] = known->second;
  }
  return axis;
}

// Styles nest over patterns only where no pattern has two.
void check_styles(const std::vector<Item>& items) {
  std::map<int, int> style_of;
  for (const Item& item : items) {
    if (item.pattern == no_group) continue;
    const auto [known, fresh] = style_of.try_emplace(item.pattern, item.style);
    if (!fresh && known->second != item.style)
      throw UsageError(
          fmt::format("items to select of the pattern {} have the styles {} and {}: expected one",
                      item.pattern, known->second, item.style),
          Subject{"style", "one style for each pattern"});
  }
}

}  // namespace

Groups Families::groups_of(const Candidate& candidate) {
  const std::optional<Style> style = style_of(candidate.pattern);
  return {group_of(tlds_, tld_of(candidate.domain)),
          candidate.pattern.empty() ? no_group : group_of(patterns_, candidate.pattern),
          style ? static_cast<int>(*style) : no_group};
}

Demand with_surplus(Demand demand, int percent) {
  const auto more = [&](int count) {
    return static_cast<int>((static_cast<std::int64_t>(count) * (100 + percent) + 99) / 100);
  };
  return {more(demand.google), more(demand.microsoft)};
}

Terms terms_of(const ChoiceOptions& choice, Demand demand, std::optional<Cents> own_cap) {
  std::optional<Cents> cap = choice.max_price_cents;
  if (own_cap && (!cap || *own_cap < *cap)) cap = own_cap;
  return {demand, cap, choice.max_renewal_cents, choice.years};
}

ShareCaps caps_of(const ChoiceOptions& choice, Demand demand, std::size_t styles) {
  const auto cap = [&](int percent) {
    return percent >= 100 ? std::nullopt : std::optional(share_cap(percent, demand.total()));
  };
  return {cap(choice.tld_share), cap(choice.pattern_share),
          styles > 1 ? cap(choice.style_share) : std::nullopt};
}

Item item_of(const Candidate& candidate, std::size_t rank, Groups groups, const Terms& terms,
             const Fact* fact) {
  const ProviderSet usable_for = fact ? fact->usable_for : ProviderSet::both();
  return {candidate.score,
          fact ? cost_over(*fact, terms.years) : 0,
          static_cast<std::int64_t>(rank),
          usable_for & needed_providers(terms.demand),
          groups.tld,
          groups.pattern,
          groups.style};
}

int class_of(const Item& item) {
  if (!item.usable_for.has(Provider::microsoft)) return google_only;
  if (!item.usable_for.has(Provider::google)) return microsoft_only;
  return flexible;
}

Problem make_problem(const std::vector<Item>& items, std::vector<std::size_t> order, Demand demand,
                     ShareCaps caps) {
  Problem problem;
  problem.providers = provider_axis(items, order, demand);
  problem.patterns = pattern_axis(items, order, caps, demand.total());
  problem.tlds = family_axis(items, order, &Item::tld, caps.tld, demand.total());
  problem.items = std::move(order);
  return problem;
}

void check(const std::vector<Item>& items, Demand demand, ShareCaps caps) {
  if (demand.google < 0 || demand.microsoft < 0 ||
      demand.google > std::numeric_limits<int>::max() - demand.microsoft)
    throw UsageError(
        fmt::format("a demand of {} Google and {} Microsoft domains: expected 0 or more, 2^31 - 1 in all",
                    demand.google, demand.microsoft),
        Subject{"demand", "0 or more, 2^31 - 1 in all"});
  for (auto cap : {caps.tld, caps.pattern, caps.style})
    if (cap && *cap < 0)
      throw UsageError(fmt::format("a share cap of {} domains: expected 0 or more", *cap),
                       Subject{"caps", "0 or more"});
  for (const Item& item : items) {
    if (item.usable_for.empty())
      throw UsageError("an item to select is usable for no provider: expected google, microsoft or both",
                       Subject{"usable_for", "google, microsoft or both"});
    for (int group : {item.tld, item.pattern, item.style})
      if (group < no_group || group > max_group)
        throw UsageError(
            fmt::format("an item to select is in group {}: expected {} to {}", group, no_group, max_group),
            Subject{"group", fmt::format("{} to {}", no_group, max_group)});
  }
  if (caps.style) check_styles(items);
}

}  // namespace domainplan::selection
