// How a run uses the account's ledger.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "domainplan/availability.hpp"

namespace domainplan {

class Ledger;

// What LedgerUse::identity is for the account's own file, and without a ledger.
inline constexpr const char* kDefaultLedger = "default";
inline constexpr const char* kNoLedger = "none";

inline constexpr int kMostReserveDays = 3650, kMostTrustedHours = 24 * 31;

struct LedgerUse {
  Ledger* ledger = nullptr;  // null: none; must outlive the call
  // Which one it is, as plan.json has it: ledger_identity() of its address, or one of the two above.
  std::string identity = kNoLedger;
  int reserve_days = 14;  // how long the names are reserved; 1 to kMostReserveDays
  // How old an answer of another process may be that says `taken`. Other answers are used for 5 minutes.
  // 0 to kMostTrustedHours.
  std::chrono::hours trust_taken{24};
  // The limit of a month that the plan was made for. It is pinned; submit takes its own.
  std::optional<Cents> max_month_cents = {};
};

}  // namespace domainplan
