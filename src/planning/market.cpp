#include "planning/market.hpp"

namespace domainplan {

namespace {

Verdict verdict_of(Reason reason) {
  switch (reason) {
    case Reason::taken:
      return Verdict::taken;
    case Reason::premium:
      return Verdict::premium;
    case Reason::invalid:
      return Verdict::invalid;
    case Reason::errored:
      return Verdict::errored;
    case Reason::stale:
      return Verdict::stale;
    case Reason::not_recorded:
      return Verdict::not_recorded;
  }
  return Verdict::errored;
}

}  // namespace

bool is_fresh(UtcTime checked_at, std::chrono::system_clock::time_point now) {
  return is_fresh(std::chrono::floor<std::chrono::microseconds>(now) - checked_at, kFreshFor);
}

bool still_holds(const AvailabilityRow& row, std::optional<UtcTime> checked_at,
                 std::chrono::system_clock::time_point now) {
  if (!row.available() && !row.unsettled()) return true;
  return checked_at && is_fresh(*checked_at, now);
}

Fact fact_of(const AvailabilityRow& row, const std::string& currency) {
  Fact fact;
  fact.price_cents = row.price_cents.value_or(Fact::kNoPrice);
  fact.renewal_price_cents = row.renewal_price_cents.value_or(Fact::kNoPrice);
  fact.usable_for = row.usable_for;
  // The same rule as for a row that is read, as this one may have been made by hand.
  if (const auto reason = reason_of_row(row, row.available(), false, row.reason))
    fact.said = verdict_of(*reason);
  else
    fact.said = row.currency == currency ? Verdict::eligible : Verdict::wrong_currency;
  return fact;
}

bool is_shareable(const AvailabilityRow& row) { return !row.unsettled() && row.reason != Reason::invalid; }

ProviderSet needed_providers(Demand demand) {
  ProviderSet needed;
  if (demand.google > 0) needed = needed | Provider::google;
  if (demand.microsoft > 0) needed = needed | Provider::microsoft;
  return needed;
}

Verdict judge(const Fact& fact, const Terms& terms) {
  if (fact.said != Verdict::eligible) return fact.said;
  // A renewal price that bears on the choice but is missing is not a price: never guess what is paid.
  const bool renewal_matters = terms.max_renewal_cents.has_value() || terms.years > 1;
  if (renewal_matters && fact.renewal_price_cents == Fact::kNoPrice) return Verdict::errored;
  if (terms.max_price_cents && fact.price_cents > *terms.max_price_cents) return Verdict::over_price;
  if (terms.max_renewal_cents && fact.renewal_price_cents > *terms.max_renewal_cents)
    return Verdict::over_price;
  if ((fact.usable_for & needed_providers(terms.demand)).empty()) return Verdict::wrong_provider;
  return Verdict::eligible;
}

Cents cost_over(const Fact& fact, int years) {
  return fact.price_cents + (years > 1 ? (years - 1) * fact.renewal_price_cents : 0);
}

}  // namespace domainplan
