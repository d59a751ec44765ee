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
  Known known;
  for (const partner::LineItem& item : order.line_items) {
    if (item.quantity <= 0 || item.amount_cents < 0) continue;
    std::optional<Cents>* price = nullptr;
    if (item.type == "google_license") price = &known.google_inbox;
    if (item.type == "microsoft_license") price = &known.microsoft_domain;
    if (!price) continue;
    *price = std::max(price->value_or(0), each(item.amount_cents, item.quantity));
    found = true;
  }
  if (!found) return false;
  Known& kept = known_[order.receipt.currency];
  if (known.google_inbox) kept.google_inbox = known.google_inbox;
  if (known.microsoft_domain) kept.microsoft_domain = known.microsoft_domain;
  return true;
}

void LicencePrices::learn_from_total(Cents total, Cents registrations, std::int64_t domains,
                                     const std::string& currency) {
  if (domains > 0) known_[currency].any_domain = each(std::max<Cents>(0, total - registrations), domains);
}

std::optional<std::string> LicencePrices::only_currency() const {
  // "" sorts first, so where it and one other are known the last is that other.
  const bool is_only = !known_.empty() && known_.size() <= 1 + known_.count("");
  return is_only && !known_.rbegin()->first.empty() ? std::optional(known_.rbegin()->first) : std::nullopt;
}

std::optional<Cents> LicencePrices::price(std::optional<Cents> Known::*kind,
                                          const std::string& currency) const {
  const std::string wanted = currency.empty() ? only_currency().value_or("") : currency;
  for (const std::string& name : {wanted, std::string()})
    if (const auto found = known_.find(name); found != known_.end() && found->second.*kind)
      return found->second.*kind;
  return std::nullopt;
}

std::optional<Cents> LicencePrices::google(const LicenceNeed& need) const {
  if (const auto inbox = price(&Known::google_inbox, need.currency))
    return saturating_product(*inbox, need.google_inboxes);
  if (const auto domain = price(&Known::any_domain, need.currency))
    return saturating_product(*domain, need.google_domains);
  return need.google_domains == 0 ? std::optional<Cents>(0) : std::nullopt;
}

std::optional<Cents> LicencePrices::microsoft(const LicenceNeed& need) const {
  if (const auto domain = price(&Known::microsoft_domain, need.currency))
    return saturating_product(*domain, need.microsoft_domains);
  if (const auto domain = price(&Known::any_domain, need.currency))
    return saturating_product(*domain, need.microsoft_domains);
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
                       const std::set<std::string>& currencies,
                       const std::function<std::optional<partner::Order>(const std::string& id)>& read) {
  std::erase_if(orders, [&](const auto* order) {
    const bool is_wanted =
        order->currency.empty() || currencies.contains("") || currencies.contains(order->currency);
    return order->status == "failed" || !is_wanted;
  });
  std::stable_sort(orders.begin(), orders.end(), [](const auto* one, const auto* other) {
    return one->created_at.value_or(partner::Time::min()) > other->created_at.value_or(partner::Time::min());
  });
  LicencePrices found;
  std::vector<partner::Order> learnt;
  std::map<std::string, std::size_t> looked;
  for (const partner::OrderReceipt* const receipt : orders) {
    if (found.cost_of({1, 1, 1, receipt->currency}) || ++looked[receipt->currency] > kNewestOrders) continue;
    auto full = read(receipt->id);
    if (!full) continue;
    if (full->receipt.currency.empty()) full->receipt.currency = receipt->currency;
    if (found.learn(*full)) learnt.push_back(*std::move(full));
  }
  for (auto order = learnt.rbegin(); order != learnt.rend(); ++order) prices.learn(*order);
}

}  // namespace domainplan
