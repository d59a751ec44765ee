#include "domainplan/plan_diff.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace domainplan {
namespace {

using Placed = std::set<std::pair<std::string, Provider>>;

Placed placed(const PlannedOrder& order) {
  Placed domains;
  for (const PlannedDomain& domain : order.domains) domains.emplace(domain.domain, domain.provider);
  return domains;
}

std::vector<std::string> missing_in(const PlannedOrder& order, const Placed& others) {
  std::vector<std::string> domains;
  for (const PlannedDomain& domain : order.domains)
    if (!others.contains({domain.domain, domain.provider})) domains.push_back(domain.domain);
  return domains;
}

// The digests of the orders' bodies, by customer; empty for a plan that pins none.
std::map<std::string, std::string> digests(const StoredPlan& plan) {
  std::map<std::string, std::string> result;
  if (plan.pinned)
    for (const PinnedCustomer& customer : plan.pinned->customers)
      if (customer.order) result.emplace(customer.customer, customer.order->sha256);
  return result;
}

std::map<std::string, const PlannedOrder*> by_customer(const StoredPlan& plan) {
  std::map<std::string, const PlannedOrder*> result;
  for (const PlannedOrder& order : plan.orders) result.emplace(order.customer, &order);
  return result;
}

OrderDifference compared(const PlannedOrder& before, const PlannedOrder& after) {
  return {.customer = after.customer,
          .change = OrderChange::changed,
          .lost = missing_in(before, placed(after)),
          .gained = missing_in(after, placed(before)),
          .before_cents = before.price_cents(),
          .after_cents = after.price_cents(),
          .currency = after.currency()};
}

OrderDifference one_sided(const PlannedOrder& order, OrderChange change) {
  OrderDifference result;
  result.customer = order.customer;
  result.change = change;
  const bool is_new = change == OrderChange::added;
  (is_new ? result.gained : result.lost) = missing_in(order, {});
  (is_new ? result.after_cents : result.before_cents) = order.price_cents();
  result.currency = order.currency();
  return result;
}

}  // namespace

std::vector<OrderDifference> difference(const StoredPlan& before, const StoredPlan& after) {
  const auto old_orders = by_customer(before), new_orders = by_customer(after);
  const auto old_digests = digests(before), new_digests = digests(after);
  const auto same_body = [&](const std::string& customer) {
    const auto one = old_digests.find(customer), other = new_digests.find(customer);
    return one == old_digests.end() || other == new_digests.end() || one->second == other->second;
  };
  std::vector<OrderDifference> result;
  for (const PlannedOrder& order : after.orders) {
    const auto found = old_orders.find(order.customer);
    if (found == old_orders.end())
      result.push_back(one_sided(order, OrderChange::added));
    else if (order.domains != found->second->domains || !same_body(order.customer))
      result.push_back(compared(*found->second, order));
  }
  for (const PlannedOrder& order : before.orders)
    if (!new_orders.contains(order.customer)) result.push_back(one_sided(order, OrderChange::removed));
  return result;
}

}  // namespace domainplan
