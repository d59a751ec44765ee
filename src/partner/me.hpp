// GET /me: whose key this is, and what it may do.
#pragma once

#include <string>

#include "partner/client.hpp"

namespace domainplan::partner {

struct Me {
  std::string environment;        // live or test
  std::string permission_preset;  // full, limited (may only check availability) or read (may write nothing)
};

// Throws as Client::call does.
Me ask_me(Client& client);

}  // namespace domainplan::partner
