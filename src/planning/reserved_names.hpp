// The names that the account's ledger keeps for other plans.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "domainplan/ledger.hpp"

namespace domainplan {

// The names that plans other than that in `folder` ("": none) have reserved by now; none where `ledger` is
// null. Writes nothing. Throws as Ledger does.
std::unordered_set<std::string> reserved_by_other_plans(Ledger* ledger, const std::string& folder);

// The plan that planned in `folder` last, whose names are released when it is planned there again: by its
// ledger.ndjson, or, where that is damaged, all plans that were made there. Throws as Ledger does.
std::vector<std::string> plans_here(Ledger& ledger, const std::string& folder);

}  // namespace domainplan
