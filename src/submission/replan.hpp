// Plans one customer of a finished plan folder anew, when what was planned cannot be had any more.
#pragma once

#include <stop_token>
#include <string>

#include "domainplan/stored_plan.hpp"
#include "domainplan/submit.hpp"

namespace domainplan {

// Throws UsageError where `sources` are not the files that the plan was made of.
void demand_same_inputs(const StoredPlan& plan, const ReplanSources& sources);

struct Replanned {
  PlannedOrder order;
  std::uint64_t calls = 0;  // made for it
};

// Chooses again for `customer`, from what the plan's evidence still says (what was taken stays taken; what
// was free is asked again) and new calls; the domains of all other orders are left alone. The folder then
// holds the new order and its rows. Returns the new order. Throws RunError, saying what is missing, where
// there is no other choice: the folder is then as it was.
Replanned replan(const PlanLock& lock, StoredPlan& plan, const std::string& customer,
                 const ReplanSources& sources, const partner::ApiOptions& api, const std::string& environment,
                 std::stop_token stop);

}  // namespace domainplan
