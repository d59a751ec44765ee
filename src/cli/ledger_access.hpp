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
#include "domainplan/stored_plan.hpp"

namespace domainplan::cli {

// --trust-taken, for commands that use answers of other processes.
void add_trust_option(po::options_description& options);

// --max-month-cents.
void add_month_option(po::options_description& options);
std::optional<Cents> month_limit(const po::variables_map& values);

// What ApiAccess::ledger is: nothing with --ledger none, --replay and --dry-run, and without the option for
// the embedded sandbox and a loopback URL.
std::optional<std::string> ledger_in_force(const po::variables_map& values, const ApiAccess& access);
// What the ledger that a run would use knows of prices: read only, without a call, and a ledger that is not
// there or cannot be read is a warning at the most.
std::vector<std::string> prices_in_ledger(const po::variables_map& values, Process& process);

// The same for a command that asks the API in a dry run, too.
std::optional<std::string> ledger_in_any_run(const po::variables_map& values, const ApiAccess& access);

// Makes the session of `access` share the key's rate in the ledger in force. The default ledger is that of
// the account, which is asked for (GET /me). Throws as Ledger does.
void share_rate(ApiAccess& access, Process& process);

// Opens the ledger in force for the account that `access` reaches (GET /me). Null where there is none. Throws
// as Ledger does, and RunError where it does not know the plan that it has to know.
std::unique_ptr<Ledger> open_ledger(ApiAccess& access, Process& process);

// Opens the ledger in force for the plan in `folder`, without a call. Null where there is none, or the plan
// was made without one. Throws as Ledger and account_in_ledger() do.
std::unique_ptr<Ledger> open_ledger_of_plan(const ApiAccess& access, const std::string& folder,
                                            Process& process);

// Puts the ledger that a plan was made with in force, where no other is given. Before open_session().
void use_pinned_ledger(const po::variables_map& values, const StoredPlan& plan, ApiAccess& access);
// The same for a command that spends: a ledger that the plan has used has to be there, and to know it.
void demand_pinned_ledger(const po::variables_map& values, const StoredPlan& plan, ApiAccess& access);

// What a plan does with `ledger`, the one in force (null: there is none, or it is not opened), as the options
// say; what they do not say is as `before`, the plan so far, has it.
LedgerUse ledger_use(const po::variables_map& values, const ApiAccess& access, Ledger* ledger,
                     const StoredPlan* before = nullptr);

// Warns of customers with a limit for a month where no ledger would check it.
void warn_of_own_limits(const std::vector<Customer>& customers, const LedgerUse& ledger, std::ostream& err);

}  // namespace domainplan::cli
