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
  CHECK(objection_to(planned(), dearer)->state == SubmitState::price_changed);
  dearer = available();
  dearer.renewal_price_cents = 1'101;
  CHECK(objection_to(planned(), dearer)->state == SubmitState::price_changed);
}

TEST_CASE("a renewal price that was planned and is not given any more is not taken for none") {
  AvailabilityRow row = available();
  row.renewal_price_cents.reset();
  CHECK(objection_to(planned(), row)->state == SubmitState::unconfirmed);
  PlannedDomain without = planned();
  without.renewal_price_cents.reset();
  CHECK_FALSE(objection_to(without, row));
}
