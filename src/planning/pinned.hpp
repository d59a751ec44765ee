// What is pinned of a run and of each of its customers.
#pragma once

#include <string>

#include "domainplan/pinned_plan.hpp"
#include "domainplan/plan.hpp"

namespace domainplan {

PinnedOptions pinned_options(const PlanOptions& options);

// The options as JSON, for the hash of a customer's choice: without those that name single customers, which
// are in the customer.
std::string hashed_options(const PlanOptions& options);

// plan.json without its customers.
PinnedPlan pinned_run(const IntakeFiles& files, const Intake& intake, const AnswerSource& source,
                      const PlanOptions& options);

// A customer without its order: its name and its two hashes. Choice covers what the selection depends on:
// brand, brand_ok, website, stem, TLDs, caps, domain counts, the personas' names, owned domains and the
// options; body covers the rest of the order. `options` is hashed_options() of those it is planned with.
PinnedCustomer pinned_customer(const Customer& customer, const std::string& options);

}  // namespace domainplan
