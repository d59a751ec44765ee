// The body of POST /orders, checked against the description field by field.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

// What of an order the sandbox acts on; the rest is checked and then not needed.
struct OrderRequest {
  std::string user;                      // usr_… or an email
  std::optional<std::string> bundle_id;  // unset: a custom order
  std::vector<std::string> domains;      // different ones
};

// Throws a Refusal that names the first offending field.
OrderRequest order_request_in(const Json& body);

}  // namespace domainplan::sandbox
