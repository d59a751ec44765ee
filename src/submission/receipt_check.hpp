// Whether a receipt can be that of the order it answers. Pure.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "partner/orders.hpp"
#include "store/journal.hpp"

namespace domainplan {

// When an order that was first sent at `first_sent` was made at the earliest, by the server's clock. That and
// the clock it stamps orders with may differ by a little. 0 where it is not known.
std::int64_t earliest_creation(const JournalTime& first_sent);

// What an order says of itself, as far as its receipt can contradict it.
struct ReceiptExpectation {
  std::string customer;
  std::string user;                  // an email or a usr_… id, as in the body
  std::string bundle_id;             // bun_…
  std::vector<std::string> domains;  // canonical form, sorted
  std::string currency;              // "" where nothing is registered
  Cents registrations = 0;
  // Ids that cannot be this order's: the customers they are journalled for, and those that the account had
  // before this order was first sent.
  const std::map<std::string, std::string>* journalled = nullptr;
  const std::set<std::string>* listed_before = nullptr;
  // Our order was made at this server time at the earliest; 0: not known.
  std::int64_t not_before_s = 0;
};

// How `receipt` contradicts the order, in words and escaped; "" where it does not. What the vendor does not
// say (absent or null) contradicts nothing, and neither does a total of 0; what is there and cannot be read
// does, as it is not known to be what was ordered: a status, bundle, domain count, total or currency, or the
// user in the field that it is compared in. Times and line quantities are not compared.
std::string contradiction(const ReceiptExpectation& order, const partner::OrderReceipt& receipt);

// The same for what only the whole order shows: its domains, and what they were billed at.
std::string contradiction(const ReceiptExpectation& order, const partner::Order& full);

}  // namespace domainplan
