// Facts and what they mean for one customer.
#pragma once

#include <cstdint>

#include "domainplan/availability.hpp"
#include "domainplan/bundle.hpp"
#include "domainplan/plan.hpp"

namespace domainplan {

// What is known of a name in this run. Small, since a large run knows millions.
struct Fact {
  Cents price_cents = kNoPrice;
  Cents renewal_price_cents = kNoPrice;
  Verdict said = Verdict::not_recorded;  // eligible: available; else what the API said, or wrong_currency
  ProviderSet usable_for;

  static constexpr Cents kNoPrice = -1;
};

// The fact that a final row states, in a run that pays in `currency`.
Fact fact_of(const AvailabilityRow& row, const std::string& currency);

// What a customer accepts.
struct Terms {
  Demand demand;
  std::optional<Cents> max_price_cents;
  std::optional<Cents> max_renewal_cents;
  int years = 1;
};

// The providers an order of this size needs.
ProviderSet needed_providers(Demand demand);

// The first verdict that fits, in the contract's order, claims aside: Verdict::eligible where none stands
// against choosing the domain.
Verdict judge(const Fact& fact, const Terms& terms);

// The cost of a domain over `years`, in cents. The renewal price counts only from the second year on.
Cents cost_over(const Fact& fact, int years);

}  // namespace domainplan
