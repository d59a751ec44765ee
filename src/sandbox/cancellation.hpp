// POST /orders/{id}/cancel: of a whole order, or of some of its domains, at the end of the renewal period.
#pragma once

#include <string>
#include <vector>

#include "sandbox/account.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

// The domains that the call names, by name or id; none: the whole order. Throws an ErrorReply.
std::vector<std::string> domains_to_cancel(const Call& call);

// Schedules it for an order that is up to date, and returns the answer. Throws an ErrorReply.
Reply schedule_cancellation(Account& account, std::size_t order, const std::vector<std::string>& wanted,
                            Moment now);

// Carries out what is due. The order keeps its domains, for the record; they are ready for another order.
void cancel_what_is_due(Account& account, std::size_t order, Moment now);

}  // namespace domainplan::sandbox
