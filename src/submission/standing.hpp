// What the journal says of an order, and so what is to be done about it.
#pragma once

#include <string>

#include "domainplan/error.hpp"
#include "domainplan/submit.hpp"
#include "store/journal.hpp"
#include "submission/outgoing.hpp"

namespace domainplan {

struct Standing {
  enum class Work : std::uint8_t {
    none,  // it is settled
    send,  // nothing of it is at the vendor
    find   // it may have been sent: look it up in the account's lists
  };
  Work work = Work::none;
  SubmitState state = SubmitState::not_sent;
  SubmitReason reason = {};
  Remedy remedy = Remedy::none;
};

// What gets an order past its state, in general.
Remedy usual_remedy(SubmitState state);

// `sending` is null where the journal has nothing of it.
Standing standing_of(const Outgoing& order, const Sending* sending);

// The journal's word on a customer; null where it has none.
const Sending* sending_of(const Sendings& sendings, const std::string& customer);

}  // namespace domainplan
