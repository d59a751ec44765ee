#include "cli/submit_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ostream>

#include "cli/change.hpp"
#include "cli/color.hpp"
#include "cli/error_output.hpp"
#include "cli/submit_words.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostHeldShown = 20;  // in a preview

std::string in_words(SubmitState state) { return domainplan::in_words(name_of(state)); }

std::string count_of(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string message_of(const SubmitResult& result) {
  return words_of(result) + advice(result.remedy, result.customer, "submit");
}

Json or_null(const std::optional<Cents>& cents) { return cents ? Json(*cents) : Json(); }

Json record_of(const SubmitResult& result) {
  return {{"customer", result.customer},
          {"state", std::string(name_of(result.state))},
          {"order_id", result.order_id.empty() ? Json() : Json(result.order_id)},
          {"domains", result.domains},
          {"price_cents", result.price_cents},
          {"total_cents", or_null(result.total_cents)},
          {"currency", result.currency},
          {"message", message_of(result)},
          {"renewal_cents", result.renewal_cents},
          {"licence_cents", or_null(result.licence_cents)}};
}

// The same for a person: amounts as people write them.
Json row_of(const SubmitResult& result) {
  return {{"customer", result.customer},
          {"state", in_words(result.state)},
          {"order", result.order_id},
          {"domains", result.domains},
          {"planned", money(result.price_cents, result.currency)},
          {"total", result.total_cents ? money(*result.total_cents, result.currency) : ""},
          {"message", message_of(result)}};
}

// A table without the columns that are empty for all.
void print_table_of(const std::vector<SubmitResult>& results, std::ostream& out) {
  const auto any = [&](auto has) { return std::any_of(results.begin(), results.end(), has); };
  std::vector<std::string> columns = {"customer", "state"};
  if (any([](const SubmitResult& result) { return !result.order_id.empty(); })) columns.emplace_back("order");
  for (const char* column : {"domains", "planned"}) columns.emplace_back(column);
  if (any([](const SubmitResult& result) { return result.total_cents.has_value(); }))
    columns.emplace_back("total");
  if (any([](const SubmitResult& result) { return result.reason.is_set(); })) columns.emplace_back("message");
  RecordWriter writer(out, Format::text, columns);
  for (const SubmitResult& result : results) writer.add(row_of(result));
  writer.finish();
}

// What an order costs, as far as it may have been sent; in a dry run, what it would cost.
std::optional<Cents> cost_of(const SubmitResult& result, bool is_dry_run) {
  switch (result.state) {
    case SubmitState::placed:
    case SubmitState::placed_before:
    case SubmitState::receipt_mismatch:
    case SubmitState::outcome_unknown:
      return std::max(result.price_cents, result.total_cents.value_or(0));
    case SubmitState::not_sent:
      return is_dry_run ? std::optional(result.price_cents) : std::nullopt;
    default:
      return std::nullopt;
  }
}

// "25 orders: 24 placed, 1 refused", by state in the order of an order's life.
std::string summary_of(const std::vector<SubmitResult>& results, std::ostream& err) {
  std::map<SubmitState, std::size_t> counts;
  for (const SubmitResult& result : results) ++counts[result.state];
  std::string text;
  for (const auto& [state, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count,
                        colored(err, in_words(state), in_words(state)));
  return fmt::format("{}: {}\n", count_of(results.size(), "order", "orders"), text);
}

std::string cost_lines(const std::string& currency, const SubmitPreview::Cost& cost) {
  std::string parts;
  for (const auto& [price, count] : cost.domains)
    parts += fmt::format("{}{} x {}", parts.empty() ? "" : " + ", count, money(price, currency));
  const std::string domains =
      parts.empty() ? "none to register"
                    : fmt::format("{} = {} for the first year, {} for each year after it", parts,
                                  money(cost.first_year, currency), money(cost.renewals, currency));
  return fmt::format("  domains: {}\n  licences: {}\n", domains,
                     cost.licences ? money(*cost.licences, currency) + " a month" : "unknown");
}

std::string limit_line(const SubmitPreview& preview, const std::string& currency) {
  std::string text;
  if (preview.max_spend_cents)
    text += fmt::format("  limit: {}, of which {} is already committed\n",
                        money(*preview.max_spend_cents, currency), money(preview.counted_cents, currency));
  if (preview.max_month_cents)
    text += fmt::format("  limit of the month: {}, of which {} are spent or set aside\n",
                        money(*preview.max_month_cents, currency), money(preview.month_cents, currency));
  if (preview.limit) text += fmt::format("  limit: {}\n", count_of(*preview.limit, "order", "orders"));
  return text;
}

}  // namespace

std::string preview_text(const SubmitPreview& preview) {
  std::string text =
      preview.is_again ? "The first receipt shows more than was confirmed. The remaining orders:\n" : "";
  text += fmt::format("{}, {} domains to register\n", count_of(preview.orders, "order", "orders"),
                      preview.domains);
  for (const auto& [currency, cost] : preview.costs) text += cost_lines(currency, cost);
  text += limit_line(preview, preview.costs.empty() ? preview.currency : preview.costs.begin()->first);
  if (!preview.account.empty())
    text += fmt::format("  account: {}{}\n", escaped(preview.account),
                        preview.binds_account ? ", to which the plan belongs from now on" : "");
  if (preview.calls > 0)
    text += fmt::format(
        "  calls: about {}, {}\n", preview.calls,
        preview.minutes == 0 ? "less than a minute" : count_of(preview.minutes, "minute", "minutes"));
  if (!preview.held.empty())
    text += fmt::format("{} not sent:\n", count_of(preview.held.size(), "order is", "orders are"));
  for (std::size_t i = 0; i < std::min(preview.held.size(), kMostHeldShown); ++i)
    text += fmt::format("  {}: {}: {}\n", preview.held[i].customer, in_words(preview.held[i].state),
                        message_of(preview.held[i]));
  if (preview.held.size() > kMostHeldShown)
    text += fmt::format("  and {} more\n", preview.held.size() - kMostHeldShown);
  return text;
}

std::string wait_text(const SubmitWait& wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait.duration).count();
  if (wait.reason == SubmitWait::Reason::account_lock)
    return fmt::format("waiting up to {} minutes: {} is sending orders of this account", seconds / 60,
                       wait.holder);
  return fmt::format("the answer to {}'s order was lost; looking it up in {} s", wait.customer, seconds);
}

