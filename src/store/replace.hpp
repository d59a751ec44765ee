// Replacing one customer's part of a finished plan.
#pragma once

#include <string>
#include <vector>

#include "domainplan/plan_lock.hpp"
#include "domainplan/stored_plan.hpp"

namespace domainplan::store {

struct CustomerRows {
  PlannedOrder order;
  std::vector<CandidateRow> candidates;  // by rank
  std::string body;                      // the order's exact bytes
};

// Adds an order's costs to those of the summary; takes them away where `sign` is -1.
void add_costs(const PlannedOrder& order, int sign, PlanSummary& summary);

// Puts `rows` in the place of what the plan says of that customer, which has an order: in orders/, plan.csv,
// candidates.csv, plan.json and summary.json, all at once or not at all. The order keeps its planned_cents.
// `plan` is then what the folder holds. The rows of others keep their bytes, edited ones
// too. Throws RunError.
void replace_customer(const PlanLock& lock, StoredPlan& plan, const CustomerRows& rows);

}  // namespace domainplan::store
