#include "planning/refusals.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using Catch::Matchers::Contains;

namespace {

partner::AvailabilityRows answer(std::size_t fine, std::size_t refused) {
  partner::AvailabilityRows rows;
  rows.rows.resize(fine + refused);
  rows.refused = refused;
  if (refused > 0) rows.refusal = "400 invalid_request";
  return rows;
}

partner::AvailabilityRows unusable_answer(std::size_t rows_of_no_use) {
  partner::AvailabilityRows rows;
  rows.rows.resize(rows_of_no_use);
  rows.unusable = rows_of_no_use;
  rows.refusal = "data.domains[0].price_cents is -1";
  return rows;
}

}  // namespace

TEST_CASE("an API that refuses every name of a callful ends the run, however small the calls are") {
  const std::size_t in_a_call = GENERATE(1, 2, 7, 50);
  Refusals refusals;
  const auto ask_on = [&] {
    for (std::size_t asked = 0; asked < 60; asked += in_a_call) refusals.add(answer(0, in_a_call), true);
  };
  CHECK_THROWS_WITH(ask_on(), Contains("no usable row") && Contains("400 invalid_request"));
}

TEST_CASE("refused names among others end nothing, whatever calls they are in") {
  Refusals refusals;
  refusals.add(answer(0, 2), true);
  for (int i = 0; i < 100; ++i) refusals.add(answer(0, 2), false);  // while the good one is on its way
  refusals.add(answer(1, 0), true);
  for (int i = 0; i < 1000; ++i) refusals.add(answer(0, 2), true);
  refusals.check();
}

TEST_CASE("a run in which all of a few names were refused has failed, and one name may be bad") {
  Refusals one, two, none;
  one.add(answer(0, 1), true);
  one.check();
  two.add(answer(0, 1), true);
  two.add(answer(0, 1), true);
  CHECK_THROWS_AS(two.check(), RunError);
  none.check();
}

TEST_CASE("refusals without end are not waited out, and a run that goes on has heard what its parts have") {
  Refusals refusals, resumed;
  const auto ask_on = [&] {
    for (int i = 0; i < 20; ++i) refusals.add(answer(0, 50), false);
  };
  CHECK_THROWS_AS(ask_on(), RunError);
  resumed.heard_before(50);
  for (int i = 0; i < 100; ++i) resumed.add(answer(0, 50), true);
  resumed.check();
}

TEST_CASE("a thousand rows of no use and none of any end the run, and fewer or others among them do not") {
  Refusals refusals, few, mixed;
  for (int i = 0; i < 19; ++i) {
    refusals.add(unusable_answer(50), true);
    few.add(unusable_answer(50), true);
  }
  CHECK_THROWS_WITH(refusals.add(unusable_answer(50), false), Contains("no usable row") && Contains("is -1"));
  few.check();
  mixed.add(answer(1, 0), true);
  for (int i = 0; i < 100; ++i) mixed.add(unusable_answer(50), true);
  mixed.check();
}
