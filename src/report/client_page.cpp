#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/plan_report.hpp"
#include "report/html.hpp"
#include "store/inputs.hpp"

namespace domainplan {
namespace {

using namespace report;

const PlannedOrder& order_of(const StoredPlan& plan, const std::string& customer) {
  const auto found = std::find_if(plan.orders.begin(), plan.orders.end(),
                                  [&](const PlannedOrder& order) { return order.customer == customer; });
  if (found == plan.orders.end())
    throw UsageError(fmt::format("{} has no order in {}", in_quotes(customer), in_quotes(plan.folder, 300)),
                     customer);
  return *found;
}

std::string brand_of(const StoredPlan& plan, const std::string& customer) {
  for (const Customer& one : store::read_input_files(plan.folder))
    if (one.key == customer) return one.brand;
  return customer;
}

std::string rows_of(const PlannedOrder& order, Provider provider, const std::string& currency) {
  std::string rows;
  for (const PlannedDomain& domain : order.domains) {
    if (domain.provider != provider) continue;
    const std::string name = html(domain.domain);
    rows += fmt::format("<tr><td>{}</td>", name);
    if (domain.needs_registration())
      rows += money_cell(domain.price_cents.value_or(0), currency) +
              money_cell(domain.renewal_price_cents.value_or(0), currency) +
              fmt::format("<td><label><input type=checkbox data-domain=\"{}\"> no</label></td>", name);
    else
      rows += fmt::format("<td colspan=3>{}</td>",
                          domain.source == Source::owned ? "yours already" : "held for you already");
    rows += "</tr>\n";
  }
  return rows;
}

std::string section_of(const PlannedOrder& order, Provider provider, const std::string& currency) {
  const std::string rows = rows_of(order, provider, currency);
  if (rows.empty()) return {};
  return fmt::format(
      "<h2>{}</h2>\n<table class=names>\n<thead><tr><th>domain<th class=n>first year<th class=n>each year "
      "after<th>not this one</thead>\n<tbody>\n{}</tbody>\n</table>\n",
      provider == Provider::google ? "For Google" : "For Microsoft", rows);
}

}  // namespace

std::string client_page(const StoredPlan& plan, const std::string& customer) {
  const PlannedOrder& order = order_of(plan, customer);
  const std::string brand = brand_of(plan, customer), currency = order.currency();
  Cents renewal = 0;
  std::size_t to_register = 0;
  for (const PlannedDomain& domain : order.domains) {
    if (!domain.needs_registration()) continue;
    ++to_register;
    renewal += domain.renewal_price_cents.value_or(0);
  }
  std::string body = fmt::format(
      "<h1>Domains for {}</h1>\n<p>Please approve these {} domains. Mark those you do not want.</p>\n",
      html(brand), order.domains.size());
  body += section_of(order, Provider::google, currency) + section_of(order, Provider::microsoft, currency);
  body += fmt::format(
      "<h2>Cost</h2>\n<table>\n<tbody>\n<tr><td>domains to register</td>{}</tr>\n<tr><td>first "
      "year</td>{}</tr>\n<tr><td>each year after it</td>{}</tr>\n</tbody>\n</table>\n",
      number_cell(to_register), money_cell(order.price_cents(), currency), money_cell(renewal, currency));
  body +=
      "<div class=script>\n<h2>Not these</h2>\n<p>Send this list back where there are domains you do not "
      "want.</p>\n<textarea id=rejected rows=6 readonly aria-label=\"domains not wanted\"></textarea>\n"
      "</div>\n";
  return page("Domains for " + brand, body);
}

}  // namespace domainplan
