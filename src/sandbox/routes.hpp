// Which part of the sandbox answers a call.
#pragma once

#include <string>

#include "sandbox/availability.hpp"
#include "sandbox/forwarding.hpp"
#include "sandbox/imports.hpp"
#include "sandbox/key.hpp"
#include "sandbox/orders.hpp"
#include "sandbox/swaps.hpp"

namespace domainplan::sandbox {

// What answers come from.
struct Parts {
  Availability& availability;
  Imports& imports;
  Orders& orders;
  Swaps& swaps;
  Forwardings& forwardings;
  std::string base_url;  // what the links in lists begin with
};

// A call with a right key, to be carried out.
struct Request {
  const Call& call;
  const Key& key;
  Account& account;
  Fault fault = Fault::none;
};

// Throws an ErrorReply: no such path, no such method there, or the key may not do this.
Reply route(const Request& request, Parts& parts);

}  // namespace domainplan::sandbox
