#include "domainplan/select_rows.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "planning/market.hpp"
#include "planning/selection_problem.hpp"

namespace domainplan {
namespace {

std::size_t count_styles(const std::vector<CheckedCandidate>& rows) {
  std::set<Style> styles;
  for (const CheckedCandidate& one : rows)
    if (const auto style = style_of(one.candidate.pattern)) styles.insert(*style);
  return styles.size();
}

// An item's rank is the row's index.
std::vector<Item> eligible_items(const std::vector<CheckedCandidate>& rows, const Terms& terms,
                                 const std::string& currency) {
  std::vector<Item> items;
  selection::Families families;
  for (std::size_t rank = 0; rank < rows.size(); ++rank) {
    const auto& [candidate, row] = rows[rank];
    const Fact fact = fact_of(row, currency);
    if (judge(fact, terms) == Verdict::eligible)
      items.push_back(selection::item_of(candidate, rank, families.groups_of(candidate), terms, &fact));
  }
  return items;
}

// The fewest of `items`, by falling score, that hold a selection of `target`; all where none do.
std::vector<Item> taken_for(const std::vector<Item>& items, Demand target, ShareCaps caps) {
  std::vector<std::size_t> best_first(items.size());
  std::iota(best_first.begin(), best_first.end(), std::size_t{0});
  std::stable_sort(best_first.begin(), best_first.end(),
                   [&](std::size_t a, std::size_t b) { return items[a].score > items[b].score; });
  std::vector<Item> taken;
  for (auto lacking = static_cast<std::size_t>(missing(taken, target, caps).total());
       lacking > 0 && taken.size() < items.size();
       lacking = static_cast<std::size_t>(missing(taken, target, caps).total()))
    for (const std::size_t end = std::min(taken.size() + lacking, items.size()); taken.size() < end;)
      taken.push_back(items[best_first[taken.size()]]);
  std::sort(taken.begin(), taken.end(), [](const Item& a, const Item& b) { return a.rank < b.rank; });
  return taken;
}

NoSelection why_none(const std::vector<Item>& items, Demand demand, ShareCaps caps) {
  return {missing(items, demand, caps), items.size(), missing(items, demand, {}).total() == 0};
}

}  // namespace

std::variant<RowSelection, NoSelection> select_rows(const std::vector<CheckedCandidate>& rows, Demand demand,
                                                    const ChoiceOptions& choice, std::optional<int> surplus) {
  const Terms terms = selection::terms_of(choice, demand);
  std::vector<Item> items = eligible_items(rows, terms, choice.currency);
  const ShareCaps caps = selection::caps_of(choice, demand, count_styles(rows));
  if (surplus) items = taken_for(items, selection::with_surplus(demand, *surplus), caps);
  const auto best = select(items, demand, caps, choice.prefer);
  if (!best) return why_none(items, demand, caps);
  RowSelection selection;
  selection.gap = best->gap;
  for (const Chosen& one : best->chosen) {
    const auto row = static_cast<std::size_t>(items[one.item].rank);
    selection.lines.push_back({row, one.provider});
    selection.cost_cents += rows[row].row.price_cents.value_or(0);
    selection.renewal_cents += rows[row].row.renewal_price_cents.value_or(0);
    selection.score += rows[row].candidate.score;
  }
  return selection;
}

}  // namespace domainplan
