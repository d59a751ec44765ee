// The account's orders that failed or were cancelled, as far as an update depends on them.
#pragma once

#include <set>
#include <string>
#include <unordered_set>

#include "domainplan/plan.hpp"
#include "store/journal.hpp"

namespace domainplan {

struct EndedOrders {
  // The customers of the folder whose own order ended, but for those whose receipt a person has to accept
  // first.
  std::set<std::string> customers;
  // The domains of all orders of the account that ended and are less than kRepeatWindow old, whichever folder
  // they were sent from: the vendor may answer a new order with such an order.
  std::unordered_set<std::string> domains;
};

// Reads the account's lists: GET /orders where an order was sent from the folder, and for the domains all of
// GET /orders, GET /domains and each order that ended (GET /orders/{id}, at most 1,000), where
// `wants_domains`. What cannot be read is a warning, and nothing is known of it. Throws Interrupted.
EndedOrders ended_orders(const Sendings& sendings, bool wants_domains, Session& session,
                         const Observer& observer);

}  // namespace domainplan
