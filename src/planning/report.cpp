#include "planning/report.hpp"

#include <fmt/format.h>

#include "io/csv_writer.hpp"
#include "store/order_json.hpp"

namespace domainplan {
namespace {

void add_price(CsvRow& row, Cents price) {
  if (price == Fact::kNoPrice)
    row.empty();
  else
    row.number(price);
}

std::string plan_row(const Draw& draw, const Draw::OrderLine& line, const std::string& currency) {
  CsvRow row;
  row.text(draw.customer().key).text(line.domain).text(name_of(line.provider));
  if (!line.rank) return row.text("owned").empty().empty().empty().empty().empty().end();
  const Candidate& candidate = draw.name(*line.rank);
  row.text("registrar");
  add_price(row, draw.fact(*line.rank).price_cents);
  add_price(row, draw.fact(*line.rank).renewal_price_cents);
  return row.text(currency).number(candidate.score).text(candidate.pattern).end();
}

std::string candidate_row(const Draw& draw, std::size_t rank, Verdict verdict) {
  const Candidate& candidate = draw.name(rank);
  const Fact& fact = draw.fact(rank);
  CsvRow row;
  row.text(draw.customer().key).text(candidate.domain).number(candidate.score).text(candidate.pattern);
  row.text(name_of(verdict));
  add_price(row, fact.price_cents);
  add_price(row, fact.renewal_price_cents);
  return row.text(fact.usable_for.text()).end();
}

// "3 Google and 1 Microsoft"
std::string counted(Demand demand) {
  if (demand.microsoft == 0) return fmt::format("{} Google", demand.google);
  if (demand.google == 0) return fmt::format("{} Microsoft", demand.microsoft);
  return fmt::format("{} Google and {} Microsoft", demand.google, demand.microsoft);
}

constexpr std::string_view reason_name(Draw::Shortfall shortfall) {
  switch (shortfall) {
    case Draw::Shortfall::max_checks:
      return "max_checks";
    case Draw::Shortfall::shares:
      return "shares";
    case Draw::Shortfall::not_enough:
      break;
  }
  return "not_enough";
}

// What stood in the way, and what would help.
std::string shortfall_message(const Draw& draw, const Report& report, const ChoiceOptions& choice) {
  const auto count = [&](Verdict verdict) { return report.verdicts[static_cast<std::size_t>(verdict)]; };
  std::string message =
      fmt::format("needs {} domains; {} missing after {} candidates",
                  counted(draw.customer().bundle.required), counted(draw.shortage()), report.candidates);
  std::string tally;
  for (std::size_t i = 0; i < kVerdicts; ++i)
    if (report.verdicts[i] > 0)
      tally += fmt::format("{}{} {}", tally.empty() ? "" : ", ", report.verdicts[i],
                           name_of(static_cast<Verdict>(i)));
  if (!tally.empty()) message += fmt::format(" ({})", tally);

  std::string help;
  const auto suggest = [&](std::string_view what) {
    help += fmt::format("{}{}", help.empty() ? "" : ", ", what);
  };
  switch (draw.shortfall()) {
    case Draw::Shortfall::shares:
      if (choice.pattern_share < 100) suggest("a higher --pattern-share");
      if (choice.tld_share < 100) suggest("a higher --tld-share");
      suggest("more TLDs (--tlds)");
      break;
    case Draw::Shortfall::max_checks:
      suggest("a higher --max-checks");
      break;
    case Draw::Shortfall::not_enough:
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

Report report_on(const Draw& draw, const ChoiceOptions& choice) {
  Report report;
  report.place = draw.place();
  report.customer = draw.customer().key;
  report.candidates = draw.length();
  report.gap = draw.gap();

  std::vector<std::string> domains;
  std::vector<Verdict> verdicts(draw.length());
  for (std::size_t rank = 0; rank < draw.length(); ++rank) verdicts[rank] = draw.verdict(rank);
  for (const Draw::OrderLine& line : draw.order()) {
    domains.emplace_back(line.domain);
    report.plan_rows += plan_row(draw, line, choice.currency);
    if (!line.rank) continue;
    verdicts[*line.rank] = Verdict::selected;
    const Fact& fact = draw.fact(*line.rank);
    report.cost_cents += fact.price_cents;
    report.renewal_cents += std::max<Cents>(fact.renewal_price_cents, 0);
  }
  if (draw.planned()) report.order = order_json(draw.customer(), domains);

  std::size_t checked = 0, available = 0;
  for (std::size_t rank = 0; rank < draw.length(); ++rank) {
    ++report.verdicts[static_cast<std::size_t>(verdicts[rank])];
    report.candidate_rows += candidate_row(draw, rank, verdicts[rank]);
    const Verdict said = draw.fact(rank).said;
    checked += said != Verdict::not_recorded;
    available += said == Verdict::eligible || said == Verdict::wrong_currency;
  }
  if (!draw.planned()) {
    report.shortfall_row = CsvRow()
                               .text(report.customer)
                               .text(reason_name(draw.shortfall()))
                               .number(draw.shortage().google)
                               .number(draw.shortage().microsoft)
                               .number(report.candidates)
                               .number(checked)
                               .number(available)
                               .number(report.verdicts[static_cast<std::size_t>(Verdict::eligible)])
                               .text(shortfall_message(draw, report, choice))
                               .end();
  }
  return report;
}

std::string skipped_row(const SkippedCustomer& skipped) {
  CsvRow row;
  row.text(skipped.key).text("bad_row");
  for (int column = 0; column < 6; ++column) row.number(0);
  return row.text(skipped.message).end();
}

}  // namespace domainplan
