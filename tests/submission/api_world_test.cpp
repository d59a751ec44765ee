#include "submission/api_world.hpp"

#include <catch2/catch.hpp>

#include "orders_api.hpp"

using namespace domainplan;
using namespace domainplan::tests;

TEST_CASE("whatever is thrown while an order is placed is an answer about that order") {
  OrdersApi api;
  Session session(api.options(), {});
  ApiWorld world(session, {}, {});
  world.place(3, "{}", false, []() -> bool { throw 7; });
  const auto answer = world.wait(world.monotonic() + std::chrono::seconds(20));
  REQUIRE(answer);
  CHECK(answer->order == 3);
  CHECK_FALSE(answer->placement.went_out);
  CHECK_FALSE(answer->placement.value);
  CHECK(answer->placement.message.find("unknown exception") != std::string::npos);
}
