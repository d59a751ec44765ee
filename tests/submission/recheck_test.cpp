#include "submission/recheck.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using namespace std::chrono_literals;
using std::chrono::system_clock;

namespace {

PlannedOrder order_of(const std::string& customer, int domains) {
  PlannedOrder order{customer, {}};
  for (int i = 0; i < domains; ++i)
    order.domains.push_back({customer, fmt::format("{}-{}.com", customer, i), Provider::google,
                             Source::registrar, 1'000, 1'200, "usd", 1, "p"});
  return order;
}

AvailabilityRow as_planned(const std::string& name) {
  AvailabilityRow row{.domain = name};
  row.price_cents = 1'000;
  row.renewal_price_cents = 1'200;
  row.currency = "usd";
  row.usable_for = ProviderSet::both();
  return row;
}

// A server that remembers what it was asked, and a clock that stands still until it is moved.
struct World {
  std::vector<std::vector<std::string>> asked;
  std::function<AvailabilityRow(const std::string&)> answer = as_planned;
  system_clock::time_point now = system_clock::time_point(1'700'000'000s);

  Recheck recheck(DatedRows known = {}) {
    return Recheck(
        std::move(known), 50,
        [this](const std::vector<std::string>& names, const std::function<void(AvailabilityRow)>& row) {
          asked.push_back(names);
          for (const std::string& name : names) row(answer(name));
        },
        [this] { return now; });
  }
};

std::vector<const PlannedOrder*> pointers(const std::vector<PlannedOrder>& orders) {
  std::vector<const PlannedOrder*> result;
  for (const PlannedOrder& order : orders) result.push_back(&order);
  return result;
}

}  // namespace

TEST_CASE("domains of many orders are asked for 50 a call, and each once while it is fresh") {
  World world;
  Recheck recheck = world.recheck();
  std::vector<PlannedOrder> orders;
  for (int i = 0; i < 10; ++i) orders.push_back(order_of(fmt::format("c{}", i), 19));
  const auto all = pointers(orders);
  for (std::size_t i = 0; i < all.size(); ++i) CHECK_FALSE(recheck.objection(std::span(all).subspan(i)));
  std::size_t names = 0;
  for (const auto& call : world.asked) {
    CHECK(call.size() <= 50);
    names += call.size();
  }
  CHECK(names == 190);
  CHECK(world.asked.size() == 4);
}

TEST_CASE("a row older than 5 minutes is asked for again, a younger one is not") {
  World world;
  const std::vector<PlannedOrder> orders = {order_of("c", 2)};
  const auto all = pointers(orders);
  Recheck recheck = world.recheck({{"c-0.com", {world.now - 4min, as_planned("c-0.com")}},
                                   {"c-1.com", {world.now - 6min, as_planned("c-1.com")}}});
  CHECK_FALSE(recheck.objection(all));
  CHECK(world.asked == std::vector<std::vector<std::string>>{{"c-1.com"}});
  world.now += 2min;
  CHECK_FALSE(recheck.objection(all));
  CHECK(world.asked.back() == std::vector<std::string>{"c-0.com"});
  world.now -= 1h;  // a clock that was set back makes everything doubtful
  CHECK_FALSE(recheck.objection(all));
  CHECK(world.asked.back().size() == 2);
}

TEST_CASE("what changed since the plan stands against the order") {
  const PlannedDomain planned = order_of("c", 1).domains[0];
  const auto state = [&](auto change) {
    AvailabilityRow row = as_planned(planned.domain);
    change(row);
    const auto objection = objection_to(planned, row);
    return objection ? std::string(name_of(objection->state)) : "";
  };
  CHECK(state([](auto&) {}) == "");
  CHECK(state([](auto& row) { row.price_cents = 900; }) == "");
  CHECK(state([](auto& row) { row.price_cents = 1'001; }) == "price rose");
  CHECK(state([](auto& row) { row.price_cents.reset(); }) == "price rose");
  CHECK(state([](auto& row) { row.renewal_price_cents = 1'201; }) == "price rose");
  CHECK(state([](auto& row) { row.currency = "eur"; }) == "price rose");
  CHECK(state([](auto& row) { row.usable_for = ProviderSet(Provider::microsoft); }) == "domain lost");
  for (const Reason reason : {Reason::taken, Reason::premium, Reason::invalid})
    CHECK(state([&](auto& row) { row.reason = reason; }) == "domain lost");
  for (const Reason reason : {Reason::errored, Reason::stale})
    CHECK(state([&](auto& row) { row.reason = reason; }) == "unconfirmed");
}

TEST_CASE("a lost domain says more than an unconfirmed one, and owned domains are not asked for") {
  World world;
  world.answer = [](const std::string& name) {
    AvailabilityRow row = as_planned(name);
    if (name == "c-0.com") row.reason = Reason::stale;
    if (name == "c-1.com") row.reason = Reason::taken;
    return row;
  };
  std::vector<PlannedOrder> orders = {order_of("c", 3)};
  orders[0].domains[2].source = Source::owned;
  const auto objection = world.recheck().objection(pointers(orders));
  REQUIRE(objection);
  CHECK(objection->state == SubmitState::domain_lost);
  CHECK(world.asked == std::vector<std::vector<std::string>>{{"c-0.com", "c-1.com"}});
}
