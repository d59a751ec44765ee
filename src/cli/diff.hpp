// Printing what changed between two plans.
#pragma once

#include <iosfwd>
#include <vector>

#include "cli/output.hpp"
#include "domainplan/plan_diff.hpp"

namespace domainplan::cli {

// One record for each customer whose order differs.
void print_differences(const std::vector<OrderDifference>& found, Format format, std::ostream& out);

}  // namespace domainplan::cli
