#include "planning/reserved_names.hpp"

#include <algorithm>

#include "domainplan/error.hpp"
#include "domainplan/stored_plan.hpp"
#include "store/ledger_log.hpp"

namespace domainplan {

std::unordered_set<std::string> reserved_by_other_plans(Ledger* ledger, const std::string& folder) {
  if (!ledger) return {};
  const auto snapshot = folder.empty() ? std::nullopt : ledger_snapshot(folder);
  const auto names = ledger->reserved_by_others(snapshot ? snapshot->plan : "");
  return {names.begin(), names.end()};
}

std::vector<std::string> plans_here(Ledger& ledger, const std::string& folder) {
  try {
    const std::optional<std::string> here = plan_in_ledger(folder);
    return here ? std::vector<std::string>{*here} : std::vector<std::string>();
  } catch (const RunError&) {
    return ledger.plans_in(folder);
  }
}

std::vector<std::string> plans_of_folder(Ledger& ledger, const std::string& folder) {
  std::vector<std::string> plans = ledger.plans_in(folder);
  try {
    const std::optional<std::string> here = plan_in_ledger(folder);
    if (here && std::find(plans.begin(), plans.end(), *here) == plans.end()) plans.push_back(*here);
  } catch (const RunError&) {
    // It is damaged, and the ledger knows the plan by its folder.
  }
  return plans;
}

std::size_t release_surplus(Ledger& ledger, const std::string& folder) {
  const std::optional<std::string> plan = plan_in_ledger(folder);
  if (!plan) return 0;
  std::vector<std::string> needed;
  for (const PlannedOrder& order : read_plan(folder).orders)
    for (const PlannedDomain& domain : order.domains) needed.push_back(domain.domain);
  return ledger.release_others(*plan, needed);
}

}  // namespace domainplan
