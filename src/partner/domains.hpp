// GET /domains: the partner's domains, in stock or on an order.
#pragma once

#include <string>
#include <vector>

#include "partner/client.hpp"

namespace domainplan::partner {

struct PartnerDomain {
  std::string domain;    // normal form
  std::string category;  // inventory (ready, on no order) or connected (on an order)
  std::string order_id;  // "" where it is on none
};

// All that match `query` ("category=inventory&user=…", values percent-encoded; "" for all). Throws as
// Client::each does.
std::vector<PartnerDomain> list_domains(Client& client, const std::string& query);

}  // namespace domainplan::partner
