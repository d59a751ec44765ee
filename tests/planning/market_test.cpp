#include "planning/market.hpp"

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

TEST_CASE("the renewal cap counts, and an unknown renewal price is not a price where it matters") {
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

TEST_CASE("a row is final unless it is stale or errored, and in the end anyway") {
  for (const Reason reason : {Reason::taken, Reason::premium, Reason::invalid})
    CHECK(is_final({.domain = "a.com", .reason = reason}, 1));
  CHECK(is_final({.domain = "a.com"}, 1));
  for (const Reason reason : {Reason::stale, Reason::errored}) {
    CHECK_FALSE(is_final({.domain = "a.com", .reason = reason}, 1));
    CHECK_FALSE(is_final({.domain = "a.com", .reason = reason}, 3));
    CHECK(is_final({.domain = "a.com", .reason = reason}, 4));
  }
}

TEST_CASE("a row is fresh for five minutes, and never before it came") {
  using namespace std::chrono;
  const system_clock::time_point now = sys_days(2026y / 11 / 21) + hours(12);
  const auto at = floor<microseconds>(now);
  CHECK(is_fresh(at, now));
  CHECK(is_fresh(at - minutes(5) + microseconds(1), now));
  CHECK_FALSE(is_fresh(at - minutes(5), now));
  CHECK_FALSE(is_fresh(at + microseconds(1), now));
  CHECK_FALSE(is_fresh(*read_rfc3339("9999-12-31T23:59:59Z"), now));
  CHECK_FALSE(is_fresh(*read_rfc3339("1970-01-01T00:00:00Z"), now));
}

TEST_CASE("an age is fresh below its limit, and not from the future") {
  using namespace std::chrono_literals;
  CHECK(is_fresh(0s, 30s));
  CHECK(is_fresh(30s - 1us, 30s));
  CHECK_FALSE(is_fresh(30s, 30s));
  CHECK_FALSE(is_fresh(-1us, 30s));
}

TEST_CASE("a row that is not recorded is a fact of its own, which the API never states") {
  const AvailabilityRow row = unavailable_row("a.com", Reason::not_recorded);
  CHECK_FALSE(row.available());
  CHECK(fact_of(row, "usd").said == Verdict::not_recorded);
  CHECK(name_of(Reason::not_recorded) == "not_recorded");
  CHECK_FALSE(reason_of("not_recorded"));
}

TEST_CASE("a recorded row still holds while it is fresh, or for good where the name is gone") {
  using namespace std::chrono;
  const system_clock::time_point now = sys_days(2026y / 11 / 21) + hours(12);
  const auto fresh = floor<microseconds>(now), old = fresh - hours(1);
  const AvailabilityRow to_be_had{.domain = "a.com"}, taken{.domain = "a.com", .reason = Reason::taken},
      errored{.domain = "a.com", .reason = Reason::errored};
  CHECK(still_holds(to_be_had, fresh, now));
  CHECK_FALSE(still_holds(to_be_had, old, now));
  CHECK_FALSE(still_holds(to_be_had, std::nullopt, now));
  CHECK(still_holds(taken, old, now));
  CHECK(still_holds(taken, std::nullopt, now));
  CHECK(still_holds(errored, fresh, now));
  CHECK_FALSE(still_holds(errored, old, now));
}
