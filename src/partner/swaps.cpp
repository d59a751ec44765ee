#include "partner/swaps.hpp"

#include <fmt/format.h>

#include "core/percent.hpp"
#include "core/text.hpp"

namespace domainplan::partner {

std::string_view name_of(SwapType type) { return type == SwapType::standard ? "standard" : "premium"; }

namespace {

void read_optional_fields(const Fields& data, Swap& swap) {
  swap.place = data.where();
  swap.domain_id = data.optional_id("domain_id", "dom_");
  swap.order_id = data.optional_id("order_id", "ord_");
  swap.user_id = data.optional_id("user_id", "usr_");
  swap.replacement_domain = data.optional_domain("replacement_domain");
  swap.created_at = data.time("created_at");
}

}  // namespace

Swap read_swap(const Fields& data) {
  Swap swap;
  swap.id = data.id("id", "swp_");
  swap.type = data.word("type");
  swap.status = data.word("status");
  read_optional_fields(data, swap);
  return swap;
}

Swap read_listed_swap(const Fields& data) {
  Swap swap;
  swap.id = data.optional_id("id", "swp_");
  swap.type = data.optional_word("type");
  swap.status = data.optional_word("status");
  for (const char* const name : {"id", "type", "status"})
    if (!data.has(name)) data.note(name, "missing");
  read_optional_fields(data, swap);
  return swap;
}

List<Swap> list_swaps(Client& client, const std::string& query) {
  return client.read_list(query.empty() ? "/swaps" : fmt::format("/swaps?{}", query), read_listed_swap);
}

Swap get_swap(Client& client, const std::string& id) {
  return client.read_one(fmt::format("/swaps/{}", percent_encoded(id)), fmt::format("GET /swaps/{}", id),
                         read_swap);
}

SentFor<Swap> create_swap(Client& client, SwapType type, const std::string& domain_id,
                          const std::string& replacement_domain, bool lost_before,
                          std::function<bool()> may_start) {
  const nlohmann::json body = {
      {"type", name_of(type)}, {"domain_id", domain_id}, {"replacement_domain", replacement_domain}};
  return send_once(client, {"POST", "/swaps", body.dump()}, lost_before, read_swap, std::move(may_start));
}

}  // namespace domainplan::partner
