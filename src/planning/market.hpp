// The market: what an availability row means for a run and for a customer. The one home of "final", "fresh"
// and the order of verdicts. (What a single row says of its domain is reason_of_row() of core/availability.)
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "domainplan/availability.hpp"
#include "domainplan/bundle.hpp"
#include "domainplan/plan.hpp"
#include "io/rfc3339.hpp"

namespace domainplan {

// How often a name is asked at most: once, and again up to 3 times while its row is not final.
inline constexpr int kMaxAsks = 1 + 3;

// Whether `row`, the API's answer to the `asks`-th call for its domain, is final: it is neither stale nor
// errored, or it is not asked for again.
inline bool is_final(const AvailabilityRow& row, int asks) { return !row.unsettled() || asks >= kMaxAsks; }

// How long a row is fresh: the vendor says 5 minutes.
inline constexpr std::chrono::minutes kFreshFor{5};

// Whether a row of this age is fresh: less than `limit` old, and not from the future.
inline bool is_fresh(std::chrono::microseconds age, std::chrono::microseconds limit) {
  return age >= age.zero() && age < limit;
}
// The same for a row that the API gave at `checked_at`, at `now`: kFreshFor is the limit.
bool is_fresh(UtcTime checked_at, std::chrono::system_clock::time_point now);

// Whether a recorded row is still worth having at `now`: it is fresh, or says what does not change (a name
// that is taken, premium or invalid stays so).
bool still_holds(const AvailabilityRow& row, std::optional<UtcTime> checked_at,
                 std::chrono::system_clock::time_point now);

// What is known of a name in this run. Small, since a large run knows millions.
struct Fact {
  Cents price_cents = kNoPrice;          // first year
  Cents renewal_price_cents = kNoPrice;  // every further year
  Verdict said = Verdict::not_recorded;  // eligible: available; else what the API said, or wrong_currency
  ProviderSet usable_for;

  static constexpr Cents kNoPrice = -1;
};
static_assert(sizeof(Fact) == 24, "a plan of 100,000 customers holds millions of them");

// The fact that a final row states, in a run that pays in `currency`. Never eligible without a price.
Fact fact_of(const AvailabilityRow& row, const std::string& currency);

// Whether the API said that a name is available, in whatever currency.
inline bool is_available(const Fact& fact) {
  return fact.said == Verdict::eligible || fact.said == Verdict::wrong_currency;
}

// Whether other runs can use a row: it is final for them, too, and about a name that they may ask for.
bool is_shareable(const AvailabilityRow& row);

// What a customer accepts.
struct Terms {
  Demand demand;
  std::optional<Cents> max_price_cents;
  std::optional<Cents> max_renewal_cents;
  int years = 1;
};

// The providers an order of this size needs.
ProviderSet needed_providers(Demand demand);

// The first verdict that applies, in this order: what the API said (taken, premium, invalid, errored, stale),
// wrong_currency, over_price, wrong_provider; Verdict::eligible where none does. (Claims are the caller's:
// they come last.)
Verdict judge(const Fact& fact, const Terms& terms);

// The cost of a domain over `years`, in cents. The renewal price counts only from the second year on.
Cents cost_over(const Fact& fact, int years);

}  // namespace domainplan
