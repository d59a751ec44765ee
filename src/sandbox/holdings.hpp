// GET /domains: what the partner has, in its inventory or on an order.
#pragma once

#include <string>

#include "sandbox/order_life.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

OrderedJson json_of(const Holding& domain, const Account& account);

Reply list_domains(const Call& call, Account& account, Circumstances around, const std::string& url);

}  // namespace domainplan::sandbox
