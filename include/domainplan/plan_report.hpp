// A plan as HTML: one file that needs nothing else, can be read without JavaScript, and can be printed. No
// page has a sequencer login, a password or a key; all text is escaped.
#pragma once

#include <string>

#include "domainplan/explain.hpp"
#include "domainplan/stored_plan.hpp"

namespace domainplan {

// For the operator: from candidates to selected names, what it costs, the calls over time, all orders, the
// shortfalls with what would cure them, and what is held and why. Throws as PlanExplainer does.
std::string report_page(const PlanExplainer& explainer);

// For the client, to approve: brand, domains by provider, first-year and renewal cost; no scores. Throws
// UsageError where the customer has no order in the plan.
std::string client_page(const StoredPlan& plan, const std::string& customer);

// Puts the page in the place of `path`: the old file or the new one is there, whole. Throws RunError.
void write_page(const std::string& path, const std::string& page);

}  // namespace domainplan
