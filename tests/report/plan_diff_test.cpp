#include "domainplan/plan_diff.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {

PlannedDomain domain(const std::string& customer, const std::string& name, Cents price,
                     Provider provider = Provider::google) {
  PlannedDomain result;
  result.customer = customer;
  result.domain = name;
  result.provider = provider;
  result.price_cents = price;
  result.renewal_price_cents = price;
  result.currency = "usd";
  return result;
}

StoredPlan plan(std::vector<PlannedOrder> orders) {
  StoredPlan result;
  result.orders = std::move(orders);
  return result;
}

StoredPlan pinned(StoredPlan plan, const std::string& digest) {
  plan.pinned.emplace();
  for (const PlannedOrder& order : plan.orders) {
    PinnedCustomer customer;
    customer.customer = order.customer;
    customer.order.emplace().sha256 = digest;
    plan.pinned->customers.push_back(customer);
  }
  return plan;
}

const PlannedOrder kAcme{"acme", {domain("acme", "acme.com", 1000), domain("acme", "getacme.com", 1100)}};

}  // namespace

TEST_CASE("plans with the same orders do not differ") {
  CHECK(difference(plan({kAcme}), plan({kAcme})).empty());
}

TEST_CASE("a customer in one of two plans is added or removed, with its domains and cost") {
  const auto added = difference(plan({}), plan({kAcme}));
  REQUIRE(added.size() == 1);
  CHECK(added[0] ==
        OrderDifference{"acme", OrderChange::added, {}, {"acme.com", "getacme.com"}, 0, 2100, "usd"});
  const auto removed = difference(plan({kAcme}), plan({}));
  REQUIRE(removed.size() == 1);
  CHECK(removed[0] ==
        OrderDifference{"acme", OrderChange::removed, {"acme.com", "getacme.com"}, {}, 2100, 0, "usd"});
}

TEST_CASE("an order with another domain is changed") {
  const PlannedOrder other{"acme", {domain("acme", "acme.com", 1000), domain("acme", "tryacme.com", 900)}};
  const auto found = difference(plan({kAcme}), plan({other}));
  REQUIRE(found.size() == 1);
  CHECK(found[0] ==
        OrderDifference{"acme", OrderChange::changed, {"getacme.com"}, {"tryacme.com"}, 2100, 1900, "usd"});
}

TEST_CASE("a domain that changed its provider is lost and gained") {
  const PlannedOrder other{
      "acme", {domain("acme", "acme.com", 1000), domain("acme", "getacme.com", 1100, Provider::microsoft)}};
  const auto found = difference(plan({kAcme}), plan({other}));
  REQUIRE(found.size() == 1);
  CHECK(found[0].lost == std::vector<std::string>{"getacme.com"});
  CHECK(found[0].gained == std::vector<std::string>{"getacme.com"});
}

TEST_CASE("an order with the same domains and another body is changed") {
  const auto found = difference(pinned(plan({kAcme}), "aa"), pinned(plan({kAcme}), "bb"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].change == OrderChange::changed);
  CHECK(found[0].lost.empty());
  CHECK(difference(pinned(plan({kAcme}), "aa"), plan({kAcme})).empty());  // nothing says that it differs
}
