// Plans orders again that cannot be had as they were planned.
#pragma once

#include "domainplan/plan_lock.hpp"
#include "domainplan/session.hpp"
#include "domainplan/stored_plan.hpp"
#include "domainplan/submit.hpp"
#include "submission/engine.hpp"

namespace domainplan {

// Throws UsageError where a file of `inputs` is not the one that the plan was made of.
void demand_same_inputs(const StoredPlan& plan, const ReplanInputs& inputs);

// Chooses again for each customer that something stands against (engine.objections()), as choose_again()
// does; the domains of all other orders are left alone. The folder then holds the new orders, for the next
// run to send. An order for which there is no other choice, or that is dearer than was agreed, stays as it
// was. Outcomes are recorded in `engine`. Any other error ends the run before anything more is written, and
// is thrown: a change may be half made, which the next lock completes.
void plan_again(const PlanLock& lock, StoredPlan& plan, Session& session, const SubmitOptions& options,
                const SubmitHooks& hooks, Engine& engine);

}  // namespace domainplan
