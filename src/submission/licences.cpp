#include "submission/licences.hpp"

#include <algorithm>

#include "submission/cents.hpp"

namespace domainplan {
namespace {

// The price of one of `quantity`, rounded up.
Cents each(Cents amount, std::int64_t quantity) {
  return amount / quantity + (amount % quantity > 0 ? 1 : 0);
}

}  // namespace

bool LicencePrices::learn(const partner::Order& order) {
  bool found = false;
  for (const partner::LineItem& item : order.line_items) {
    if (item.quantity <= 0 || item.amount_cents < 0) continue;
    std::optional<Cents>* price = nullptr;
    if (item.type == "google_license") price = &google_inbox_;
    if (item.type == "microsoft_license") price = &microsoft_domain_;
    if (!price) continue;
    *price = each(item.amount_cents, item.quantity);
    found = true;
  }
  return found;
}

void LicencePrices::learn_from_total(Cents total, Cents registrations, std::int64_t domains) {
  if (domains > 0) any_domain_ = each(std::max<Cents>(0, total - registrations), domains);
}

std::optional<Cents> LicencePrices::google(const LicenceNeed& need) const {
  if (google_inbox_) return saturating_product(*google_inbox_, need.google_inboxes);
  if (any_domain_) return saturating_product(*any_domain_, need.google_domains);
  return need.google_domains == 0 ? std::optional<Cents>(0) : std::nullopt;
}

std::optional<Cents> LicencePrices::microsoft(const LicenceNeed& need) const {
  if (microsoft_domain_) return saturating_product(*microsoft_domain_, need.microsoft_domains);
  if (any_domain_) return saturating_product(*any_domain_, need.microsoft_domains);
  return need.microsoft_domains == 0 ? std::optional<Cents>(0) : std::nullopt;
}

std::optional<Cents> LicencePrices::cost_of(const LicenceNeed& need) const {
  const auto one = google(need), other = microsoft(need);
  if (!one || !other) return std::nullopt;
  return saturating_sum(*one, *other);
}

Cents LicencePrices::known_part_of(const LicenceNeed& need) const {
  return saturating_sum(google(need).value_or(0), microsoft(need).value_or(0));
}

void learn_from_newest(LicencePrices& prices, std::vector<const partner::OrderReceipt*> orders,
                       const std::function<std::optional<partner::Order>(const std::string& id)>& read) {
  std::erase_if(orders, [](const auto* order) { return order->status == "failed"; });
  std::stable_sort(orders.begin(), orders.end(), [](const auto* one, const auto* other) {
    return one->created_at.value_or(partner::Time::min()) > other->created_at.value_or(partner::Time::min());
  });
  orders.resize(std::min(orders.size(), kNewestOrders));
  LicencePrices found;
  std::vector<partner::Order> learnt;
  constexpr LicenceNeed kBoth{1, 1, 1};
  for (const partner::OrderReceipt* const receipt : orders) {
    if (found.cost_of(kBoth)) break;
    auto full = read(receipt->id);
    if (full && found.learn(*full)) learnt.push_back(*std::move(full));
  }
  for (auto order = learnt.rbegin(); order != learnt.rend(); ++order) prices.learn(*order);
}

}  // namespace domainplan
