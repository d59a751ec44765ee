// What a run does with the account's ledger.
#pragma once

#include <chrono>

namespace domainplan {

class Ledger;

// The account's memory, and what a plan or a check does with it.
struct LedgerUse {
  Ledger* ledger = nullptr;  // null: none; it must outlive plan()
  int reserve_days = 14;     // how long the names are reserved
  // How long ago the API may have told another process that a name is taken; other answers are good for 5
  // minutes.
  std::chrono::hours trust_taken{24};
};

}  // namespace domainplan
