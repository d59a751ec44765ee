// A plan as a single HTML file, readable without JavaScript and printable. No page has a sequencer login, a
// password or a key; all text is escaped. Calls nothing back.
#pragma once

#include <string>

#include "domainplan/explain.hpp"
#include "domainplan/stored_plan.hpp"

namespace domainplan {

// For the operator: how candidates became selected names, costs, the calls over time, all orders, the
// shortfalls with their cures, and what is held and why. Throws as PlanExplainer does.
std::string report_page(const PlanExplainer& explainer);

// For the client, to approve: brand, domains by provider, first-year and renewal cost; no scores. Throws
// UsageError where the customer has no order in the plan.
std::string client_page(const StoredPlan& plan, const std::string& customer);

// Replaces the file at `path` atomically: it is always the whole old page or the whole new one. A file that
// is not a page of report_page() or client_page(), an empty one too, is never replaced: UsageError. Throws
// RunError, too, also for a symbolic link.
void write_page(const std::string& path, const std::string& page);

}  // namespace domainplan
