// summary.json.
#pragma once

#include <string>
#include <string_view>

#include "domainplan/plan.hpp"

namespace domainplan::store {

using domainplan::summary_json;

// Reads it, of any earlier version. Throws RunError, naming `file`, where a field is missing or no such
// value.
PlanSummary read_summary(std::string_view bytes, const std::string& file);

}  // namespace domainplan::store
