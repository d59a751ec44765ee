// From a stored plan to what a submission is about.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "domainplan/stored_plan.hpp"
#include "domainplan/submit.hpp"
#include "store/journal.hpp"
#include "submission/engine.hpp"

namespace domainplan {

// Reads the orders of `plan` and holds each against what was planned. `secret` is called with each password.
// Throws UsageError where an option names a customer that has no order in the plan.
Submission gather(const StoredPlan& plan, const Sendings& sendings, const SubmitOptions& options,
                  const std::function<void(const std::string&)>& secret);

// For each row that looks like an earlier one of the plan in `folder`: that one, as repeated_rows() finds it.
// The stems of rows that need one are found from the inputs there.
std::map<std::string, PossibleDuplicate> rows_repeated_in(const std::string& folder,
                                                          std::vector<PlanRow> rows);

// The orders journalled in the folders whose domains a plan was kept from. Of a folder that cannot be read
// nothing is known, so that its orders are held as duplicates.
JournalledOrders orders_of_reserving_plans(const std::set<std::string>& folders);

// Users with two sequencer logins among the orders: the vendor routes a user's orders by the last one.
std::vector<std::string> users_with_two_logins(const std::vector<Outgoing>& orders);

}  // namespace domainplan
