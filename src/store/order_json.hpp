// The body of POST /orders.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domainplan/customer.hpp"

namespace domainplan {

// The exact bytes to send for `customer` and `domains` (those for Google first, in the order's order): keys
// in the contract's order, two-space indent, one final newline, UTF-8 as it is. The vendor distinguishes one
// order from another by these bytes, so they depend on nothing else. Holds the customer's password.
std::string order_json(const Customer& customer, const std::vector<std::string>& domains);

// The sequencer's password in such bytes; nothing where they are not an order.
std::optional<std::string> password_in(const std::string& order);

}  // namespace domainplan
