// What the API said to any process of the account.
#pragma once

#include "ledger/reservations.hpp"

namespace domainplan::ledger {

// Answers older than this are thrown away: no option trusts a `taken` for longer.
inline constexpr std::chrono::hours kOldestAnswer{24 * 31};

std::vector<SharedAnswer> answers(const Rows& rows, const std::vector<std::string>& domains,
                                  std::chrono::seconds max_age, std::chrono::seconds trust_taken);
void record_answers(const Rows& rows, const std::vector<SharedAnswer>& answers);
void remove_old_answers(const Rows& rows);

}  // namespace domainplan::ledger
