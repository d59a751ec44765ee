// Ids that no two processes make alike.
#pragma once

#include <string>

namespace domainplan::ledger {

// 32 hex digits from the system's random numbers.
std::string random_id();

}  // namespace domainplan::ledger
