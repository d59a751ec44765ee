// What became of an order whose answer was lost, as the account's lists say.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domainplan/submit_reason.hpp"
#include "submission/account_view.hpp"
#include "submission/duplicates.hpp"

namespace domainplan {

// An order whose answer was lost.
struct LostOrder {
  std::string user;       // an email or a usr_… id
  std::string bundle_id;  // bun_…
  std::set<std::string> domains;
  std::set<std::string> not_these = {};  // ids of orders that are others', or were there before it was sent
  std::int64_t not_before_s =
      0;  // an order made earlier than this (seconds since 1970, the server's) is another one
};

struct LostFinding {
  enum class Kind : std::uint8_t {
    placed,   // `order` is this one
    absent,   // nothing of it is there
    unclear,  // `seen` may be it
  };
  Kind kind = Kind::absent;
  std::optional<partner::Order> order = {};
  std::vector<OrderSeen> seen = {};
  // Where absent: a live order of the same user that was not there before, or one of another user that has
  // the domains. To send the bytes again could give the user, or a domain, two.
  SubmitReason newcomer = {};
};

// Looks through the account. `read` is asked for each order that may be the one.
LostFinding find_lost(const LostOrder& lost, const AccountView& account, const ReadOrder& read);

}  // namespace domainplan
