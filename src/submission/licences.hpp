// What licences cost, as far as the account's own orders tell: the vendor publishes no price list.
#pragma once

#include <cstdint>
#include <optional>

#include "domainplan/availability.hpp"
#include "partner/orders.hpp"

namespace domainplan {

// The licences that an order is billed for: Google for each inbox, Microsoft for each domain.
struct LicenceNeed {
  std::int64_t google_inboxes = 0;
  std::int64_t google_domains = 0;
  std::int64_t microsoft_domains = 0;
};

// Prices in cents a month. What was learnt from line items counts before what was derived from a total, and
// of two prices of one kind the one learnt last; so learn from the oldest order first.
class LicencePrices {
 public:
  // Takes the prices of the line items of an order that the vendor has; a price is rounded up to whole cents.
  // Returns whether there was one.
  bool learn(const partner::Order& order);
  // Takes the price of a licence for a domain of any kind from an order whose bill has no items: what `total`
  // exceeds `registrations` by, at least 0, for each of `domains`, rounded up.
  void learn_from_total(Cents total, Cents registrations, std::int64_t domains);

  // Of a month's licences; nothing while the price of one that is needed is unknown.
  std::optional<Cents> cost_of(const LicenceNeed& need) const;
  // The same, where what is unknown counts as 0.
  Cents known_part_of(const LicenceNeed& need) const;

 private:
  std::optional<Cents> google(const LicenceNeed& need) const;
  std::optional<Cents> microsoft(const LicenceNeed& need) const;

  std::optional<Cents> google_inbox_, microsoft_domain_;  // from line items
  std::optional<Cents> any_domain_;                       // from a total
};

}  // namespace domainplan
