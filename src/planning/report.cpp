#include "planning/report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "planning/pinned.hpp"
#include "planning/shortfall_help.hpp"
#include "store/order_json.hpp"
#include "store/plan_folder.hpp"

namespace domainplan {
namespace {

std::optional<Cents> known(Cents price) {
  return price == Fact::kNoPrice ? std::nullopt : std::optional(price);
}

PlannedDomain planned(const CustomerResult& result, const CustomerResult::OrderRow& line,
                      const std::string& currency) {
  PlannedDomain domain;
  domain.customer = result.customer->key;
  domain.domain = line.domain;
  domain.provider = line.provider;
  if (!line.rank) {
    const std::vector<OwnedDomain>& owned = result.customer->owned;
    const bool is_inventory = std::any_of(owned.begin(), owned.end(), [&](const OwnedDomain& one) {
      return one.is_inventory && one.domain == line.domain;
    });
    domain.source = is_inventory ? Source::inventory : Source::owned;
    return domain;
  }
  domain.source = Source::registrar;
  const auto& [candidate, fact, verdict] = result.candidates[*line.rank];
  domain.price_cents = known(fact->price_cents);
  domain.renewal_price_cents = known(fact->renewal_price_cents);
  domain.currency = currency;
  domain.score = candidate->score;
  domain.pattern = candidate->pattern;
  return domain;
}

std::vector<PlannedDomain> domains_of(const CustomerResult& result, const std::string& currency) {
  std::vector<PlannedDomain> domains;
  for (const auto& line : result.order) domains.push_back(planned(result, line, currency));
  return domains;
}

std::string body_of(const CustomerResult& result) {
  std::vector<std::string> domains;
  for (const auto& line : result.order) domains.emplace_back(line.domain);
  return order_json(*result.customer, domains);
}

// One row is used for all: a large plan has millions, and its texts keep their room.
template <class Visit>
void each_candidate_row(const CustomerResult& result, Visit visit) {
  CandidateRow row;
  row.customer = result.customer->key;
  for (const auto& [candidate, fact, verdict] : result.candidates) {
    row.domain = candidate->domain;
    row.score = candidate->score;
    row.pattern = candidate->pattern;
    row.verdict = verdict;
    row.price_cents = known(fact->price_cents);
    row.renewal_price_cents = known(fact->renewal_price_cents);
    row.usable_for = fact->usable_for;
    visit(row);
  }
}

// "3 Google and 1 Microsoft"
std::string counted(Demand demand) {
  if (demand.microsoft == 0) return fmt::format("{} Google", demand.google);
  if (demand.google == 0) return fmt::format("{} Microsoft", demand.microsoft);
  return fmt::format("{} Google and {} Microsoft", demand.google, demand.microsoft);
}

constexpr ShortfallReason reason_of(CustomerPlan::Shortfall shortfall) {
  switch (shortfall) {
    case CustomerPlan::Shortfall::max_checks:
      return ShortfallReason::max_checks;
    case CustomerPlan::Shortfall::shares:
      return ShortfallReason::shares;
    case CustomerPlan::Shortfall::not_enough:
      break;
  }
  return ShortfallReason::not_enough;
}

}  // namespace

std::string shortfall_message(const CustomerResult& result) {
  std::string message = fmt::format("needs {} domains; {} missing after {} candidates",
                                    counted(result.customer->bundle.required),
                                    counted(result.shortfall->missing), result.candidates.size());
  std::string tally;
  for (std::size_t i = 0; i < kVerdicts; ++i)
    if (result.verdicts[i] > 0)
      tally += fmt::format("{}{} {}", tally.empty() ? "" : ", ", result.verdicts[i],
                           in_words(name_of(static_cast<Verdict>(i))));
  if (!tally.empty()) message += fmt::format(" ({})", tally);

  const std::string& help = result.shortfall->help;
  return message + (help.empty() ? "; nothing that is known would help" : "; what would help: " + help);
}

CustomerResult result_of(const CustomerPlan& plan) {
  CustomerResult result;
  result.customer = &plan.customer();
  result.gap = plan.gap();
  for (std::size_t rank = 0; rank < plan.length(); ++rank)
    result.candidates.push_back({&plan.candidate(rank), &plan.fact(rank), plan.verdict(rank)});
  for (const CustomerPlan::OrderLine& line : plan.order()) {
    result.order.push_back({line.domain, line.provider, line.rank});
    if (line.rank) result.candidates[*line.rank].verdict = Verdict::selected;
  }
  for (const auto& one : result.candidates) ++result.verdicts[static_cast<std::size_t>(one.verdict)];
  if (plan.has_order()) return result;
  auto& shortfall = result.shortfall.emplace();
  shortfall.reason = plan.shortfall();
  shortfall.missing = plan.shortage();
  shortfall.help = help_text(plan);
  for (const auto& one : result.candidates) {
    shortfall.checked += one.fact->said != Verdict::not_recorded;
    shortfall.available += is_available(*one.fact);
  }
  return result;
}

store::CustomerRows rows_of(const CustomerResult& result, const std::string& currency) {
  store::CustomerRows rows{{result.customer->key, domains_of(result, currency)}, {}, body_of(result)};
  each_candidate_row(result, [&](const CandidateRow& row) { rows.candidates.push_back(row); });
  return rows;
}

void write_result(PlanFolder& folder, const CustomerResult& result, const PlanOptions& planned_with,
                  const std::string& options, std::size_t number) {
  const ChoiceOptions& choice = planned_with.choice;
  each_candidate_row(result, [&](const CandidateRow& row) { folder.add(row); });
  PinnedCustomer pinned = pinned_customer(*result.customer, options);
  pinned.options = number;
  if (const auto found = planned_with.rejected.find(result.customer->key);
      found != planned_with.rejected.end()) {
    pinned.rejected.assign(found->second.begin(), found->second.end());
    std::sort(pinned.rejected.begin(), pinned.rejected.end());
  }
  if (result.shortfall) {
    folder.add(ShortfallRow{
        result.customer->key, reason_of(result.shortfall->reason), result.shortfall->missing.google,
        result.shortfall->missing.microsoft, static_cast<std::int64_t>(result.candidates.size()),
        static_cast<std::int64_t>(result.shortfall->checked),
        static_cast<std::int64_t>(result.shortfall->available),
        static_cast<std::int64_t>(result.count(Verdict::eligible)), shortfall_message(result)});
    folder.add(std::move(pinned), "");
    return;
  }
  PinnedOrder& order = pinned.order.emplace();
  order.domains = domains_of(result, choice.currency);
  for (const PlannedDomain& domain : order.domains) {
    order.planned_cents += domain.price_cents.value_or(0);
    folder.add(domain);
  }
  folder.add(std::move(pinned), body_of(result));
}

void add_result(PlanSummary& summary, const CustomerResult& result) {
  ++(result.shortfall ? summary.short_of_domains : summary.planned);
  summary.candidates += result.candidates.size();
  for (const auto& line : result.order) {
    if (!line.rank) continue;
    const Fact& fact = *result.candidates[*line.rank].fact;
    summary.cost_cents += fact.price_cents;
    summary.renewal_cents += std::max<Cents>(fact.renewal_price_cents, 0);
  }
  for (std::size_t i = 0; i < kVerdicts; ++i) summary.verdicts[i] += result.verdicts[i];
  if (result.gap) summary.unproven.emplace(result.customer->key, *result.gap);
}

void write_skipped(PlanFolder& folder, const SkippedCustomer& skipped, PlanSummary& summary) {
  ShortfallRow row;
  row.customer = skipped.key;
  row.reason = skipped.reason;
  row.message = escaped(skipped.message);
  folder.add(row);
  folder.add(PinnedCustomer{skipped.key, 0, "", "", {}, {}}, "");
  ++summary.short_of_domains;
}

}  // namespace domainplan
