// Whether an order is possible: its domains, their number, and which provider can use them.
#pragma once

#include <vector>

#include "sandbox/account.hpp"
#include "sandbox/market.hpp"

namespace domainplan::sandbox {

struct CheckedOrder {
  Demand need;                 // domains for each provider
  int inboxes_per_domain = 2;  // Google's
  Bill bill;
  std::vector<Holding> domains;  // with the provider each one serves, as far as the order is concerned
};

// Throws an ErrorReply where the domains cannot make up the order.
CheckedOrder checked(const OrderRequest& request, Account& account, const Market& market, Moment now);

// A domain to put on an order: as the account has it, or as the market offers it; `cost` grows by what that
// costs. Throws an ErrorReply for `field`.
Holding orderable(const std::string& name, const std::string& field, Account& account, const Market& market,
                  Moment now, Cents& cost);

}  // namespace domainplan::sandbox
