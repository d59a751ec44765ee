// The ledger that a command uses: which one is in force, the rate it shares, and opening it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "domainplan/ledger.hpp"
#include "domainplan/plan.hpp"

namespace domainplan::cli {

// --trust-taken, for commands that use answers of other processes.
void add_trust_option(po::options_description& options);

// --max-month-cents.
void add_month_option(po::options_description& options);
std::optional<Cents> month_limit(const po::variables_map& values);

// What ApiAccess::ledger is: nothing with --ledger none, --replay and --dry-run, and without the option for
// the embedded sandbox and a loopback URL.
std::optional<std::string> ledger_in_force(const po::variables_map& values, const ApiAccess& access);

// Makes the session of `access` share the key's rate in the ledger in force. The default ledger is that of
// the account, which is asked for (GET /me). Throws as Ledger does.
void share_rate(ApiAccess& access, Process& process);

// Opens the ledger in force for the account that `access` reaches (GET /me). Null where there is none. Throws
// as Ledger does.
std::unique_ptr<Ledger> open_ledger(ApiAccess& access, Process& process);

// What a plan does with it, as the options say; null: no ledger.
LedgerUse ledger_use(const po::variables_map& values, Ledger* ledger);

}  // namespace domainplan::cli
