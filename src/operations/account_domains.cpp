#include "domainplan/account_domains.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/passwords.hpp"
#include "domainplan/stored_plan.hpp"
#include "domainplan/users.hpp"
#include "operations/licence_costs.hpp"
#include "operations/list_of_user.hpp"
#include "operations/warnings.hpp"
#include "partner/domains.hpp"
#include "partner/orders.hpp"
#include "partner/pending_actions.hpp"
#include "store/journal.hpp"

namespace domainplan {
namespace {

using TimePoint = std::chrono::system_clock::time_point;

// Whose domain or order it is, as a plan and its journal say.
struct PlanCustomers {
  std::unordered_map<std::string, std::string> by_order, by_domain;

  std::string customer_of(const partner::PartnerDomain& domain) const {
    // Where it is on an order, that decides: a domain that was swapped in is in no plan, and one of the plan
    // may have gone to another's order.
    const bool is_ordered = !domain.order_id.empty();
    const auto& customers = is_ordered ? by_order : by_domain;
    const auto found = customers.find(is_ordered ? domain.order_id : domain.domain);
    return found == customers.end() ? "" : found->second;
  }
};

PlanCustomers customers_of(const StoredPlan& plan, const std::string& wanted) {
  PlanCustomers customers;
  bool is_known = wanted.empty();
  for (const PlannedOrder& order : plan.orders) {
    is_known = is_known || order.customer == wanted;
    for (const PlannedDomain& domain : order.domains) customers.by_domain[domain.domain] = order.customer;
  }
  for (const auto& [customer, sending] : recorded_sendings(plan.folder))
    if (!sending.order_id.empty()) customers.by_order[sending.order_id] = customer;
  if (!is_known)
    throw UsageError(fmt::format("{} is not a customer with an order in {}", in_quotes(wanted),
                                 in_quotes(plan.folder, 300)),
                     wanted);
  return customers;
}

// The open actions by what they are about. One without a domain is about the whole order.
struct Waits {
  std::unordered_map<std::string, std::set<std::string>> by_domain, by_order;

