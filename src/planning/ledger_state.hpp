// What a run knows of other plans' names and answers, and where it reserves and shares its own: the ledger as
// a plan folder sees it.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "domainplan/intake.hpp"
#include "domainplan/plan.hpp"
#include "planning/ledger_worker.hpp"
#include "planning/market.hpp"
#include "planning/scheduler.hpp"
#include "store/ledger_log.hpp"

namespace domainplan {

struct LedgerState {
  LedgerSnapshot snapshot;
  std::unique_ptr<LedgerLog> log;
  std::unique_ptr<LedgerWorker> worker;  // null where no ledger is in force
};

// For a run that plans the folder from the start. One that goes on has read the ledger already, and one that
// replays another reads what that one did.
LedgerState ledger_state(const AnswerSource& source, const std::string& folder);

// For a finished plan of which customers are planned again: what other plans have reserved by now is added to
// what the folder knows. The names that it lost before are not looked at: some may be free again.
LedgerState ledger_state_now(const LedgerUse& use, const std::string& folder);

// Where the ledger does not know the plan in `folder`, as it was lost and made anew, reserves the names of
// `customers` for it again. Returns those that another plan has by now.
std::vector<std::string> reserve_again(const LedgerUse& use, const std::string& folder,
                                       const std::vector<NamesOfCustomer>& customers);

NamesLost by_place(const LedgerSnapshot& snapshot, const std::vector<Customer>& customers);

// The answers by name.
std::unordered_map<std::string, Fact> shared_facts(const LedgerSnapshot& snapshot,
                                                   const std::string& currency);
// Those that still hold; see still_holds().
std::unordered_map<std::string, Fact> shared_facts_now(const LedgerSnapshot& snapshot,
                                                       const std::string& currency,
                                                       std::chrono::system_clock::time_point now);

}  // namespace domainplan