std::string increase_text(const PriceIncrease& increase) {
  return fmt::format(
      "{}: {}\n"
      "  planned    {}, renewals {}\n"
      "  new order  {}, renewals {}",
      increase.customer, words_of(increase.reason), money(increase.agreed_cents, increase.agreed_currency),
      money(increase.agreed_renewal_cents, increase.agreed_currency),
      money(increase.new_cents, increase.new_currency),
      money(increase.new_renewal_cents, increase.new_currency));
}

SubmitPrinter::SubmitPrinter(Process& process, Format format, bool quiet, bool is_dry_run, bool live)
    : process_(process),
      format_(format),
      quiet_(quiet),
      is_dry_run_(is_dry_run),
      line_(std::in_place, process.err, live) {}

SubmitPrinter::~SubmitPrinter() {
  try {
    print();
  } catch (const std::exception&) {
    mark_failed(process_.out);
  }
}

void SubmitPrinter::print() {
  line_.reset();
  if (results_.empty() && std::uncaught_exceptions() > 0) return;
  if (format_ == Format::text) {
    print_table_of(results_, process_.out);
  } else {
    RecordWriter writer(process_.out, format_,
                        {"customer", "state", "order_id", "domains", "price_cents", "total_cents", "currency",
                         "message", "renewal_cents", "licence_cents"},
                        "orders");
    Json states = Json::object();
    std::map<std::string, Cents> costs;
    for (const SubmitResult& result : results_) {
      Json& count = states[std::string(name_of(result.state))];
      count = count.is_null() ? 1 : count.get<std::int64_t>() + 1;
      if (const auto cents = cost_of(result, is_dry_run_)) costs[result.currency] += *cents;
      writer.add(record_of(result));
    }
    // A sum of two currencies means nothing.
    const bool is_one = costs.size() == 1;
    writer.finish({{"states", states},
                   {"cost_cents", is_one          ? Json(costs.begin()->second)
                                  : costs.empty() ? Json(0)
                                                  : Json()},
                   {"currency", is_one ? Json(costs.begin()->first) : Json()}});
  }
  if (!quiet_ && !is_dry_run_) process_.err << summary_of(results_, process_.err) << std::flush;
}

void SubmitPrinter::begins(std::size_t orders) {
  if (orders > 0) line_->show(std::vector{fmt::format("sending {}", count_of(orders, "order", "orders"))});
}

void SubmitPrinter::progress(const SubmitResult& result, std::size_t settled, std::size_t total) {
  line_->show({fmt::format("{} of {} orders", settled, total),
               fmt::format("{}: {}", escaped(result.customer), in_words(result.state))});
}

void SubmitPrinter::checking_urls(std::size_t checked, std::size_t total) {
  line_->show(std::vector{fmt::format("{} of {} checked", checked, count_of(total, "URL", "URLs"))});
}

bool SubmitPrinter::ask(const std::string& question) {
  const bool yes = says_yes(process_, question);
  line_->line_ended();
  return yes;
}

void SubmitPrinter::note(const std::string& line) { process_.err << line << "\n" << std::flush; }

int SubmitPrinter::exit_code() const {
  return std::any_of(results_.begin(), results_.end(),
                     [](const SubmitResult& result) { return needs_person(result); })
             ? kShort
             : kDone;
}

}  // namespace domainplan::cli
