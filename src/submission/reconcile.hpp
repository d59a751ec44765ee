// What became of an order whose answer was lost, as the API's own lists tell.
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "partner/orders.hpp"
#include "submission/order_body.hpp"

namespace domainplan {

struct Finding {
  enum class Kind : std::uint8_t {
    placed,      // `receipt` is its receipt
    not_placed,  // no order of this user has it, and none of its domains is on an order
    undecided,   // `message` says what a person has to look at; escaped
  };
  Kind kind = Kind::undecided;
  partner::OrderReceipt receipt = {};
  std::string message = {};
};

// Whether an order may be one of this user for this bundle: it says so, or does not tell.
bool may_be_like(const partner::OrderReceipt& receipt, const OrderBody& body);

// Looks through the user's orders with this bundle, but for those in `known` (ids of orders that are
// others'), and through the domains on orders. Throws as partner::Client::call does.
Finding reconcile(partner::Client& client, const OrderBody& body, const std::set<std::string>& known);

}  // namespace domainplan
