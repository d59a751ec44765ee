// What the vendor's events say of orders: events.ndjson, as a webhook listener appends it.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "partner/orders.hpp"

namespace domainplan {

// Of each thing its newest event counts: events may come in any order and more than once; of two the one that
// was created later, and of two of one moment the one with the greater id.
struct AccountEvents {
  std::map<std::string, partner::OrderReceipt> receipts;  // by order
  // Domains of imports that wait for their nameservers, with those to be set.
  std::map<std::string, std::vector<std::string>> nameservers;
  std::set<std::string> waiting;  // domains that wait for a person; the event does not say for what
};

// Events of other kinds, and values that cannot be, are left out. Throws RunError where the file cannot be
// read or a line is damaged.
AccountEvents read_account_events(const std::string& path);

}  // namespace domainplan
