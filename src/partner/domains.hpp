// GET /domains: the partner's domains, in stock or on an order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domainplan/provider.hpp"
#include "partner/client.hpp"

namespace domainplan::partner {

// Only the name is required; other values are absent where the API did not give them, or gave odd ones.
struct PartnerDomain {
  std::string id;        // dom_…
  std::string domain;    // canonical form
  std::string category;  // inventory (ready, on no order) or connected (on an order)
  std::string status;
  std::optional<Provider> provider;
  std::string user_id;                  // usr_…
  std::string order_id;                 // ord_…; "" where it is on none, or the API does not name it
  bool is_on_unreadable_order = false;  // an order is named whose id cannot be read
  ProviderSet usable_for;               // as far as it names providers that are known here
  bool lists_usable_for = false;        // whether it is there at all
  std::string forwarding_url;
  std::optional<Time> created_at;
};

// Throws RunError where there is no domain name.
PartnerDomain read_domain(const Fields& data);

// All pages. `query` is "" for all ("category=inventory&user=…", values percent-encoded; the API may not heed
// it). Throws as Client::each does.
List<PartnerDomain> list_domains(Client& client, const std::string& query = "");

}  // namespace domainplan::partner
