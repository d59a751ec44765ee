// What the API said to any process of the account, and which of them asks for what.
#pragma once

#include "ledger/reservations.hpp"

namespace domainplan::ledger {

// Answers older than this are thrown away: no option trusts a `taken` for longer.
inline constexpr std::chrono::hours kOldestAnswer{24 * 31};

void begin_asking(const Rows& rows, const std::string& run_id);
void end_asking(const Rows& rows, const std::string& run_id);
SharedLookUp look_up(const Rows& rows, const std::string& run_id, const std::vector<std::string>& domains,
                     std::chrono::seconds max_age, std::chrono::seconds trust_taken);
void record_answers(const Rows& rows, const std::vector<SharedAnswer>& answers, const std::string& run_id,
                    const std::vector<std::string>& answered);
// And claims of processes that are long gone.
void remove_old_answers(const Rows& rows);

}  // namespace domainplan::ledger
