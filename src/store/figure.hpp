// What an order costs, as we know before it is sent. The journal keeps it, so that an order whose row is gone
// counts in full once a price of a licence is known.
#pragma once

#include <cstdint>
#include <string>

#include "domainplan/availability.hpp"

namespace domainplan {

// The licences that an order is billed for: Google for each inbox, Microsoft for each domain.
struct LicenceNeed {
  std::int64_t google_inboxes = 0;
  std::int64_t google_domains = 0;
  std::int64_t microsoft_domains = 0;
  std::string currency = {};  // that the order is billed in; "" where that is not known
};

struct Figure {
  Cents registrations = 0;  // first-year prices of the domains to be registered
  LicenceNeed licences;
};

}  // namespace domainplan
