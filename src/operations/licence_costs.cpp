#include "operations/licence_costs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "operations/live_order.hpp"
#include "partner/bundles.hpp"

namespace domainplan {

LicenceCosts::LicenceCosts(partner::Client& client, const std::vector<partner::OrderReceipt>& orders,
                           const std::vector<partner::PartnerDomain>& domains, std::vector<Notice>& warnings)
    : client_(client), orders_(orders), warnings_(warnings) {
  for (const partner::PartnerDomain& domain : domains)
    if (!domain.order_id.empty()) domains_[domain.order_id].push_back(&domain);
  for (auto& [order, of_order] : domains_)
    std::sort(of_order.begin(), of_order.end(),
              [](const auto* one, const auto* other) { return one->domain < other->domain; });
}

// Null where it cannot be read.
const partner::Order* LicenceCosts::bill_of(const std::string& order) {
  const auto [found, is_new] = bills_.try_emplace(order);
  if (is_new && bills_.size() <= kMostBills) found->second = readable_order(client_, order, warnings_);
  if (is_new && bills_.size() == kMostBills + 1)
    warnings_.push_back({.code = NoticeCode::bills_estimated, .limit = kMostBills});
  return found->second ? &*found->second : nullptr;
}

// For orders without a bill.
void LicenceCosts::learn_prices() {
  if (std::exchange(has_learnt_, true)) return;
  std::vector<const partner::OrderReceipt*> all;
  std::set<std::string> currencies;
  for (const partner::OrderReceipt& order : orders_) {
    all.push_back(&order);
    if (!order.currency.empty()) currencies.insert(order.currency);
  }
  learn_from_newest(prices_, std::move(all), currencies, [&](const std::string& id) {
    const auto read = bills_.find(id);
    return read == bills_.end() ? readable_order(client_, id, warnings_) : read->second;
  });
  constexpr std::int64_t kMostInboxes = 100;
  std::vector<partner::Odd> ignored;
  try {
    for (const nlohmann::json& bundle : partner::list_bundles(client_).items) {
      const partner::Fields fields(bundle, "bundle", client_.reading(ignored));
      const std::string id = fields.optional_id("id", "bun_");
      if (const auto inboxes = fields.count("google_inboxes_per_domain", kMostInboxes);
          inboxes && !id.empty())
        inboxes_[id] = *inboxes;
    }
  } catch (const RunError& error) {
    if (error.code() != ErrorCode::api) throw;
    warnings_.push_back({.code = NoticeCode::bundles_unreadable, .reason = error.what()});
  }
}

std::optional<Cents> LicenceCosts::of(const partner::PartnerDomain& domain,
                                      const partner::OrderReceipt& order) {
  if (order.currency.empty() || !domain.provider) return std::nullopt;
  if (const partner::Order* const bill = bill_of(order.id)) {
    if (!bill->receipt.currency.empty() && bill->receipt.currency != order.currency) return std::nullopt;
    if (const auto share = share_of_bill(*bill, domain, domains_[order.id])) return share;
  }
  learn_prices();
  if (domain.provider == Provider::microsoft)
    return prices_.cost_of({.microsoft_domains = 1, .currency = order.currency});
  if (!order.bundle_id) return std::nullopt;
  const auto inboxes = inboxes_.find(*order.bundle_id);
  if (inboxes == inboxes_.end()) return std::nullopt;
  return prices_.cost_of(
      {.google_inboxes = inboxes->second, .google_domains = 1, .currency = order.currency});
}

}  // namespace domainplan
