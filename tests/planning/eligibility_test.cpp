#include "planning/eligibility.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {

AvailabilityRow available() {
  return {.domain = "a.com",
          .price_cents = 1000,
          .renewal_price_cents = 1500,
          .currency = "usd",
          .usable_for = ProviderSet::both()};
}

Verdict verdict(const AvailabilityRow& row, const Terms& terms = {{1, 1}, {}, {}, 1}) {
  return judge(fact_of(row, "usd"), terms);
}

}  // namespace

TEST_CASE("an available row within the terms is eligible") {
  CHECK(verdict(available()) == Verdict::eligible);
}

TEST_CASE("what the API said comes before everything else") {
  AvailabilityRow row = available();
  row.price_cents = 1'000'000;
  row.reason = GENERATE(Reason::taken, Reason::premium, Reason::invalid, Reason::errored, Reason::stale);
  CHECK(name_of(verdict(row, {{1, 1}, 500, {}, 1})) == name_of(*row.reason));
}

TEST_CASE("an available row without price or currency counts as errored") {
  AvailabilityRow row = available();
  SECTION("no price") { row.price_cents.reset(); }
  SECTION("no currency") { row.currency.clear(); }
  CHECK(verdict(row) == Verdict::errored);
}

TEST_CASE("the verdict is the first that fits: currency, then price, then provider") {
  AvailabilityRow row = available();
  row.currency = "eur";
  row.price_cents = 2000;
  row.usable_for = {};
  const Terms terms{{1, 1}, 1000, {}, 1};
  CHECK(verdict(row, terms) == Verdict::wrong_currency);
  row.currency = "usd";
  CHECK(verdict(row, terms) == Verdict::over_price);
  row.price_cents = 1000;
  CHECK(verdict(row, terms) == Verdict::wrong_provider);
}

TEST_CASE("a domain has to serve a provider that the bundle needs") {
  AvailabilityRow row = available();
  row.usable_for = Provider::google;
  CHECK(verdict(row, {{0, 2}, {}, {}, 1}) == Verdict::wrong_provider);
  CHECK(verdict(row, {{1, 2}, {}, {}, 1}) == Verdict::eligible);
}

TEST_CASE("the renewal cap counts, and an unknown renewal price is no price where it matters") {
  AvailabilityRow row = available();
  CHECK(verdict(row, {{1, 1}, {}, 1499, 1}) == Verdict::over_price);
  CHECK(verdict(row, {{1, 1}, {}, 1500, 1}) == Verdict::eligible);
  row.renewal_price_cents.reset();
  CHECK(verdict(row) == Verdict::eligible);
  CHECK(verdict(row, {{1, 1}, {}, 1500, 1}) == Verdict::errored);
  CHECK(verdict(row, {{1, 1}, {}, {}, 2}) == Verdict::errored);
}

TEST_CASE("cost is the first year and a renewal for each year after it") {
  const Fact fact = fact_of(available(), "usd");
  CHECK(cost_over(fact, 1) == 1000);
  CHECK(cost_over(fact, 3) == 4000);
}
