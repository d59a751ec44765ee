#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <map>
#include <unordered_map>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/plan_report.hpp"
#include "io/file.hpp"
#include "report/call_chart.hpp"
#include "report/html.hpp"
#include "store/journal.hpp"
#include "store/paths.hpp"

namespace domainplan {
namespace {

using namespace report;

std::size_t sum_of(const PlanSummary& summary, std::initializer_list<Verdict> verdicts) {
  std::size_t sum = 0;
  for (const Verdict verdict : verdicts) sum += summary.verdicts[static_cast<std::size_t>(verdict)];
  return sum;
}

std::string step(std::string_view name, std::string_view id, std::size_t count, std::size_t all) {
  const double share = all > 0 ? 100.0 * static_cast<double>(count) / static_cast<double>(all) : 0;
  return fmt::format(
      "<tr><td>{}</td><td class=n id={}>{}</td><td><span class=bar "
      "style=\"width:{:.1f}%\"></span></td></tr>\n",
      name, id, grouped(count), share);
}

// From candidates to selected names.
std::string funnel(const PlanSummary& summary) {
  const std::size_t all = summary.candidates;
  const std::size_t unasked = sum_of(summary, {Verdict::avoided, Verdict::reserved, Verdict::not_recorded});
  const std::size_t available =
      sum_of(summary, {Verdict::selected, Verdict::eligible, Verdict::over_price, Verdict::wrong_provider,
                       Verdict::wrong_currency, Verdict::claimed});
  const std::size_t selected = sum_of(summary, {Verdict::selected});
  std::string rows = step("candidates", "candidates", all, all) +
                     step("answered by the API", "answered", all - unasked, all) +
                     step("available", "available", available, all) +
                     step("eligible", "eligible", selected + sum_of(summary, {Verdict::eligible}), all) +
                     step("selected", "selected", selected, all);
  std::string verdicts;
  for (std::size_t i = 0; i < kVerdicts; ++i)
    if (summary.verdicts[i] > 0)
      verdicts += fmt::format("{}{} {}", verdicts.empty() ? "" : ", ", grouped(summary.verdicts[i]),
                              in_words(kVerdictNames[i]));
  return fmt::format(
      "<h2>From candidates to selected names</h2>\n<table class=funnel>\n<tbody>\n{}</tbody>\n</table>\n"
      "<p class=soft>{}</p>\n",
      rows, html(verdicts));
}

struct Spent {
  std::size_t domains = 0;
  Cents price = 0, renewal = 0;
  void add(const PlannedDomain& domain) {
    ++domains;
    price += domain.price_cents.value_or(0);
    renewal += domain.renewal_price_cents.value_or(0);
  }
};
using SpentBy = std::map<std::string, Spent>;

std::string cost_table(std::string_view title, const SpentBy& spent, const std::string& currency) {
  std::string rows;
  Spent all;
  for (const auto& [name, one] : spent) {
    rows += fmt::format("<tr><td>{}</td>{}{}{}</tr>\n", html(name), number_cell(one.domains),
                        money_cell(one.price, currency), money_cell(one.renewal, currency));
    all.domains += one.domains;
    all.price += one.price;
    all.renewal += one.renewal;
  }
  return fmt::format(
      "<div>\n<h2>{}</h2>\n<table>\n<thead><tr><th><th class=n>domains<th class=n>first year<th class=n>each "
      "year "
      "after</thead>\n<tbody>\n{}</tbody>\n<tfoot><tr><td>all</td>{}{}{}</tr></tfoot>\n</table>\n</div>\n",
      title, rows, number_cell(all.domains), money_cell(all.price, currency),
      money_cell(all.renewal, currency));
}

std::string month_of(std::int64_t wall_ms, int months_later) {
  const std::time_t seconds = wall_ms / 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  const int month = utc.tm_year * 12 + utc.tm_mon + months_later;
  return fmt::format("{:04}-{:02}", 1900 + month / 12, month % 12 + 1);
}

// What falls due in which month: an order that was placed is paid then, and renews a year later.
std::string month_table(const StoredPlan& plan, const Sendings& sendings, const std::string& currency) {
  std::map<std::string, std::pair<Cents, Cents>> months;  // registrations and renewals
  for (const PlannedOrder& order : plan.orders) {
    const auto sent = sendings.find(order.customer);
    const bool is_placed = sent != sendings.end() && sent->second.state == Sending::State::placed;
    Spent spent;
    for (const PlannedDomain& domain : order.domains)
      if (domain.needs_registration()) spent.add(domain);
    const std::int64_t at = is_placed ? sent->second.first_sent.wall_ms : 0;
    months[is_placed ? month_of(at, 0) : "not ordered yet"].first += spent.price;
    months[is_placed ? month_of(at, 12) : "a year after the order"].second += spent.renewal;
  }
  std::string rows;
  for (const auto& [month, due] : months)
    rows += fmt::format("<tr><td>{}</td>{}{}</tr>\n", month, money_cell(due.first, currency),
                        money_cell(due.second, currency));
  return fmt::format(
      "<div>\n<h2>Cost by month</h2>\n<table>\n<thead><tr><th><th class=n>registrations<th "
      "class=n>renewals</thead>\n<tbody>\n{}</tbody>\n</table>\n</div>\n",
      rows);
}

std::string costs(const StoredPlan& plan, const Sendings& sendings, const std::string& currency) {
  SpentBy by_tld, by_provider;
  for (const PlannedOrder& order : plan.orders)
    for (const PlannedDomain& domain : order.domains) {
      if (!domain.needs_registration()) continue;
      by_tld[fmt::format(".{}", tld_of(domain.domain))].add(domain);
      by_provider[domain.provider == Provider::google ? "Google" : "Microsoft"].add(domain);
    }
  return fmt::format("<div class=columns>\n{}{}{}</div>\n", cost_table("Cost by TLD", by_tld, currency),
                     cost_table("Cost by provider", by_provider, currency),
                     month_table(plan, sendings, currency));
}

// How an order stands, by the journal of this folder.
std::string_view state_of(const Sendings& sendings, const std::string& customer) {
  const auto found = sendings.find(customer);
  if (found == sendings.end()) return "not sent";
  if (found->second.is_held()) return "receipt mismatch";
  switch (found->second.state) {
    case Sending::State::open:
      return "outcome unknown";
    case Sending::State::placed:
      return "placed";
    case Sending::State::refused:
      return "refused";
    case Sending::State::not_placed:
      return "not placed";
  }
  return "";
}

std::string domains_of(const PlannedOrder& order, Provider provider) {
  std::string names;
  for (const PlannedDomain& domain : order.domains)
    if (domain.provider == provider) names += (names.empty() ? "" : "<br>") + html(domain.domain);
  return names;
}

std::string orders_table(const StoredPlan& plan, const std::vector<CustomerExplanation>& customers,
                         const Sendings& sendings, const std::string& currency) {
  std::unordered_map<std::string, const PlannedOrder*> orders;
  for (const PlannedOrder& order : plan.orders) orders.emplace(order.customer, &order);
  std::string rows;
  for (const CustomerExplanation& one : customers) {
    const auto order = orders.find(one.customer);
    if (order == orders.end()) continue;
    rows += fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td>{}{}{}<td>{}</td><td>{}</td></tr>\n",
                        html(one.customer), html(one.brand), state_of(sendings, one.customer),
                        number_cell(order->second->domains.size()), money_cell(one.price_cents, currency),
                        money_cell(one.renewal_cents, currency), domains_of(*order->second, Provider::google),
                        domains_of(*order->second, Provider::microsoft));
  }
  return fmt::format(
      "<h2>Orders</h2>\n<p class=script><input type=search id=search placeholder=\"Search customers and "
      "domains\" aria-label=\"Search customers and domains\"> <span id=found role=status></span></p>\n"
      "<div class=wide>\n<table id=orders class=orders data-sorts>\n<colgroup><col style=\"width:12%\"><col "
      "style=\"width:16%\"><col style=\"width:9%\"><col style=\"width:8%\"><col style=\"width:11%\"><col "
      "style=\"width:11%\"><col><col></colgroup>\n<thead><tr><th>customer<th>brand<th>state<th "
      "class=n>domains<th class=n>first year<th class=n>renewal<th>for Google<th>for Microsoft</thead>\n"
      "<tbody>\n{}</tbody>\n</table>\n</div>\n<p class=script><button type=button id=all hidden>Show "
      "all</button></p>\n",
      rows);
}

std::string cure_text(const Cure& cure) {
  std::string text = text_of(cure);
  if (cure.is_proven) text += fmt::format(": the order costs {}", money(cure.price_cents, cure.currency));
  if (cure.checks > 0)
    text += fmt::format(": about {} more {} to check", grouped(static_cast<std::uint64_t>(cure.checks)),
                        cure.checks == 1 ? "name" : "names");
  return text;
}

std::string shortfalls(const std::vector<CustomerExplanation>& customers) {
  std::string rows;
  for (const CustomerExplanation& one : customers) {
    if (!one.shortfall) continue;
    std::string cures;
    for (const Cure& cure : one.cures) cures += (cures.empty() ? "" : "<br>") + html(cure_text(cure));
    if (cures.empty()) cures = "no single change is known to help";
    const auto missing = one.shortfall->google_missing + one.shortfall->microsoft_missing;
    rows += fmt::format("<tr><td>{}</td><td>{}</td><td class=state>{}</td>{}<td>{}</td></tr>\n",
                        html(one.customer), html(one.brand), name_of(one.shortfall->reason),
                        number_cell(static_cast<std::uint64_t>(missing)), cures);
  }
  if (rows.empty()) return {};
  return fmt::format(
      "<h2>Without an order</h2>\n<div class=wide>\n<table id=shortfalls>\n<thead><tr><th>customer<th>brand"
      "<th>reason<th class=n>missing<th>what would help</thead>\n<tbody>\n{}</tbody>\n</table>\n</div>\n",
      rows);
}

std::string why_held(const Sending& sending) {
  if (sending.is_held()) return "the receipt contradicts the order: " + sending.mismatch;
  if (sending.state == Sending::State::open) return "the answer was lost: the vendor may have the order";
  if (sending.state == Sending::State::refused) return "refused: " + sending.message;
  if (sending.state == Sending::State::not_placed) return "not placed: " + sending.message;
  return {};
}

// What is not placed and will not go by itself.
std::string held(const StoredPlan& plan, const Sendings& sendings) {
  std::string rows;
  const auto add = [&](const std::string& customer, const std::string& reason) {
    if (!reason.empty())
      rows += fmt::format("<tr><td>{}</td><td>{}</td></tr>\n", html(customer), html(reason));
  };
  for (const auto& [customer, sending] : sendings) add(customer, why_held(sending));
  const std::map<std::string, std::string> none;
  for (const auto& [customer, message] :
       plan.summary.possible_duplicates ? *plan.summary.possible_duplicates : none)
    if (!sendings.contains(customer)) add(customer, "possible duplicate: " + message);
  for (const std::string& customer : plan.edited)
    add(customer, "its rows in plan.csv are not those that were planned");
  if (rows.empty()) return {};
  return fmt::format(
      "<h2>Held</h2>\n<table "
      "id=held>\n<thead><tr><th>customer<th>why</thead>\n<tbody>\n{}</tbody>\n</table>\n",
      rows);
}

std::string head(const StoredPlan& plan) {
  const PlanSummary& summary = plan.summary;
  return fmt::format(
      "<h1>Domain plan</h1>\n<p><b id=planned>{}</b> of {} customers planned, <b id=domains>{}</b> domains "
      "to register, <b id=cost>{}</b> for the first year, <b id=renewal>{}</b> for each year after it.</p>\n"
      "<p class=soft>{}, {}; domainplan {}</p>\n",
      grouped(summary.planned), grouped(summary.customers), grouped(sum_of(summary, {Verdict::selected})),
      html(money(summary.cost_cents, summary.currency)), html(money(summary.renewal_cents, summary.currency)),
      name_of(summary.environment), html(summary.api_url), html(plan.pinned->program));
}

std::string calls(const StoredPlan& plan) {
  const PlanSummary& summary = plan.summary;
  return fmt::format(
      "<h2>Calls over time</h2>\n<p>{} calls to check {} names; the minimum is {}. {} repeated a call, {} "
      "were "
      "rate-limited. The broken line that rises is the vendor's limit of 600 calls in a minute.</p>\n{}",
      grouped(summary.calls), grouped(summary.domains_checked), grouped(summary.calls_bound),
      grouped(summary.retries), grouped(summary.rate_limited), call_chart(plan.folder, summary));
}

// A page that had the name of a file of the plan would be taken for that file, now or when it is to be made.
void refuse_name_of_plan(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  const auto holds_plan = [](const std::filesystem::path& of) {
    return exists((of / store::kPlanJson).string()) || exists((of / store::kSummaryJson).string());
  };
  if ((holds_plan(folder) || holds_plan(folder / "..")) && !path.ends_with(".html"))
    throw UsageError(
        fmt::format("{} is among the files of a plan, and is not a page's name: name a file that ends in "
                    ".html, or one in another folder",
                    in_quotes(path, 300)),
        Subject{path, "a file that ends in .html, or one in another folder"});
}

}  // namespace

std::string report_page(const PlanExplainer& explainer) {
  const StoredPlan& plan = explainer.plan();
  const std::string& currency = plan.summary.currency;
  const std::vector<CustomerExplanation> customers = explainer.customers();
  const Sendings sendings = recorded_sendings(plan.folder);
  return page("Domain plan", head(plan) + shortfalls(customers) + held(plan, sendings) +
                                 funnel(plan.summary) + costs(plan, sendings, currency) + calls(plan) +
                                 orders_table(plan, customers, sendings, currency));
}

void write_page(const std::string& path, const std::string& page) {
  refuse_name_of_plan(path);
  refuse_link(path);
  if (exists(path)) {
    const Descriptor file = open_file(path, O_RDONLY);
    std::string begin(report::page_head().size(), '\0');
    const ssize_t count = ::pread(file.number(), begin.data(), begin.size(), 0);
    if (count < 0) throw_disk_error("read", path);
    if (begin != report::page_head())
      throw UsageError(fmt::format("{} exists and is not a page that domainplan wrote: name another file",
                                   in_quotes(path, 300)),
                       path);
  }
  replace_file(path, page);
}

}  // namespace domainplan
