// What a person should know of while an operation goes on, or of what it found: warnings and notes, as data.
// Whoever shows them words them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// What it is; beside each, which fields of Notice are set.
enum class NoticeCode : std::uint8_t {
  // Of the API's answers.
  odd_value,             // subject: its place, "order ord_1: total_cents"; reason
  left_out,              // subject: the place of what is not used; reason
  row_ignored,           // of an answer about availability; subject: its domain, or empty; reason
  row_not_asked,         // subject: the domain, which was not asked
  row_unusable,          // subject: the domain; reason
  row_repeated,          // subject: the domain
  rows_contradict,       // subject: the domain
  rows_repeat_secret,    // an answer with rows that cannot be used repeats a secret; subject: the call
  more_of_answer,        // count: more notices about the same answer
  more_values,           // count: more values that cannot be used
  order_unreadable,      // subject: the order's id; reason
  orders_unread,         // limit: how many orders are read at most; count: those that were not read
  ended_orders_unread,   // the same of orders that failed or were cancelled
  ended_orders_unknown,  // whether orders failed or were cancelled is not known; reason
  users_unknown,         // not all users of the account's orders are known; reason
  bundles_unreadable,    // reason
  bills_estimated,  // limit: how many orders' bills were read; the licences of the others are an estimate
  renewal_unknown,  // subject: the order's id, which does not say when it renews
  // Of plans.
  no_name_below_cap,       // subject: the customer; limit: the price cap; count: the cheapest price; currency
  names_reserved,          // names: another plan has reserved them by now
  reserved_names_of_then,  // subject: the folder of a plan, which cannot be read now; reason
  ready_domains,           // count: of the account; used: of these, by the plan; unusable: more of them
  ready_domains_taken,     // names: ready domains that other plans use
  begun_by_other_program,  // subject: the version that began the plan; reason: the version that this is
  other_naming_data,       // how the names of the plan were made is not shown
  // Of orders.
  two_sequencer_logins,  // subject: the user
  limit_exceeded,        // count: what is committed; limit: what may be; both in cents of currency
  receipt_not_held,      // subject: the customer, whose receipt needs no acceptance
  nothing_to_confirm,    // subject: the customer, of whom no outcome is unknown
  confirmation_refused,  // subject: the customer; order: it was placed
  // Of the ledger.
  order_removed,      // subject: the order's id; a day after it was sent the vendor has none of its domains
  total_missing,      // subject: the order's id; it counts as 0
  swap_not_in_ledger  // subject: the replacement; reason
};
// What its code does not name is empty, or 0. Redacted, and not escaped.
struct Notice {
  NoticeCode code = NoticeCode::odd_value;
  std::string subject = {};
  std::string reason = {};
  std::vector<std::string> names = {};
  std::string order = {};
  std::int64_t count = 0;
  std::int64_t used = 0;
  std::int64_t unusable = 0;
  std::int64_t limit = 0;
  std::string currency = {};
  bool operator==(const Notice&) const = default;
};

using NoticeHook = std::function<void(const Notice&)>;

}  // namespace domainplan
