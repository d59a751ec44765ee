#include "domainplan/ledger.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <filesystem>
#include <map>
#include <ostream>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/ledger_access.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/plan_lock.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string time_text(LedgerTime time) {
  return fmt::format(
      "{:%Y-%m-%dT%H:%M:%SZ}",
      fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::time_point(time))));
}

// What the orders come to.
int show_spending(Ledger& ledger, const std::string& by, SpendingBy kind, Format format, Process& process) {
  std::vector<std::string> columns = {by, "orders", "domains", "cost_cents", "currency"};
  if (format == Format::text) columns = {by, "orders", "domains", "cost"};
  RecordWriter writer(process.out, format, columns, "spending");
  const std::vector<LedgerTotal> all = ledger.spending(kind);
  for (const LedgerTotal& one : all) {
    Json row = {{by, one.of}, {"orders", one.orders}, {"domains", one.domains}};
    if (format == Format::text) {
      row["cost"] = money(one.cost_cents, escaped(one.currency));
    } else {
      row["cost_cents"] = one.cost_cents;
      row["currency"] = one.currency;
    }
    writer.add(row);
  }
  writer.finish({{"count", all.size()}});
  return kDone;
}

// Which plans have names.
int show_plans(Ledger& ledger, Format format, Process& process) {
  struct Plan {
    std::string folder, host;
    std::size_t domains = 0;
    LedgerTime expires_at{};
  };
  std::map<std::string, Plan> plans;
  for (const Reservation& one : ledger.reservations()) {
    Plan& plan = plans[one.plan];
    plan.folder = one.folder;
    plan.host = one.host;
    ++plan.domains;
    plan.expires_at = std::max(plan.expires_at, one.expires_at);
  }
  RecordWriter writer(process.out, format, {"plan", "folder", "host", "domains", "expires_at"}, "plans");
  for (const auto& [id, plan] : plans)
    writer.add({{"plan", id},
                {"folder", escaped(plan.folder)},
                {"host", escaped(plan.host)},
                {"domains", plan.domains},
                {"expires_at", time_text(plan.expires_at)}});
  writer.finish({{"count", plans.size()}});
  return kDone;
}

SpendingBy spending_by(const po::variables_map& values) {
  return static_cast<SpendingBy>(choice_or(values, "by", {"month", "customer", "tld", "provider"}, 0));
}

int show(Ledger& ledger, const po::variables_map& values, Format format, Process& process) {
  const std::optional<std::string> by = text(values, "by");
  if (!by) return show_plans(ledger, format, process);
  return show_spending(ledger, *by, spending_by(values), format, process);
}

