// GET /me: whose key this is, and what it may do. Session::account() asks it once for all.
#pragma once

#include <string>

#include "domainplan/session.hpp"
#include "partner/client.hpp"

namespace domainplan::partner {

struct Me {
  Account account;
  std::string environment;  // live or test
};

// Throws RunError where there is no usable partner id, environment or permission_preset.
Me read_me(const Fields& data);

// Throws as Client::call does.
Me ask_me(Client& client);

}  // namespace domainplan::partner
