// The events of journal.ndjson.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace domainplan::store {

enum class JournalEvent : std::uint8_t {
  bound,   // of the whole plan: its orders belong to an account
  intent,  // an order is about to be sent
  // What came of it.
  placed,
  refused,
  not_placed,
  // Remarks on an order that was placed.
  mismatch,
  accepted,
  billed,
  replacing,
  replaced
};
inline constexpr std::array<std::string_view, 10> kJournalEvents = {
    "bound",    "intent",   "placed", "refused",   "not_placed",
    "mismatch", "accepted", "billed", "replacing", "replaced"};

}  // namespace domainplan::store
