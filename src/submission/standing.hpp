// What the journal says of an order, and so what is to be done about it.
#pragma once

#include <string>

#include "domainplan/submit.hpp"
#include "store/journal.hpp"
#include "submission/outgoing.hpp"

namespace domainplan {

struct Standing {
  enum class Work : std::uint8_t {
    none,  // it is settled
    send,  // nothing of it is at the vendor
    find   // it was sent, perhaps: the account's lists have to say
  };
  Work work = Work::none;
  SubmitState state = SubmitState::not_sent;
  std::string message = {};
};

// `sending` is null where the journal has nothing of it.
Standing standing_of(const Outgoing& order, const Sending* sending);

// The journal's word on a customer; null where it has none.
const Sending* sending_of(const Sendings& sendings, const std::string& customer);

}  // namespace domainplan
