// The sequencer passwords that a plan holds: no answer that repeats one may be shown or written. Redact them
// before the first call.
#pragma once

#include <vector>

#include "domainplan/customer.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/session.hpp"
#include "domainplan/stored_plan.hpp"

namespace domainplan {

// From now on the session redacts these passwords in what it reads: those of `customers`; of the orders of
// `plan` (an order that cannot be read is passed over); of the rows of customers.csv, the bad ones too, as
// far as they can be read. The last one throws what `secrets` throws.
void redact_passwords(const std::vector<Customer>& customers, Session& session);
void redact_passwords(const StoredPlan& plan, Session& session);
void redact_passwords(const InputFile& customers, const SecretSources& secrets, Session& session);

}  // namespace domainplan
