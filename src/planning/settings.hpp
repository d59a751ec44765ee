// What customers of a finished plan were planned with, read back to plan them again.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "domainplan/notice.hpp"
#include "domainplan/stored_plan.hpp"

namespace domainplan {

struct RestoredSettings {
  PlanOptions options;
  NamingRules rules;
};

// The options, with the naming rules that they make.
RestoredSettings with_rules(PlanOptions options);

// The options plan.pinned->options[number], with the files of inputs/ that they name. The reserved domains
// are those of inputs/reserved.txt and what the folders of PlanOptions::reserved_by hold now; `warning` hears
// of a folder that is gone. Throws RunError where a file of inputs/ is missing or is not the pinned one, and
// where reserved.txt is empty and a folder is gone.
PlanOptions restored_options(const StoredPlan& plan, std::size_t number, const NoticeHook& warning);

// Reserves the domains that these customers own: no other customer may get them.
void reserve_owned(PlanOptions& options, const std::vector<Customer>& customers);

}  // namespace domainplan
