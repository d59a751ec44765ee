#include "partner/domains.hpp"

#include <fmt/format.h>

namespace domainplan::partner {
namespace {

std::optional<Provider> read_provider(const Fields& data) {
  const std::string word = data.optional_word("provider");
  const auto provider = provider_of(word);
  if (!word.empty() && !provider) data.note("provider", fmt::format("unknown provider '{}'", word));
  return provider;
}

ProviderSet read_usable_for(const Fields& data) {
  constexpr std::size_t kMost = 16;
  ProviderSet usable_for;
  data.each("usable_for", kMost, [&](const nlohmann::json& item, const std::string&) {
    const auto provider = item.is_string() ? provider_of(item.get_ref<const std::string&>()) : std::nullopt;
    if (provider)
      usable_for = usable_for | *provider;
    else
      data.note("usable_for", "an unknown provider");
  });
  return usable_for;
}

}  // namespace

PartnerDomain read_domain(const Fields& data) {
  PartnerDomain domain;
  domain.domain = data.domain("domain");
  domain.id = data.optional_id("id", "dom_");
  domain.category = data.optional_word("category");
  domain.status = data.optional_word("status");
  domain.provider = read_provider(data);
  domain.user_id = data.optional_id("user_id", "usr_");
  domain.order_id = data.optional_id("order_id", "ord_");
  domain.is_on_unreadable_order = data.has("order_id") && domain.order_id.empty();
  domain.usable_for = read_usable_for(data);
  domain.lists_usable_for = data.has("usable_for");
  domain.forwarding_url = data.url("forwarding_url");
  domain.created_at = data.time("created_at");
  return domain;
}

List<PartnerDomain> list_domains(Client& client, const std::string& query) {
  return client.read_list(query.empty() ? "/domains" : fmt::format("/domains?{}", query), read_domain);
}

}  // namespace domainplan::partner
