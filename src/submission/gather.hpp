// From a stored plan to what a submission is about.
#pragma once

#include <functional>
#include <string>

#include "domainplan/stored_plan.hpp"
#include "domainplan/submit.hpp"
#include "store/journal.hpp"
#include "submission/engine.hpp"

namespace domainplan {

// Reads the orders of `plan` and holds each against what was planned. `secret` is called with each password.
// Throws UsageError where an option names a customer that has no order in the plan.
Submission gather(const StoredPlan& plan, const Sendings& sendings, const SubmitOptions& options,
                  const std::function<void(const std::string&)>& secret);

// Users with two sequencer logins among the orders: the vendor routes a user's orders by the last one.
std::vector<std::string> users_with_two_logins(const std::vector<Outgoing>& orders);

}  // namespace domainplan
