// Whether a plan may be acted upon with this key at this API.
#pragma once

#include <string>

#include "domainplan/stored_plan.hpp"

namespace domainplan {

// Throws UsageError where the plan was made against another API than the one at `api_url`. Embedded sandboxes
// are all alike, whatever their ports.
void demand_same_api(const StoredPlan& plan, const std::string& api_url, const std::string& environment);

}  // namespace domainplan
