// The tables of a ledger, and the changes that bring an older ledger up to date.
#pragma once

#include "ledger/transaction.hpp"

namespace domainplan::ledger {

// The version this program makes.
std::int64_t schema_version();

// Makes the tables, or changes those of an earlier version, in one transaction. Throws UsageError for a
// ledger of a later version, or for a file that holds something else; DatabaseError, Interrupted.
void bring_up_to_date(Database& database, const Patience& patience = {});

}  // namespace domainplan::ledger
