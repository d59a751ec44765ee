// How long ago something was written in the journal, by clocks that may have been set in between.
#pragma once

#include <chrono>
#include <optional>

#include "store/journal.hpp"

namespace domainplan {

// What this machine's clocks say; `server_s` is left to the caller, who hears from the server.
JournalTime journal_time_now();

// Whether less than `limit` has passed between the two for certain: every clock that both have read agrees,
// none ran backwards, and at least one of them is not a clock that a person on this machine can set.
bool certainly_within(std::chrono::milliseconds limit, const JournalTime& first, const JournalTime& now);

// How long ago `first` was, by a clock that nobody can set; nothing where the machine has been started since.
std::optional<std::chrono::milliseconds> age_of(const JournalTime& first, const JournalTime& now);

}  // namespace domainplan
