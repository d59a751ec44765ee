#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "domainplan/account_domains.hpp"
#include "domainplan/error.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

DomainFilter filter_of(const po::variables_map& values) {
  DomainFilter filter;
  filter.plan = text(values, "plan").value_or("");
  filter.customer = text(values, "customer").value_or("");
  if (!filter.customer.empty() && filter.plan.empty())
    throw UsageError("--customer: pass --plan with the plan folder of the customer");
  filter.user = text(values, "user").value_or("");
  filter.state = text(values, "state").value_or("");
  if (text(values, "provider"))
    filter.provider = choice_or(values, "provider", {"google", "microsoft"}, 0) == 0 ? Provider::google
                                                                                     : Provider::microsoft;
  if (const auto days = number(values, "older-than")) filter.older_than = std::chrono::days(*days);
  if (const auto days = number(values, "renews-within")) filter.renews_within = std::chrono::days(*days);
  return filter;
}

// The API does not say which states there are, so those that the account's domains have are known, too.
void check_state(const po::variables_map& values, const AccountDomains& found) {
  std::vector<std::string> known(kDomainStates.begin(), kDomainStates.end());
  for (const std::string& state : found.states)
    if (std::find(known.begin(), known.end(), state) == known.end()) known.push_back(state);
  choice_or(values, "state", known, 0);
}

// For a person a day is enough of a time, and an amount is written as people write it.
Json record_of(const AccountDomain& domain, Format format) {
  const auto time = [&](const auto& moment) {
    return format == Format::text ? Json(date_of(moment)) : or_null(moment);
  };
  Json month;
  if (domain.month_cents)
    month = format == Format::text ? Json(money(*domain.month_cents, domain.currency))
                                   : Json(*domain.month_cents);
  return {{"domain", domain.domain},
          {"state", or_null(domain.state)},
          {"category", or_null(domain.category)},
          {"provider", domain.provider ? Json(name_of(*domain.provider)) : Json()},
          {"customer", or_null(domain.customer)},
          {"user", or_null(domain.user)},
          {"order", or_null(domain.order)},
          {"created_at", time(domain.created_at)},
          {"renews_at", time(domain.renews_at)},
          {format == Format::text ? "month" : "month_cents", month},
          {"waits_for", domain.waits_for}};
}

int run(const po::variables_map& values, const std::vector<std::string>&, Process& process) {
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::json);
  const DomainFilter filter = filter_of(values);
  ApiAccess access = api_access(values, process);
  Session& session = open_session(access, process);
  const AccountDomains found = account_domains(session, filter, std::chrono::system_clock::now());
  check_state(values, found);
  for (const Notice& warning : found.warnings) report_warning(warning, process.err);
  std::vector<Json> records;
  for (const AccountDomain& domain : found.domains) records.push_back(record_of(domain, format));
  print_records(process.out, format,
                {"domain", "state", "category", "provider", "customer", "user", "order", "created_at",
                 "renews_at", format == Format::text ? "month" : "month_cents", "waits_for"},
                records, "domains");
  if (!values["quiet"].as<bool>())
    process.err << fmt::format("{} {}\n", records.size(), records.size() == 1 ? "domain" : "domains");
  return kDone;
}

}  // namespace

Command domains_command() {
  Command command{.name = "domains",
                  .synopsis = "domains [options]",
                  .summary = "list the account's domains, their orders and open actions",
                  .about =
                      R"(Lists the domains of the account by name, inventory included. renews_at is the next
monthly renewal of the order's licences; month_cents is what the licences of the
domain cost then, at the prices of the account's newest orders. Both are empty where
nothing renews, as after a cancellation. waits_for names the open actions of the domain
or its order. Filters are combined: a domain must match all of them.

  domainplan domains --provider google --renews-within 7
  domainplan domains --plan plan --customer acme --format csv)",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 0,
                  .run = run,
                  .reader_gone = ReaderGone::end};
  auto add = command.options.add_options();
  add("plan", one("DIR"), "the domains of this plan's orders, with their customers");
  add("customer", one("CUSTOMER"), "the domains of this customer of the plan");
  add("user", one("USER"), "the domains of this user: an email or a usr_… id");
  add("state", one("STATE"), "domains in this state, such as active or action_required");
  add("provider", one("google|microsoft"), "domains that serve this provider");
  add("older-than", one("DAYS"), "domains that were added more than DAYS days ago");
  add("renews-within", one("DAYS"), "domains whose order renews in at most DAYS days");
  add_format_option(command.options, "default: text on a terminal, else json");
  add_api_options(command.options);
  return command;
}

}  // namespace domainplan::cli
