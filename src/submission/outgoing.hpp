// An order of a plan, ready to be sent.
#pragma once

#include <string>
#include <vector>

#include "domainplan/plan_rows.hpp"
#include "domainplan/submit_reason.hpp"
#include "submission/order_body.hpp"
#include "submission/spending.hpp"

namespace domainplan {

struct Outgoing {
  std::string customer;
  std::vector<PlannedDomain> domains;  // in the order's order
  Figure figure;
  Cents renewal_cents = 0;       // of every further year, as far as known
  std::string currency;          // "" where nothing is registered
  std::string plan_currency;     // that the plan chose by; also where nothing is registered
  OrderBody body;                // as it is on the disk; without bytes where it cannot be read or is edited
  SubmitReason edited;           // why it is order_edited; unset where it is not
  bool can_be_accepted = false;  // edited, but it can be sent as it is
  bool is_unpinned = false;      // of a folder without plan.json, from which nothing new is sent
};

}  // namespace domainplan
