// Makes an answer wrong.
#pragma once

#include "sandbox/faults.hpp"
#include "sandbox/moment.hpp"

namespace domainplan::sandbox {

// What an answer is made wrong with.
struct Injection {
  Fault fault = Fault::none;
  std::uint64_t chance = 0;      // decides where the fault strikes
  Moment now = {};               // the sandbox's time
  std::string first_order = {};  // the id of the account's first order
  std::string secret = {};       // the login password of the last order
};

// The answer to a call that is not carried out: is_instead(fault).
Reply refusal_of(Fault fault);

// Makes `reply`, the answer to a call that was carried out, wrong.
void inject_fault(Reply& reply, const Injection& injection);

}  // namespace domainplan::sandbox
