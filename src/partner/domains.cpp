#include "partner/domains.hpp"

#include <fmt/format.h>

#include "domainplan/domain_name.hpp"

namespace domainplan::partner {

std::vector<PartnerDomain> list_domains(Client& client, const std::string& query) {
  std::vector<PartnerDomain> domains;
  client.each(query.empty() ? "/domains" : fmt::format("/domains?{}", query),
              [&](const nlohmann::json& item) {
                const std::string name = text_field(item, "domain", "a domain of GET /domains");
                domains.push_back({normalise_domain(name), text_field(item, "category", name),
                                   optional_text_field(item, "order_id", name)});
              });
  return domains;
}

}  // namespace domainplan::partner
