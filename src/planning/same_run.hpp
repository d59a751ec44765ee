// Whether a run that goes on is the one that its folder holds.
#pragma once

#include <string>

#include "domainplan/pinned_plan.hpp"
#include "domainplan/plan.hpp"

namespace domainplan {

// Throws PlanDiffers where the run that left `note`, the content of its run.json, was not `now`; UsageError
// where the names that were reserved for it are not those it was begun with.
void check_same_run(const std::string& folder, const std::string& note, const PinnedPlan& now,
                    const Observer& observer);

// Throws PlanDiffers where the finished plan in `folder` was not made by `now`. Other naming data make no
// difference to it, nor do the bundles where `has_bundles` is false: only the API has them.
void check_same_plan(const std::string& folder, const PinnedPlan& now, bool has_bundles,
                     const Observer& observer);

}  // namespace domainplan
