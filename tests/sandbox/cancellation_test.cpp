#include "sandbox/cancellation.hpp"

#include <catch2/catch.hpp>

#include "partner_day.hpp"

using namespace sandbox_test;

namespace {

// An order that was completed an hour after it was made, on 31 January.
struct LiveOrder : PartnerDay {
  std::string id = placed(order());
  std::string path = "/orders/" + id + "/cancel";
  LiveOrder() { now += 1h; }
};

}  // namespace

TEST_CASE("an order is cancelled at the end of its renewal period, and its domains are ready for another") {
  LiveOrder day;
  const Json cancelled = day.data("POST", day.path);
  CHECK(cancelled.at("id") == day.id);
  CHECK(cancelled.at("status") == "cancel_scheduled");
  CHECK(cancelled.at("cancellation_scheduled_at") == "2026-01-31T11:00:00Z");
  CHECK(cancelled.at("cancels_at") == "2026-02-28T10:00:00Z");
  CHECK(cancelled.at("domains").size() == 8);
  CHECK(day.shown(day.id).at("status") == "cancel_scheduled");
  CHECK(day.list("/domains", {{"status", "cancel_scheduled"}}).size() == 8);
  day.now = std::chrono::sys_days(std::chrono::year(2026) / 2 / 28) + 10h - 1s;
  CHECK(day.shown(day.id).at("status") == "cancel_scheduled");
  day.now += 1s;
  const Json order = day.shown(day.id);
  CHECK(order.at("status") == "cancelled");
  CHECK(order.at("domains").at("registered").size() == 8);
  CHECK(day.list("/domains", {{"category", "connected"}}).empty());
  CHECK(day.list("/domains", {{"category", "inventory"}}).size() == 8);
  CHECK(day.service->counters().cancellations == 1);
  const Cents registered = day.shown(day.placed(day.order("else@acme.com"))).at("costs").at("total_cents");
  CHECK(registered == 3000);  // licences only: the domains are the account's
}

TEST_CASE("some domains of an order are cancelled by name or id, and its bill is smaller after that") {
  LiveOrder day;
  const Json domains = day.list("/domains");
  REQUIRE(domains[0].at("provider") == "google");
  REQUIRE(domains[7].at("provider") == "microsoft");
  const Json body = {{"domains", {domains[0].at("domain"), domains[7].at("id")}}};
  const Json answer = day.data("POST", day.path, body);
  CHECK(answer.at("domains") == Json{{{"id", domains[0]["id"]}, {"domain", domains[0]["domain"]}},
                                     {{"id", domains[7]["id"]}, {"domain", domains[7]["domain"]}}});
  CHECK(day.shown(day.id).at("status") == "completed");
  const Cents before = day.shown(day.id).at("costs").at("total_cents");
  day.now += 31 * 24h;
  const Json after = day.shown(day.id);
  CHECK(after.at("status") == "completed");
  CHECK(after.at("costs").at("total_cents") == before - 2 * 100 - 900);
  CHECK(day.list("/domains", {{"category", "connected"}}).size() == 6);
}

TEST_CASE("a month runs from the last renewal, not from the order") {
  LiveOrder day;
  day.now += 40 * 24h;  // 12 March
  CHECK(day.shown(day.id).at("renews_at") == "2026-03-31T10:00:00Z");
  CHECK(day.data("POST", day.path).at("cancels_at") == "2026-03-31T10:00:00Z");
}

TEST_CASE("a cancellation is not repeated, and what is not on the order is refused by its place") {
  LiveOrder day;
  const auto refused = [&](const Json& body) {
    const Reply reply = day.call("POST", day.path, body.dump());
    CHECK(reply.status == 400);
    return error_in(reply.body).value("field", "");
  };
  const std::string mine = day.order()["domains"][0];
  CHECK(refused({{"domains", {mine, "else.com"}}}) == "domains[1]");
  CHECK(refused({{"domains", Json::array()}}) == "domains");
  CHECK(refused({{"domains", "else.com"}}) == "domains");
  CHECK(refused({{"domains", {7}}}) == "domains[0]");
  CHECK(refused({{"scope", "order"}}) == "scope");
  CHECK(day.call("POST", "/orders/ord_none/cancel").status == 404);
  day.data("POST", day.path, {{"domains", {mine}}});
  CHECK(refused({{"domains", {mine}}}) == "domains[0]");
  day.data("POST", day.path, Json::object());
  CHECK(day.call("POST", day.path).status == 400);
  CHECK(day.service->counters().cancellations == 2);
  day.authorization = "Bearer pk_test_read";
  CHECK(day.call("POST", day.path).status == 403);
}

TEST_CASE("an order that is cancelled while it waits for a person waits no longer") {
  PartnerDay day;
  day.options.intervention_rate = 1;
  const std::string id = day.placed(day.order());
  day.now += 10min;
  REQUIRE(day.list("/orders/pending").size() == 1);
  day.data("POST", "/orders/" + id + "/cancel");
  CHECK(day.list("/orders/pending").empty());
  CHECK(day.shown(id).at("status") == "cancel_scheduled");
}
