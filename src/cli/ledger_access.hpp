// The option --ledger, and the ledger it comes to.
#pragma once

#include <memory>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "domainplan/ledger.hpp"

namespace domainplan::cli {

void add_ledger_option(po::options_description& options);

// Opens the ledger of the account that `access` reaches, and shares the key's rate in it. Null where there is
// none:
// --ledger none, or without the option the embedded sandbox, --replay or a loopback URL. Asks for the account
// (GET /me). Throws as Ledger does, and UsageError.
std::unique_ptr<Ledger> open_ledger(const po::variables_map& values, ApiAccess& access, Surroundings& around);

}  // namespace domainplan::cli
