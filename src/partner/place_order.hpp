// POST /orders.
#pragma once

#include <functional>
#include <string>

#include "partner/orders.hpp"
#include "partner/send_once.hpp"

namespace domainplan::partner {

// What became of one attempt: done with a usable receipt, refused, nothing done, or lost. A receipt that
// contradicts its order is still done; OrderReceipt says what is odd about it.
using Placement = SentFor<OrderReceipt>;

// The login password in the bytes of an order; "" where there is none.
std::string secret_in_order(const std::string& body);

// Sends exactly these bytes, at most once; nothing is repeated by itself. The vendor returns the original
// order for the same bytes within 24 hours. `lost_before` as in judge(); `may_start` is asked right before
// the attempt, on the network thread (empty: yes). The order's password is redacted in all that the session
// reads from then on. Throws Interrupted.
Placement place_order(Client& client, std::string body, bool lost_before,
                      std::function<bool()> may_start = {});

}  // namespace domainplan::partner
