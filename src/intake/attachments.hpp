// The files that say more about customers: personas.csv and owned.csv. What is wrong in them is noted with
// the customer it hits.
#pragma once

#include "domainplan/intake.hpp"
#include "intake/customers.hpp"
#include "intake/findings.hpp"

namespace domainplan {

// False where the header lacks the customers, so that it is not known who has personas.
bool read_personas(const InputFile& file, CustomerRows& customers, Findings& findings);
void read_owned(const InputFile& file, CustomerRows& customers, Findings& findings);

}  // namespace domainplan
