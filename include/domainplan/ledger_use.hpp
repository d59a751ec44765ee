// How a run uses the account's ledger.
#pragma once

#include <chrono>

namespace domainplan {

class Ledger;

struct LedgerUse {
  Ledger* ledger = nullptr;  // null: none; must outlive the call
  int reserve_days = 14;     // how long the names are reserved
  // How old an answer of another process may be that says `taken`. Other answers are used for 5 minutes.
  std::chrono::hours trust_taken{24};
};

}  // namespace domainplan
