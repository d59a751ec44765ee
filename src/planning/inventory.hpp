// The account's ready domains, and the customers whose orders use them.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domainplan/ledger_use.hpp"
#include "domainplan/plan.hpp"
#include "partner/domains.hpp"

namespace domainplan {

// A domain of GET /domains that is on no order.
struct ReadyDomain {
  std::string domain;   // canonical form
  std::string user_id;  // usr_…; "" where it has none
  ProviderSet usable_for = ProviderSet::both();
};

// A row of GET /domains as a ready domain; nothing where no order can use it now: it is on an order, ended,
// failed or not ready by its status, no registrable domain, or usable for no provider.
std::optional<ReadyDomain> ready_domain(const partner::PartnerDomain& domain);

// Adds each of `ready` to the domains of one customer, or of none. The customer has its user (`user_ids` has
// the ids of those given by email, in lower case), and no other customer has; else its label begins or ends
// with one of the customer's stems: the longest, and of those the first customer's. A website of a customer
// is nobody's. That a domain without a user may be on anybody's order is assumed. Returns how many no
// customer uses.
std::size_t share_out(const std::vector<ReadyDomain>& ready,
                      const std::unordered_map<std::string, std::string>& user_ids, const NamingRules& rules,
                      std::vector<Customer>& customers);

// Reads the ready domains of the account (GET /domains, and GET /users where a customer is given by email)
// and shares them out. Left out are those that `options` avoid or reserve, owned ones, and those that no
// order can use now: on an order, ended, failed or not ready by their status, no registrable domain,
// usable for no provider, or on an order that ended and that the vendor may answer a new one with (see
// ended_orders.hpp). Throws as Client::each does.
void use_inventory(Session& session, const NamingRules& rules, const PlanOptions& options,
                   std::vector<Customer>& customers, const Observer& observer);

// Takes the ready domains from a customer that are `lost` to it, or that the account does not list as ready
// any more (GET /domains, where there are others). Throws as Client::each does.
void drop_lost_inventory(Session& session, const std::unordered_set<std::string>& lost, Customer& customer);

// Reserves them in the ledger for `plan`, so that no other plan uses them. Those that another plan has are
// taken from their customers and returned. Throws as Ledger::reserve() does.
std::vector<std::string> reserve_inventory(const LedgerUse& use, const std::string& plan,
                                           std::vector<Customer>& customers);

}  // namespace domainplan
