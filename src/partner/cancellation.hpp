// POST /orders/{id}/cancel: an order, or some of its domains, ends with its renewal period.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "partner/send_once.hpp"

namespace domainplan::partner {

struct CancelledDomain {
  std::string id;      // dom_…; may be empty
  std::string domain;  // canonical form
};

// Only the id is required.
struct Cancellation {
  std::string id;      // ord_…
  std::string status;  // cancel_scheduled, or newer
  std::optional<Time> cancellation_scheduled_at;
  std::optional<Time> cancels_at;  // the end of the renewal period
  std::vector<CancelledDomain> domains;
  std::vector<Odd> odd;
};

// Throws RunError where the id is missing or malformed.
Cancellation read_cancellation(const Fields& data);

// Cancels the whole order, or only `domains` (dom_ ids or names) where there are any; at most one attempt.
// `lost_before` as in judge(). Throws Interrupted.
SentFor<Cancellation> cancel_order(Client& client, const std::string& order_id,
                                   const std::vector<std::string>& domains, bool lost_before);

}  // namespace domainplan::partner
