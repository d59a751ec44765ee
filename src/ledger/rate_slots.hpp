// The sliding window of a key in the database: who holds slots, and which calls ended less than 60 s ago.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/transaction.hpp"

namespace domainplan::ledger {

// 60 s, and a little for two clocks that do not run equally fast.
inline constexpr std::chrono::milliseconds kRateWindow{60'050};
// How long a slot may be used after the holder renewed its lease. A process that dies so gives its slots back
// at most that much later than if it had ended its calls in its last moment.
inline constexpr std::chrono::milliseconds kLeaseHolds{1000};

struct EndedCall {
  std::int64_t number = 0;  // of the holder's calls
  std::chrono::steady_clock::time_point at;
};

struct SlotRequest {
  std::string key;               // which rate
  std::string holder;            // which process
  int rate = 0;                  // calls in any 60 s
  std::vector<EndedCall> ended;  // since the last request
  std::int64_t held = 0;         // slots to keep: calls under way, and slots at hand
  std::int64_t wanted = 0;       // slots to be had besides
};

struct SlotGrant {
  std::int64_t granted = 0;
  // Slots at hand may be used until then.
  std::chrono::steady_clock::time_point usable_until;
  // Where less was granted than was wanted: when the next slot of another holder, or of a call, is free.
  std::optional<std::chrono::steady_clock::time_point> next_free;
};

// Renews what the holder has, hands in its calls that ended, and takes what is free, in one transaction.
// Throws DatabaseError, Interrupted.
SlotGrant lease_slots(Database& database, const SlotRequest& request, const Patience& patience);

// How many slots of `key` are taken now. Throws DatabaseError.
std::int64_t slots_taken(Database& database, const std::string& key);

}  // namespace domainplan::ledger