  explicit Waits(const std::vector<partner::PendingAction>& actions) {
    for (const partner::PendingAction& action : actions) {
      if (!action.status.empty() && action.status != "open") continue;
      if (action.domain.empty() && action.domain_id.empty()) {
        by_order[action.order_id].insert(action.type);
      } else {
        if (!action.domain.empty()) by_domain[action.domain].insert(action.type);
        if (!action.domain_id.empty()) by_domain[action.domain_id].insert(action.type);
      }
    }
  }
  std::vector<std::string> of(const partner::PartnerDomain& domain) const {
    std::set<std::string> types;
    const auto add = [&](const auto& map, const std::string& key) {
      const auto found = map.find(key);
      if (!key.empty() && found != map.end()) types.insert(found->second.begin(), found->second.end());
    };
    add(by_domain, domain.domain);
    add(by_domain, domain.id);
    add(by_order, domain.order_id);
    return {types.begin(), types.end()};
  }
};

bool is_of_user(const partner::OrderReceipt& order, const std::string& user) {
  return user.find('@') == std::string::npos ? order.user_id == user
                                             : ascii_lower(order.email) == ascii_lower(user);
}

bool has_ended(const std::string& status) {
  return status == "failed" || status == "cancelled" || status == "cancel_scheduled" || status == "retiring";
}

bool passes(const AccountDomain& domain, const DomainFilter& filter, TimePoint now) {
  if (!filter.plan.empty() && domain.customer.empty()) return false;
  if (!filter.customer.empty() && domain.customer != filter.customer) return false;
  if (!filter.state.empty() && domain.state != filter.state) return false;
  if (filter.provider && domain.provider != filter.provider) return false;
  if (filter.older_than && (!domain.created_at || *domain.created_at > now - *filter.older_than))
    return false;
  if (filter.renews_within && (!domain.renews_at || *domain.renews_at > now + *filter.renews_within))
    return false;
  return true;
}

}  // namespace

AccountDomains account_domains(Session& session, const DomainFilter& filter, TimePoint now) {
  if (!filter.user.empty()) check_user_name(filter.user);
  PlanCustomers customers;
  if (!filter.plan.empty()) {
    const StoredPlan plan = read_plan(filter.plan);
    redact_passwords(plan, session);
    customers = customers_of(plan, filter.customer);
  }
  partner::Client& client = session.client();
  AccountDomains found;
  const auto orders = list_of_user(client, filter.user, partner::list_orders);
  const auto domains = list_of_user(client, filter.user, partner::list_domains);
  const auto actions = partner::list_actions(client, "status=open");
  add_warnings(orders.odd, found.warnings);
  add_warnings(domains.odd, found.warnings);
  add_warnings(actions.odd, found.warnings);

  std::unordered_map<std::string, const partner::OrderReceipt*> order_by_id;
  std::unordered_map<std::string, std::string> email_of;  // by user id
  std::set<std::string> user_ids;                         // of the filter's user
  bool has_orders = false;                                // that user
  if (!filter.user.empty()) user_ids.insert(filter.user);
  for (const partner::OrderReceipt& order : orders.items) {
    order_by_id[order.id] = &order;
    if (!order.user_id.empty() && !order.email.empty()) email_of[order.user_id] = order.email;
    if (filter.user.empty() || !is_of_user(order, filter.user)) continue;
    user_ids.insert(order.user_id);
    has_orders = has_orders || !order.user_id.empty();
  }
  user_ids.erase("");
  // Of a user without orders only GET /users tells the id.
  if (!filter.user.empty() && !has_orders) {
    const AccountUser user = find_user(session, filter.user);
    user_ids.insert(user.id);
    if (!user.email.empty()) email_of[user.id] = user.email;
  }

  for (const partner::OrderReceipt& order : orders.items) {
    if (!filter.user.empty() && !user_ids.contains(order.user_id)) continue;
    const auto email = email_of.find(order.user_id);
    const std::string other = email == email_of.end() ? order.user_id : email->second;
    found.orders.push_back({.id = order.id,
                            .user = order.email.empty() ? other : order.email,
                            .has_ended = has_ended(order.status),
                            .renews_at = order.renews_at,
                            .domain_count = order.domain_count});
  }

  const Waits waits(actions.items);
  LicenceCosts costs(client, orders.items, domains.items, found.warnings);
  for (const partner::PartnerDomain& each : domains.items) {
    if (!each.status.empty()) found.states.insert(each.status);
    const auto order = order_by_id.find(each.order_id);
    const std::string user_id =
        !each.user_id.empty() || order == order_by_id.end() ? each.user_id : order->second->user_id;
    if (!filter.user.empty() && !user_ids.contains(user_id)) continue;
    const auto email = email_of.find(user_id);
    AccountDomain domain{.domain = each.domain,
                         .state = each.status,
                         .category = each.category,
                         .provider = each.provider,
                         .customer = customers.customer_of(each),
                         .user = email == email_of.end() ? user_id : email->second,
                         .order = each.order_id,
                         .created_at = each.created_at,
                         .has_ended = has_ended(each.status),
                         .renews_at = {},
                         .month_cents = {},
                         .currency = {},
                         .waits_for = waits.of(each)};
    if (order != order_by_id.end()) {
      domain.has_ended = domain.has_ended || has_ended(order->second->status);
      if (!domain.has_ended) domain.renews_at = order->second->renews_at;
    }
    if (!passes(domain, filter, now)) continue;
    // The bill of an order of which nothing is shown need not be read.
    if (order != order_by_id.end() && !domain.has_ended) domain.month_cents = costs.of(each, *order->second);
    if (domain.month_cents) domain.currency = order->second->currency;
    found.domains.push_back(std::move(domain));
  }
  std::stable_sort(
      found.domains.begin(), found.domains.end(),
      [](const AccountDomain& one, const AccountDomain& other) { return one.domain < other.domain; });
  return found;
}

}  // namespace domainplan
