// A finished plan, read back from its folder.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>
#include <vector>

#include "domainplan/pinned_plan.hpp"
#include "domainplan/plan.hpp"
#include "domainplan/plan_rows.hpp"

namespace domainplan {

struct StoredPlan {
  std::string folder;
  PlanSummary summary;
  // plan.json; absent in a folder of an earlier version, from which nothing new may be sent.
  std::optional<PinnedPlan> pinned;
  // In the order of the customers: from plan.json, with score and pattern of plan.csv; in a folder of an
  // earlier version from plan.csv.
  std::vector<PlannedOrder> orders;
  // Customers whose rows in plan.csv are not those of plan.json, and customers that only one of them has.
  std::set<std::string> edited;
  // What plan.csv says of them.
  std::vector<PlannedOrder> edited_rows = {};
};

// Reads it, after completing a change that an interruption left committed but unfinished. Throws UsageError
// where `folder` holds no finished plan, or one of a newer version; RunError where a file is damaged or
// cannot be read, or where the change cannot be completed: locked where another process uses the folder, disk
// where the folder cannot be written.
StoredPlan read_plan(const std::string& folder);

// The domains of all orders of the plan in `folder`. Throws as read_plan() does.
std::unordered_set<std::string> domains_of_plan(const std::string& folder);

// Calls `visit` on the calling thread with each row of candidates.csv or shortfall.csv, in the order of the
// file; it may throw. Throw RunError where the file is damaged or cannot be read.
void each_candidate(const std::string& folder, const std::function<void(CandidateRow)>& visit);
void each_shortfall(const std::string& folder, const std::function<void(ShortfallRow)>& visit);

// The path of a customer's order in a plan folder, and its exact bytes. Throws RunError where it cannot be
// read.
std::string order_path(const std::string& folder, const std::string& customer);
std::string read_order(const std::string& folder, const std::string& customer);

}  // namespace domainplan
