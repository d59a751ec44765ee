// What the vendor's events say of orders: events.ndjson, as a webhook listener appends it.
#pragma once

#include <map>
#include <string>

#include "partner/orders.hpp"

namespace domainplan {

// Of the lines of events.ndjson.
inline constexpr int kEventsVersion = 1;
// The newest receipt of each order, by id. Events may come in any order and more than once; of two the one
// that was created later counts, and of two of one moment the one with the greater id. Events of other kinds,
// and values that cannot be, are left out. Throws RunError where the file cannot be read or a line is
// damaged.
std::map<std::string, partner::OrderReceipt> receipts_in_events(const std::string& path);

}  // namespace domainplan
