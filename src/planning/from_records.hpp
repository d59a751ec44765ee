// One customer planned from recorded rows alone: what an order would be under other terms.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "planning/customer_plan.hpp"

namespace domainplan {

struct Records {
  // What is known of a name; a fact that is `not_recorded` where nothing is.
  std::function<Fact(const std::string& domain)> fact;
  // Whether another order has the name.
  std::function<bool(const std::string& domain)> is_claimed;
};

// The finished plan of `customer`, all of whose names are learnt from `records`; no call is made. `customer`
// and `options` must outlive it.
std::unique_ptr<CustomerPlan> plan_from_records(const Customer& customer, const NamingRules& rules,
                                                const PlanOptions& options, const Records& records);

}  // namespace domainplan
