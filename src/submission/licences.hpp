// What licences cost, as far as the account's own orders show: the vendor publishes no price list.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domainplan/availability.hpp"
#include "partner/orders.hpp"
#include "store/figure.hpp"

namespace domainplan {

// Prices in cents a month, by currency: a price in one currency says nothing of another. An order that does
// not name its currency counts for all of them; a need that does not takes the price where there is only one
// currency. What was learnt from line items counts before what was derived from a total, and
// of two prices of one kind the one learnt last; so learn from the oldest order first.
class LicencePrices {
 public:
  // Takes the prices of the line items of an order that the vendor has, of several lines of one kind the
  // highest; a price is rounded up to whole cents.
  // Returns whether there was one.
  bool learn(const partner::Order& order);
  // Takes the price of a licence for a domain of any kind from an order whose bill has no items: what `total`
  // exceeds `registrations` by, at least 0, for each of `domains`, rounded up.
  void learn_from_total(Cents total, Cents registrations, std::int64_t domains, const std::string& currency);

  // Of a month's licences; nothing while the price of one that is needed is unknown.
  std::optional<Cents> cost_of(const LicenceNeed& need) const;
  // The same, where what is unknown counts as 0.
  Cents known_part_of(const LicenceNeed& need) const;
  // The currency of all prices, where one alone is known.
  std::optional<std::string> only_currency() const;

 private:
  std::optional<Cents> google(const LicenceNeed& need) const;
  std::optional<Cents> microsoft(const LicenceNeed& need) const;

  struct Known {
    std::optional<Cents> google_inbox, microsoft_domain;  // from line items
    std::optional<Cents> any_domain;                      // from a total
  };
  std::optional<Cents> price(std::optional<Cents> Known::*kind, const std::string& currency) const;

  std::map<std::string, Known> known_;  // by currency
};

// Orders of the account whose line items are looked at for the prices.
inline constexpr std::size_t kNewestOrders = 10;

// Learns from the newest of `orders` that have not failed, at most kNewestOrders of each of `currencies` (""
// among them: of any), until both prices are known in it; of two prices the newest order's counts. `read` is
// GET /orders/{id}; nothing where it cannot be read.
void learn_from_newest(LicencePrices& prices, std::vector<const partner::OrderReceipt*> orders,
                       const std::set<std::string>& currencies,
                       const std::function<std::optional<partner::Order>(const std::string& id)>& read);

}  // namespace domainplan
