// How orders are shown.
#pragma once

#include "sandbox/account.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

// OrderReceipt: the answer to POST /orders, and a row of GET /orders.
OrderedJson receipt_of(const Account& account, const PlacedOrder& order, Moment now);

// Order: the answer to GET /orders/{id}.
OrderedJson order_in_full(const Account& account, const PlacedOrder& order, Moment now);

// Notes an event about an order as it is now.
void note_order(Account& account, PlacedOrder& order, Moment now);

// When the order's renewal period ends: the first monthly return of the day it was made, after `now`.
Moment renewal_after(const PlacedOrder& order, Moment now);

std::string_view name_of(OrderStatus status);

}  // namespace domainplan::sandbox
