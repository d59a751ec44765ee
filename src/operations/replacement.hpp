// Choosing the domain that takes the place of another.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "domainplan/notice.hpp"
#include "domainplan/stored_plan.hpp"
#include "partner/domains.hpp"
#include "planning/market.hpp"
#include "planning/settings.hpp"

namespace domainplan {

// Asks the API for names; final rows.
using AskNames = std::function<std::vector<AvailabilityRow>(const std::vector<std::string>& names)>;

// The customer of an order, as the plan has it, and what it was planned with.
struct SwapCustomer {
  Customer customer;
  RestoredSettings settings;
  std::vector<PlannedDomain> planned;  // of its order, with score and pattern
};

// What other customers of the plan own, and the names that `other_plans` have reserved, is reserved. Throws
// UsageError where `customer` has no order in the plan; RunError where inputs/ is damaged.
SwapCustomer swap_customer(const StoredPlan& plan, const std::string& customer,
                           const std::unordered_set<std::string>& other_plans, const NoticeHook& warning);

struct Replacement {
  std::string domain;
  Fact fact;
  std::chrono::steady_clock::time_point at;  // when the API said so
};

// The best name for `provider`, given the domains that stay on the order. `taken` are domains that may not be
// chosen: all that the account has, and those of other orders of the plan. Nothing where the names run out,
// or none keeps to the caps.
std::optional<Replacement> choose_replacement(const SwapCustomer& customer, Provider provider,
                                              const std::vector<partner::PartnerDomain>& staying,
                                              const std::unordered_set<std::string>& taken, int batch_size,
                                              const AskNames& ask);

// Why a domain may not be used for the customer, whatever the API says of it; "" where it may.
std::string ruled_out(const SwapCustomer& customer, const std::string& domain);

// Whether it is one of the domains that the customer owns, by the plan's inputs. Such a domain is not chosen.
bool is_owned(const SwapCustomer& customer, const std::string& domain);

// The terms on which a domain is taken in place of one for `provider`. `customer`: null where no plan is
// known.
Terms swap_terms(const SwapCustomer* customer, Provider provider);

}  // namespace domainplan
