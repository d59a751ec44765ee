// A market for tests: availability as a function of the name alone.
#pragma once

#include <functional>
#include <string>

#include "domainplan/availability.hpp"
#include "domainplan/customer.hpp"

inline domainplan::AvailabilityRow market_row(const std::string& domain) {
  using namespace domainplan;
  const std::size_t chance = std::hash<std::string>()(domain);
  if (chance % 100 < 45) return {.domain = domain, .reason = Reason::taken};
  const std::size_t kind = chance / 100 % 10;
  return {.domain = domain,
          .price_cents = static_cast<Cents>(500 + chance / 1000 % 20 * 100),
          .renewal_price_cents = 1500,
          .currency = "usd",
          .usable_for = kind < 2   ? ProviderSet(Provider::google)
                        : kind < 3 ? ProviderSet(Provider::microsoft)
                                   : ProviderSet::both()};
}

inline domainplan::Customer market_customer(std::string key, std::string brand, domainplan::Demand demand) {
  domainplan::Customer customer;
  customer.key = std::move(key);
  customer.brand = std::move(brand);
  customer.bundle.required = demand;
  return customer;
}
