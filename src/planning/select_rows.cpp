#include "domainplan/select_rows.hpp"

#include <algorithm>
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

NoSelection why_none(const std::vector<Item>& items, Demand demand, ShareCaps caps) {
  return {missing(items, demand, caps), items.size(), missing(items, demand, {}).total() == 0};
}

}  // namespace

std::variant<RowSelection, NoSelection> select_rows(const std::vector<CheckedCandidate>& rows, Demand demand,
                                                    const ChoiceOptions& choice) {
  const Terms terms{demand, choice.max_price_cents, choice.max_renewal_cents, choice.years};
  const std::vector<Item> items = eligible_items(rows, terms, choice.currency);
  const ShareCaps caps = selection::caps_of(choice, demand, count_styles(rows));
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
