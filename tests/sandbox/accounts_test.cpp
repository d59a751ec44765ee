#include "sandbox/account.hpp"

#include <catch2/catch.hpp>

#include "partner_day.hpp"

using namespace sandbox_test;

namespace {

struct TwoPartners : PartnerDay {
  TwoPartners() { options.accounts = {"acme", "beta"}; }
  void be(const std::string& key) { authorization = "Bearer " + key; }
};

}  // namespace

TEST_CASE("each account is another partner, the same one for test and live keys") {
  TwoPartners day;
  std::map<std::string, Json> partners;
  for (const std::string key : {"pk_test_acme", "pk_live_acme", "pk_test_beta", "pk_test_other"}) {
    day.be(key);
    partners[key] = day.data("GET", "/me").at("partner");
    CHECK(is_id(partners[key].at("id").get<std::string>(), "org_"));
  }
  CHECK(partners["pk_test_acme"].at("name") == "acme");
  CHECK(partners["pk_test_beta"].at("name") == "beta");
  CHECK(partners["pk_test_beta"] != partners["pk_test_acme"]);
  CHECK(partners["pk_live_acme"] == partners["pk_test_acme"]);
  CHECK(partners["pk_test_other"] == partners["pk_test_acme"]);
  PartnerDay plain;
  CHECK(plain.data("GET", "/me").at("partner").at("id") == "org_01HZX0B2VM8PARTNER4T3ST7QZ");
}

TEST_CASE("accounts hold nothing in common, but what one has registered the other cannot") {
  TwoPartners day;
  day.be("pk_test_acme");
  const Json order = day.order();
  const std::string id = day.placed(order);
  day.be("pk_test_beta");
  CHECK(day.list("/orders").empty());
  CHECK(day.list("/domains").empty());
  CHECK(day.list("/users").empty());
  CHECK(day.call("GET", "/orders/" + id).status == 404);
  const Json ask = {{"domains", {order["domains"][0]}}};
  CHECK(day.data("POST", "/domains/availability", ask)["domains"][0]["reason"] == "taken");
  CHECK(day.call("POST", "/orders", order.dump()).status == 400);
  const Json bundle = day.data("POST", "/bundles", {{"name", "Mine"}, {"monthly_sending_volume", 9000}}, 201);
  day.be("pk_test_acme");
  CHECK(day.call("GET", "/bundles/" + bundle.at("id").get<std::string>()).status == 404);
}

TEST_CASE("users are made by their first order and found by email and id, with their last routing") {
  PartnerDay day;
  Json order = day.order("Ops@Acme.com");
  order["sequencer"]["client_id"] = 41;
  const std::string user_id = day.data("POST", "/orders", order).at("user_id");
  day.placed(day.order("else@acme.com", "try"));
  const Json users = day.list("/users");
  REQUIRE(users.size() == 2);
  CHECK(users[0].at("id") == user_id);
  CHECK(users[0].at("email") == "Ops@Acme.com");
  CHECK(users[0].at("status") == "active");
  CHECK(users[0].at("sequencer") == Json{{"provider", "smartlead"}, {"client_id", 41}});
  CHECK(users[0].at("created_at") == "2026-01-31T10:00:00Z");
  CHECK(users[1].at("sequencer").at("client_id").is_null());
  CHECK(day.data("GET", "/users/" + user_id) == users[0]);
  CHECK(day.list("/users", {{"email", "ops@acme.com"}}) == Json::array({users[0]}));
  CHECK(day.list("/users", {{"status", "deleted"}}).empty());
  CHECK(day.call("GET", "/users", "", {{"status", "gone"}}).status == 400);
  CHECK(day.call("GET", "/users/usr_none").status == 404);
  // A later order overwrites the routing.
  Json later = day.order("ops@acme.com", "more");
  later["sequencer"]["client_id"] = 42;
  day.placed(later);
  CHECK(day.data("GET", "/users/" + user_id).at("sequencer").at("client_id") == 42);
  CHECK(day.list("/users").size() == 2);
}
