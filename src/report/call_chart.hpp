// The calls of a run over time, as a chart.
#pragma once

#include <string>

#include "domainplan/plan.hpp"

namespace domainplan::report {

// From the times in the availability log of `folder`: the calls that were answered, added up, beside the
// fewest that could have asked for all names and the vendor's limit. Empty where the log has no times. Throws
// RunError where the log cannot be read.
std::string call_chart(const std::string& folder, const PlanSummary& summary);

}  // namespace domainplan::report
