// The account's ready domains, and the customers whose orders use them.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "domainplan/plan.hpp"

namespace domainplan {

// A domain of GET /domains that is on no order.
struct ReadyDomain {
  std::string domain;   // canonical form
  std::string user_id;  // usr_…; "" where it has none
  ProviderSet usable_for = ProviderSet::both();
};

// Adds each of `ready` to the domains of one customer, or of none. The customer has its user (`user_ids` has
// the ids of those given by email, in lower case), and no other customer has; else its label begins or ends
// with one of the customer's stems: the longest, and of those the first customer's. That a domain without a
// user may be on anybody's order is assumed. Returns how many no customer uses.
std::size_t share_out(const std::vector<ReadyDomain>& ready,
                      const std::unordered_map<std::string, std::string>& user_ids, const NamingRules& rules,
                      std::vector<Customer>& customers);

// Reads the ready domains of the account (GET /domains, and GET /users where a customer is given by email)
// and shares them out; those that `options` avoid or reserve, and owned ones, are left out. `note` may be
// empty; it is called on this thread. Throws as Client::each does.
void use_inventory(Session& session, const NamingRules& rules, const PlanOptions& options,
                   std::vector<Customer>& customers, const std::function<void(const std::string&)>& note);

}  // namespace domainplan
