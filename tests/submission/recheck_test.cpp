#include "submission/recheck.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {

PlannedDomain planned() {
  PlannedDomain domain;
  domain.domain = "acme.com";
  domain.provider = Provider::google;
  domain.source = Source::registrar;
  domain.price_cents = 900;
  domain.renewal_price_cents = 1'100;
  domain.currency = "usd";
  return domain;
}

AvailabilityRow available() {
  AvailabilityRow row;
  row.domain = "acme.com";
  row.price_cents = 900;
  row.renewal_price_cents = 1'100;
  row.currency = "usd";
  row.usable_for = ProviderSet() | Provider::google;
  return row;
}

}  // namespace

TEST_CASE("a domain at the planned prices, or below them, is bought") {
  CHECK_FALSE(objection_to(planned(), available()));
  AvailabilityRow cheaper = available();
  cheaper.price_cents = 1;
  cheaper.renewal_price_cents = 0;
  CHECK_FALSE(objection_to(planned(), cheaper));
}

TEST_CASE("a price or a renewal price above the planned one holds the order") {
  AvailabilityRow dearer = available();
  dearer.price_cents = 901;
  const auto price = objection_to(planned(), dearer);
  CHECK(price->state == SubmitState::price_changed);
  CHECK(price->reason.kind == SubmitReason::Kind::price_changed);
  CHECK((price->reason.planned == 900 && price->reason.now == 901));
  dearer = available();
  dearer.renewal_price_cents = 1'101;
  const auto renewal = objection_to(planned(), dearer);
  CHECK(renewal->state == SubmitState::price_changed);
  CHECK(renewal->reason.kind == SubmitReason::Kind::renewal_changed);
  CHECK((renewal->reason.planned == 1'100 && renewal->reason.now == 1'101));
}

TEST_CASE("a renewal price that was planned and is not given any more is not taken for none") {
  AvailabilityRow row = available();
  row.renewal_price_cents.reset();
  CHECK(objection_to(planned(), row)->state == SubmitState::unconfirmed);
  CHECK(objection_to(planned(), row)->reason.planned == 1'100);
  PlannedDomain without = planned();
  without.renewal_price_cents.reset();
  CHECK_FALSE(objection_to(without, row));
}

TEST_CASE("an objection names the domain, and why the API says no") {
  using Kind = SubmitReason::Kind;
  const auto reason = [](const auto& change) {
    AvailabilityRow row = available();
    change(row);
    return objection_to(planned(), row)->reason;
  };
  const SubmitReason taken = reason([](AvailabilityRow& row) { row.reason = Reason::taken; });
  CHECK(taken.kind == Kind::not_available);
  CHECK(taken.row_reason == Reason::taken);
  CHECK(taken.domain == "acme.com");
  CHECK(reason([](AvailabilityRow& row) { row.reason = Reason::stale; }).kind == Kind::not_settled);
  const SubmitReason unusable = reason([](AvailabilityRow& row) { row.usable_for = Provider::microsoft; });
  CHECK(unusable.kind == Kind::not_usable);
  CHECK(unusable.provider == Provider::google);
  const SubmitReason currency = reason([](AvailabilityRow& row) { row.currency = "eur"; });
  CHECK(currency.kind == Kind::currency_changed);
  CHECK((currency.currency == "usd" && currency.new_currency == "eur"));
}
