#include "partner/cancellation.hpp"

#include <fmt/format.h>

#include "core/percent.hpp"

namespace domainplan::partner {

Cancellation read_cancellation(const Fields& data) {
  constexpr std::size_t kMostDomains = 10'000;
  Cancellation cancellation;
  cancellation.id = data.id("id", "ord_");
  const Fields fields(data.object(), fmt::format("cancellation of order {}", cancellation.id),
                      {data.reading().redactor, cancellation.odd});
  cancellation.status = fields.optional_word("status");
  cancellation.cancellation_scheduled_at = fields.time("cancellation_scheduled_at");
  cancellation.cancels_at = fields.time("cancels_at");
  fields.each("domains", kMostDomains, [&](const nlohmann::json& item, const std::string& place) {
    try {
      const Fields row(item, place, fields.reading());
      cancellation.domains.push_back({row.optional_id("id", "dom_"), row.domain("domain")});
    } catch (const RunError& error) {
      fields.note("domains", error.what());
    }
  });
  return cancellation;
}

SentFor<Cancellation> cancel_order(Client& client, const std::string& order_id,
                                   const std::vector<std::string>& domains, bool lost_before) {
  Request request{"POST", fmt::format("/orders/{}/cancel", percent_encoded(order_id)), ""};
  if (!domains.empty()) request.body = nlohmann::json{{"domains", domains}}.dump();
  return send_once(client, std::move(request), lost_before, read_cancellation);
}

}  // namespace domainplan::partner