bool is_folder(const std::string& path) {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

// Whether the plan is the one in the folder, as far as that can be read.
bool may_hold(const std::string& folder, const std::string& plan) {
  try {
    return plan_in_ledger(folder) == plan;
  } catch (const RunError&) {
    return true;
  }
}

// The plans that `named` stands for: those that were made in that folder, which may be gone or hold another
// plan now, or the plan of that id.
std::vector<std::string> plans_named(Ledger& ledger, const std::string& named) {
  std::vector<std::string> plans = plans_of_folder(ledger, named);
  if (plans.empty() && !ledger.reservations(named).empty()) plans.push_back(named);
  if (plans.empty())
    throw UsageError(fmt::format("{} is not the folder or id of a plan with reserved domains: ledger show "
                                 "lists the plans that have some",
                                 in_quotes(named, 300)),
                     named);
  return plans;
}

int release(Ledger& ledger, const std::vector<std::string>& arguments, Format format, Process& process) {
  const std::string& named = arguments[1];
  std::optional<PlanLock> lock;
  if (is_folder(named)) lock.emplace(named);  // nobody is planning in it
  RecordWriter writer(process.out, format, {"plan", "folder", "domains"}, "plans");
  std::size_t count = 0, names = 0;
  for (const std::string& plan : plans_named(ledger, named)) {
    const std::vector<Reservation> held = ledger.reservations(plan);
    const std::string folder = held.empty() ? "" : held.front().folder;
    std::optional<PlanLock> its_lock;
    if (!lock && is_folder(folder) && may_hold(folder, plan)) its_lock.emplace(folder);
    const std::size_t released = ledger.release(plan);
    writer.add({{"plan", plan}, {"folder", or_null(escaped(folder))}, {"domains", released}});
    names += released;
    ++count;
  }
  writer.finish({{"count", count}});
  process.err << fmt::format("{} domain{} released\n", names, names == 1 ? "" : "s");
  return kDone;
}

// Everything: reservations, then orders. They have different members, so there is no table of them.
int export_all(Ledger& ledger, Format format, Process& process) {
  RecordWriter writer(process.out, format, {}, "entries");
  std::size_t count = 0;
  const auto add = [&](const Json& entry) {
    writer.add(entry);
    ++count;
  };
  for (const Reservation& one : ledger.reservations())
    add({{"type", "reservation"},
         {"domain", one.domain},
         {"plan", one.plan},
         {"customer", one.customer},
         {"folder", one.folder},
         {"host", one.host},
         {"reserved_at", time_text(one.reserved_at)},
         {"expires_at", time_text(one.expires_at)}});
  for (const LedgerOrder& order : ledger.orders()) {
    Json domains = Json::array();
    for (const LedgerOrderDomain& one : order.domains)
      domains.push_back({{"domain", one.domain},
                         {"provider", or_null(one.provider)},
                         {"price_cents", one.price_cents},
                         {"renewal_price_cents", one.renewal_cents}});
    add({{"type", "order"},
         {"order_id", order.id},
         {"plan", or_null(order.plan)},
         {"customer", or_null(order.customer)},
         {"user", or_null(order.user)},
         {"status", or_null(order.status)},
         {"placed_at", time_text(order.placed_at)},
         {"cost_cents", order.cost_cents},
         {"currency", or_null(order.currency)},
         {"domains", std::move(domains)}});
  }
  writer.finish({{"count", count}});
  return kDone;
}

int sync(Ledger& ledger, Session& session, Format format, Process& process) {
  const LedgerSync found = sync_ledger(ledger, session);
  for (const Notice& warning : found.warnings) report_warning(warning, process.err);
  RecordWriter writer(process.out, format, {"resource", "found", "new"}, "resources");
  writer.add({{"resource", "orders"}, {"found", found.orders}, {"new", found.new_orders}});
  for (const auto& [resource, rows] : {std::pair("domains", found.domains), std::pair("users", found.users),
                                       std::pair("swaps", found.swaps)})
    writer.add({{"resource", resource}, {"found", rows}, {"new", nullptr}});
  writer.finish({{"count", 4}});
  process.err << fmt::format("{} orders ({} new), {} domains, {} users and {} swaps at the vendor\n",
                             found.orders, found.new_orders, found.domains, found.users, found.swaps);
  return kDone;
}

constexpr const char* kActions = "show, sync, release or export";

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  if (arguments.empty()) throw UsageError(fmt::format("ledger: missing subcommand: {}", kActions));
  const std::string& action = arguments.front();
  const std::vector<std::string> known = {"show", "sync", "release", "export"};
  if (std::find(known.begin(), known.end(), action) == known.end()) {
    Nearest nearest(action);
    for (const std::string& one : known) nearest.consider(one);
    throw UsageError(fmt::format("ledger: unknown subcommand {}{}; use {}", in_quotes(action),
                                 nearest.question(), kActions),
                     Subject{action, std::string(kActions)});
  }
  Format format = Format::json;
  throw_all_of({[&] {
                  if (action != "release") return;
                  if (arguments.size() < 2)
                    throw UsageError("ledger release: missing argument: the plan's folder or id");
                  if (arguments[1].empty())
                    throw UsageError("ledger release: the plan's folder or id is empty");
                },
                [&] {
                  if (arguments.size() > 1 && action != "release")
                    throw UsageError(
                        fmt::format("ledger {}: unexpected argument {}", action, in_quotes(arguments[1])));
                },
                [&] {
                  if (text(values, "by") && action != "show")
                    throw UsageError("--by is for ledger show", "--by");
                },
                [&] {
                  const bool is_export = action == "export";
                  format = format_of(values, is_export                 ? Format::ndjson
                                             : process.out_is_terminal ? Format::text
                                                                       : Format::json);
                  if (is_export && format != Format::ndjson && format != Format::json)
                    throw UsageError(fmt::format("--format: ledger export writes ndjson or json, not {}",
                                                 *text(values, "format")),
                                     Subject{"--format", "ndjson or json"});
                }});
  ApiAccess access = api_access(values, process);
  const std::unique_ptr<Ledger> ledger = open_ledger(access, process);
  if (!ledger) throw UsageError("there is no ledger here: name one with --ledger");
  if (action == "show") return show(*ledger, values, format, process);
  if (action == "release") return release(*ledger, arguments, format, process);
  if (action == "export") return export_all(*ledger, format, process);
  return sync(*ledger, open_session(access, process), format, process);
}

}  // namespace

Command ledger_command() {
  Command command{
      .name = "ledger",
      .synopsis =
          "ledger show [--by month|customer|tld|provider] | sync | release DIR|PLAN | export [options]",
      .summary = "show reserved domains, orders and spending across all plans",
      .about =
          R"(The ledger holds what the vendor cannot know: the domains that plans have reserved,
which plan placed which order, and the calls of the last minute of all processes that use
the key.

show: the plans that have reserved domains; with --by, the totals of live orders.
sync: reads the vendor's orders and domains, so that orders placed elsewhere count.
release: releases the domains that a plan has reserved. Name the plan by its folder, even
if that is gone, or by the id that show prints.
export: reservations and orders, one JSON object per line; with --format json, one
document.

  domainplan ledger show --by month
  domainplan ledger release plan-monday)",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 2,
      .run = run,
      .subcommands = {"show", "sync", "release", "export"}};
  auto add = command.options.add_options();
  add("by", one("month|customer|tld|provider"), "show: the totals of live orders by one of these");
  add_format_option(command.options, "default: text on a terminal, else json; export: ndjson");
  add_api_options(command.options);
  return command;
}

}  // namespace domainplan::cli
