// Possible duplicates: orders that a customer may have already. Pure; `plan` reports them, `submit` holds
// them.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domainplan/submit_reason.hpp"
#include "submission/account_view.hpp"

namespace domainplan {

// An order that is to be sent.
struct NewOrder {
  std::string customer;
  std::string user;                  // an email or a usr_… id
  std::vector<std::string> domains;  // canonical form
};

// The customers that orders are journalled for, by id: in this folder, in those reserved by, in the
// ledger.
using JournalledOrders = std::map<std::string, std::string>;

// Looks through the account's orders. What cannot be allowed comes first.
std::optional<PossibleDuplicate> find_duplicate(const NewOrder& order, const AccountView& account,
                                                const JournalledOrders& journalled);

// What makes two rows of a plan look like one customer.
struct PlanRow {
  std::string customer;
  std::string user;
  std::string forwarding_host;
  std::string stem;      // the brand's; "" where it is not known
  bool is_sent = false;  // the vendor has its order, or may have it
};

// For each row that looks like an earlier one (same user, forwarding host and stem): that one, by the
// customer of the later. `rows` in the order of the plan; what was sent is earlier than what was not. A row
// without a stem is like no other, unless it was sent: then its customer may have another key now, and it is
// like every row of its user and host.
std::map<std::string, PossibleDuplicate> repeated_rows(const std::vector<PlanRow>& rows);

}  // namespace domainplan
