// plan.json: one object, with one customer on each line, so that a plan of any size is written and read
// customer by customer.
#pragma once

#include <string>
#include <string_view>

#include "domainplan/pinned_plan.hpp"

namespace domainplan::store {

// The bytes of plan.json are head, the lines of all customers, and tail; `first` for the first line.
std::string pinned_head(const PinnedPlan& plan);
std::string pinned_line(const PinnedCustomer& customer, bool first);
std::string_view pinned_tail();
std::string pinned_json(const PinnedPlan& plan);

// Throws RunError, naming `file`, where it is damaged; UsageError where it is of a newer version.
PinnedPlan read_pinned(std::string_view bytes, const std::string& file);

// Of options alone, as they are hashed and compared: one object in one line.
std::string options_json(const PinnedOptions& options);

}  // namespace domainplan::store
