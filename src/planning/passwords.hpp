// The passwords of a plan: no answer that repeats one may be shown or written.
#pragma once

#include <vector>

#include "domainplan/customer.hpp"
#include "domainplan/session.hpp"
#include "domainplan/stored_plan.hpp"

namespace domainplan {

// From now on the session takes the login passwords of `customers`, and of the orders of `plan`, out of what
// it reads. An order that cannot be read is passed over.
void redact_passwords(const std::vector<Customer>& customers, Session& session);
void redact_passwords(const StoredPlan& plan, Session& session);

}  // namespace domainplan
