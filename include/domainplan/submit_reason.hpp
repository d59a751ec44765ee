// Why an order was not sent, as data. The command line words it.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/provider.hpp"

namespace domainplan {

// An order that a customer seems to have already. Names and ids are as they were read.
struct PossibleDuplicate {
  enum class Kind : std::uint8_t {
    domain_on_order,          // a live order, `order_id`, has `domain`
    domain_on_unnamed_order,  // so has one that the account does not name
    domain_on_ended_order,    // an ended order had `domain`; the vendor may answer with it until `until`
    ended_order_of_user,      // the same of an ended order of the user whose domains are not known
    order_of_user,            // the user has a live order, `order_id`
    unnamed_order_of_user,    // the user has a live order whose id cannot be read
    order_in_ledger,          // the ledger has a live order of this customer, `order_id`
    row_of_plan               // `customer` of the same plan has the same user, forwarding host and brand
  };
  Kind kind = Kind::domain_on_order;
  std::string order_id = {};      // at the vendor
  std::string order_status = {};  // as the vendor gave it; "" where it did not
  std::string domain = {};
  std::string customer = {};
  std::chrono::sys_seconds until = {};
};
// Whether a person may send the order nevertheless. Not where the vendor would answer with the old order.
bool can_be_allowed(const PossibleDuplicate& duplicate);
// What was found, and what would help, in the words of summary.json; escaped.
std::string text_of(const PossibleDuplicate& duplicate);

// An order at the vendor that may be the one whose answer was lost.
struct OrderSeen {
  enum class Kind : std::uint8_t {
    has_its_domains,
    has_some_of_its_domains,  // `domains` of them
    names_no_domains,
    cannot_be_read,
    unnamed_with_its_domains,  // it has `domains` of them; the account does not name it
    unnamed_of_user            // an order of the user, whose id cannot be read
  };
  Kind kind = Kind::has_its_domains;
  std::string order_id = {};
  std::size_t domains = 0;
};

// Names and ids are as they were read; which fields are set depends on the kind.
struct SubmitReason {
  enum class Kind : std::uint8_t {
    none,
    said,         // `text`: what the vendor, the journal or an error says
    answer_lost,  // `text` says how; the next submit looks for the order
    not_known,    // an earlier run may have sent it, and its answer is not known

    // It was sent, and is not sent again.
    file_changed,                 // since; `text` is the SHA-256 of what was sent
    sent_too_long_ago,            // more than 20 hours, as far as the clocks say
    orders_seen,                  // `seen`: any of them may be it
    domains_on_order_of_another,  // `order_id`
    new_order_of_user,            // `order_id`, which is another one
    limit_exceeded,               // `spent` is above `limit`

    // It waits for another order.
    receipt_disputed,  // of `customer`: no order is begun, and none is sent again, before it is accepted
    user_waits,        // an order of the same user has no outcome yet

    // It would be above a limit: `spent` so far, `cost` of this order, `limit`.
    above_limit,
    above_limit_of_account,   // of the month
    above_limit_of_customer,  // of the month
    month_not_known,          // the customer has a `limit` of a month, and there is no ledger

    duplicate,  // `duplicate`

    // What the API says of `domain` now.
    not_settled,           // `row_reason`, which may pass
    not_available,         // `row_reason`
    not_usable,            // for `provider`
    currency_changed,      // from `currency` to `new_currency`
    price_changed,         // from `planned` to `now`
    renewal_changed,       // from `planned` to `now`
    renewal_not_given,     // `planned`
    prices_expired,        // kept expiring before it could be sent
    not_in_inventory,      // `domains` are not ready there any more, and would be registered
    not_imported,          // no import holds `domain`
    import_failed,         // of `domain`; `text` is the vendor's reason
    import_not_completed,  // of `domain`; `text` is its status
    bad_urls,              // `text`: each, and what is wrong with it

    // The plan folder.
    no_digests,         // the plan was made by a version that kept none
    file_edited,        // the order's file is not as it was planned
    rows_edited,        // its rows in plan.csv
    inputs_edited,      // its customer, personas or bundle in inputs/
    inputs_unreadable,  // `text`
    file_unusable       // `text`
  };
  Kind kind = Kind::none;
  // Neither its answer nor the account's lists say what became of it; the kind says why it is not sent again.
  bool is_lost = false;
  bool confirmation_refused = false;  // a person's word that it was not placed
  bool licences_unknown = false;      // `cost` is without them
  std::string text = {};              // redacted
  std::string domain = {};
  std::string order_id = {};
  std::string customer = {};
  // Cents of `currency`; `now` is of `new_currency`.
  Cents planned = 0, now = 0, spent = 0, cost = 0, limit = 0;
  std::string currency = {}, new_currency = {};
  std::optional<Reason> row_reason = {};
  std::optional<Provider> provider = {};
  std::vector<std::string> domains = {};
  std::vector<OrderSeen> seen = {};
  PossibleDuplicate duplicate = {};
  // Where it was to be planned again, and that failed: the error's message; redacted.
  std::string replan_error = {};

  bool is_set() const { return kind != Kind::none; }
};

}  // namespace domainplan
