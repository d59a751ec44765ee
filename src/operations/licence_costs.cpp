#include "operations/licence_costs.hpp"

#include <set>

#include "partner/bundles.hpp"

namespace domainplan {

LicenceCosts::LicenceCosts(partner::Client& client, const std::vector<partner::OrderReceipt>& orders) {
  if (orders.empty()) return;
  std::vector<const partner::OrderReceipt*> all;
  std::set<std::string> currencies;
  for (const partner::OrderReceipt& order : orders) {
    all.push_back(&order);
    if (!order.currency.empty()) currencies.insert(order.currency);
  }
  learn_from_newest(prices_, std::move(all), currencies,
                    [&](const std::string& id) { return std::optional(partner::get_order(client, id)); });
  constexpr std::int64_t kMostInboxes = 100;
  std::vector<partner::Odd> ignored;
  for (const nlohmann::json& bundle : partner::list_bundles(client).items) {
    const partner::Fields fields(bundle, "bundle", client.reading(ignored));
    const std::string id = fields.optional_id("id", "bun_");
    if (const auto inboxes = fields.count("google_inboxes_per_domain", kMostInboxes); inboxes && !id.empty())
      inboxes_[id] = *inboxes;
  }
}

std::optional<Cents> LicenceCosts::of(const partner::PartnerDomain& domain,
                                      const partner::OrderReceipt& order) const {
  if (order.currency.empty()) return std::nullopt;
  if (domain.provider == Provider::microsoft)
    return prices_.cost_of({.microsoft_domains = 1, .currency = order.currency});
  if (domain.provider != Provider::google || !order.bundle_id) return std::nullopt;
  const auto inboxes = inboxes_.find(*order.bundle_id);
  if (inboxes == inboxes_.end()) return std::nullopt;
  return prices_.cost_of(
      {.google_inboxes = inboxes->second, .google_domains = 1, .currency = order.currency});
}

}  // namespace domainplan
