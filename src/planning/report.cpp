#include "planning/report.hpp"

#include <fmt/format.h>

#include "io/csv_writer.hpp"
#include "store/order_json.hpp"
#include "store/plan_folder.hpp"

namespace domainplan {
namespace {

void add_price(CsvRow& row, Cents price) {
  if (price == Fact::kNoPrice)
    row.empty();
  else
    row.number(price);
}

std::string plan_row(const CustomerResult& result, const CustomerResult::OrderRow& line,
                     const std::string& currency) {
  CsvRow row;
  row.text(result.customer->key).text(line.domain).text(name_of(line.provider));
  if (!line.rank) return row.text("owned").empty().empty().empty().empty().empty().end();
  const auto& [candidate, fact, verdict] = result.candidates[*line.rank];
  row.text("registrar");
  add_price(row, fact->price_cents);
  add_price(row, fact->renewal_price_cents);
  return row.text(currency).number(candidate->score).text(candidate->pattern).end();
}

std::string candidate_row(const CustomerResult& result, const CustomerResult::CandidateRow& one) {
  CsvRow row;
  row.text(result.customer->key).text(one.candidate->domain).number(one.candidate->score);
  row.text(one.candidate->pattern).text(name_of(one.verdict));
  add_price(row, one.fact->price_cents);
  add_price(row, one.fact->renewal_price_cents);
  return row.text(one.fact->usable_for.text()).end();
}

// "3 Google and 1 Microsoft"
std::string counted(Demand demand) {
  if (demand.microsoft == 0) return fmt::format("{} Google", demand.google);
  if (demand.google == 0) return fmt::format("{} Microsoft", demand.microsoft);
  return fmt::format("{} Google and {} Microsoft", demand.google, demand.microsoft);
}

constexpr std::string_view reason_name(CustomerPlan::Shortfall shortfall) {
  switch (shortfall) {
    case CustomerPlan::Shortfall::max_checks:
      return "max_checks";
    case CustomerPlan::Shortfall::shares:
      return "shares";
    case CustomerPlan::Shortfall::not_enough:
      break;
  }
  return "not_enough";
}

// What stood in the way, and what would help.
std::string shortfall_message(const CustomerResult& result, const ChoiceOptions& choice) {
  const auto count = [&](Verdict verdict) { return result.count(verdict); };
  std::string message = fmt::format("needs {} domains; {} missing after {} candidates",
                                    counted(result.customer->bundle.required),
                                    counted(result.shortfall->missing), result.candidates.size());
  std::string tally;
  for (std::size_t i = 0; i < kVerdicts; ++i)
    if (result.verdicts[i] > 0)
      tally += fmt::format("{}{} {}", tally.empty() ? "" : ", ", result.verdicts[i],
                           name_of(static_cast<Verdict>(i)));
  if (!tally.empty()) message += fmt::format(" ({})", tally);

  std::string help;
  const auto suggest = [&](std::string_view what) {
    help += fmt::format("{}{}", help.empty() ? "" : ", ", what);
  };
  switch (result.shortfall->reason) {
    case CustomerPlan::Shortfall::shares:
      if (choice.pattern_share < 100) suggest("a higher --pattern-share");
      if (choice.tld_share < 100) suggest("a higher --tld-share");
      suggest("more TLDs (--tlds)");
      break;
    case CustomerPlan::Shortfall::max_checks:
      suggest("a higher --max-checks");
      break;
    case CustomerPlan::Shortfall::not_enough:
      suggest("more TLDs (--tlds)");
      suggest("a stem or website in customers.csv");
      break;
  }
  if (count(Verdict::over_price) > 0) suggest("a higher price cap");
  if (count(Verdict::wrong_currency) > 0) suggest("another --currency");
  if (count(Verdict::not_recorded) > 0) suggest("a run without --replay");
  return fmt::format("{}; what would help: {}", message, help);
}

}  // namespace

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
  for (const auto& one : result.candidates) {
    const Verdict said = one.fact->said;
    shortfall.checked += said != Verdict::not_recorded;
    shortfall.available += said == Verdict::eligible || said == Verdict::wrong_currency;
  }
  return result;
}

void write_result(PlanFolder& folder, const CustomerResult& result, const ChoiceOptions& choice) {
  std::string rows;
  for (const auto& one : result.candidates) rows += candidate_row(result, one);
  folder.write_candidate_rows(rows);
  if (result.shortfall) {
    folder.write_shortfall_row(CsvRow()
                                   .text(result.customer->key)
                                   .text(reason_name(result.shortfall->reason))
                                   .number(result.shortfall->missing.google)
                                   .number(result.shortfall->missing.microsoft)
                                   .number(result.candidates.size())
                                   .number(result.shortfall->checked)
                                   .number(result.shortfall->available)
                                   .number(result.count(Verdict::eligible))
                                   .text(shortfall_message(result, choice))
                                   .end());
    return;
  }
  rows.clear();
  std::vector<std::string> domains;
  for (const auto& line : result.order) {
    domains.emplace_back(line.domain);
    rows += plan_row(result, line, choice.currency);
  }
  folder.write_plan_rows(rows);
  folder.write_order(result.customer->key, order_json(*result.customer, domains));
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

std::string skipped_row(const SkippedCustomer& skipped) {
  CsvRow row;
  row.text(skipped.key).text("bad_row");
  for (int column = 0; column < 6; ++column) row.number(0);
  return row.text(skipped.message).end();
}

}  // namespace domainplan
