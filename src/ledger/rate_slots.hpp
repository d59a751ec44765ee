// The sliding window of a key in the database: who holds slots, and which calls ended less than 60 s ago.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/transaction.hpp"

namespace domainplan::ledger {

// 60 s, and a little for two clocks that do not run equally fast.
inline constexpr std::chrono::milliseconds kRateWindow{60'050};
// How long a slot may be used after the holder renewed its lease. Nobody else knows when a process died, only
// when it last renewed: a call may have begun until the lease ended, and the vendor counts it for 60 s from
// then. So the slots of a process that dies are free that much later than they could be, and no sooner. A
// lease is short where the database answers at once, and longer where it does not: slots that come after
// their lease has ended are good for nothing.
inline constexpr std::chrono::milliseconds kShortestLease{250}, kLongestLease{10'000};

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
  std::chrono::milliseconds lease = kShortestLease;
};

struct SlotGrant {
  std::int64_t granted = 0;
  // Slots at hand may be used until then.
  std::chrono::steady_clock::time_point usable_until;
  // Where less was granted than was wanted: when the next slot of another holder, or of a call, is free.
  std::optional<std::chrono::steady_clock::time_point> next_free;
};

// Renews what the holder has, hands in its calls that ended, and takes what is free, in one transaction.
// `now` is the holder's clock. Throws DatabaseError, Interrupted.
SlotGrant lease_slots(
    Database& database, const SlotRequest& request, const Patience& patience,
    const std::function<std::chrono::steady_clock::time_point()>& now = std::chrono::steady_clock::now);

// How many slots of `key` are taken now. Throws DatabaseError.
std::int64_t slots_taken(Database& database, const std::string& key);

}  // namespace domainplan::ledger
