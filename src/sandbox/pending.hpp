// GET /orders/pending: what a person has to do.
#pragma once

#include <string>

#include "sandbox/order_life.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

Reply pending_actions(const Call& call, Account& account, Circumstances around, const std::string& url);

}  // namespace domainplan::sandbox
