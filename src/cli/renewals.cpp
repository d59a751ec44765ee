#include "domainplan/renewals.hpp"

#include <fmt/format.h>

#include <ostream>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

// For a person a day and an amount are written as people write them.
Json record_of(const Renewal& row, bool as_text) {
  Json record = {
      {"kind", name_of(row.kind)},     {"renews_at", as_text ? Json(date_of(row.at)) : or_null(row.at)},
      {"order", or_null(row.order)},   {"user", or_null(row.user)},
      {"domain", or_null(row.domain)}, {"domains", row.domains}};
  if (as_text) {
    record["amount"] = row.cents ? money(*row.cents, row.currency) : "unknown";
  } else {
    record["amount_cents"] = row.cents ? Json(*row.cents) : Json();
    record["currency"] = or_null(row.currency);
  }
  record["assumed"] = as_text && !row.is_assumed ? Json() : Json(row.is_assumed);
  return record;
}

std::string totals_text(const Renewals& found) {
  std::string text;
  for (const auto& [currency, cents] : found.totals)
    text += fmt::format("{}{}", text.empty() ? "" : " + ", money(cents, currency));
  if (found.unknown > 0) text += fmt::format("{}{} unknown", text.empty() ? "" : ", ", found.unknown);
  return fmt::format("{} {}{}{}", found.rows.size(), found.rows.size() == 1 ? "renewal" : "renewals",
                     text.empty() ? "" : ": ", text);
}

int run(const po::variables_map& values, const std::vector<std::string>&, Process& process) {
  enum Choice { kText, kJson, kCsv, kCalendar };
  const int choice =
      choice_or(values, "format", {"text", "json", "csv", "ics"}, process.out_is_terminal ? kText : kJson);
  const std::chrono::days days(number_or(values, "days", 30));
  ApiAccess access = api_access(values, process);
  Session& session = open_session(access, process);
  const auto now = std::chrono::system_clock::now();
  const Renewals found = renewals(session, days, now);
  for (const Notice& warning : found.warnings) report_warning(warning, process.err);
  if (choice == kCalendar) {
    process.out << icalendar(found, now);
  } else {
    const bool as_text = choice == kText;
    std::vector<Json> records;
    for (const Renewal& row : found.rows) records.push_back(record_of(row, as_text));
    std::vector<std::string> columns = {"kind", "renews_at", "order", "user", "domain", "domains"};
    if (as_text)
      columns.insert(columns.end(), {"amount", "assumed"});
    else
      columns.insert(columns.end(), {"amount_cents", "currency", "assumed"});
    Json totals = Json::object();
    for (const auto& [currency, cents] : found.totals) totals[currency] = cents;
    print_records(process.out,
                  choice == kJson ? Format::json
                  : as_text       ? Format::text
                                  : Format::csv,
                  columns, records, "renewals", {{"totals_cents", totals}, {"unknown", found.unknown}});
  }
  if (!values["quiet"].as<bool>()) process.err << totals_text(found) << std::endl;
  return kDone;
}

}  // namespace

Command renewals_command() {
  Command command{
      .name = "renewals",
      .synopsis = "renewals [--days N] [options]",
      .summary = "list what renews when, and what it costs",
      .about =
          R"(Lists what renews in the next days: the licences of each order, monthly, at the prices
of the account's newest orders; and domains, a year after they were added. That date is
assumed, and the price is unknown, because the API gives neither. Cancelled orders and
domains are left out.

  domainplan renewals --days 7
  domainplan renewals --days 365 --format ics > renewals.ics)",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 0,
      .run = run,
      .reader_gone = ReaderGone::end};
  auto add = command.options.add_options();
  add("days", one("N"), "how far ahead, 0 to 3660 (default 30)");
  add("format", one("text|json|csv|ics"), "default: text on a terminal, else json; ics is an iCalendar file");
  add_api_options(command.options);
  return command;
}

}  // namespace domainplan::cli
