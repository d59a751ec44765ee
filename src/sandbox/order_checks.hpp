// Whether an order can be had: its domains, their number, and who can use them.
#pragma once

#include <vector>

#include "sandbox/account.hpp"
#include "sandbox/bundles.hpp"
#include "sandbox/market.hpp"

namespace domainplan::sandbox {

struct CheckedOrder {
  Demand need;                   // licences, or what the bundle needs
  Cents cost = 0;                // of the domains that have to be registered, for their first year
  std::vector<Holding> domains;  // with the provider each one serves, as far as the order is concerned
};

// Throws a Refusal where the domains cannot make up the order.
CheckedOrder checked(const OrderRequest& request, Account& account, const Market& market,
                     const Bundles& bundles, Moment now);

}  // namespace domainplan::sandbox
