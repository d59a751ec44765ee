#include "domainplan/renewals.hpp"

#include <catch2/catch.hpp>

#include "domainplan/cancel.hpp"
#include "operations/edited_api.hpp"
#include "operations/placed_plan.hpp"

using namespace domainplan;
using namespace domainplan::tests;

namespace {

Renewals renewals_of(PlacedPlan& plan, int days) {
  return renewals(*plan.account.session(), std::chrono::days(days), plan.account.now());
}

std::size_t count(const Renewals& found, Renewal::Kind kind) {
  return static_cast<std::size_t>(std::count_if(found.rows.begin(), found.rows.end(),
                                                [&](const Renewal& row) { return row.kind == kind; }));
}

}  // namespace

TEST_CASE("the licences of an order renew monthly, at what its line items cost") {
  PlacedPlan plan;
  const Renewals found = renewals_of(plan, 61);
  REQUIRE(found.rows.size() == 2);
  Cents bill = 0;
  const auto order = plan.account.get("/orders/" + plan.ids[0]);
  for (const auto& item : order.at("costs").at("line_items"))
    if (item.at("type") != "domain_registration") bill += item.at("amount_cents").get<Cents>();
  for (const Renewal& row : found.rows) {
    CHECK(row.kind == Renewal::Kind::licences);
    CHECK(row.order == plan.ids[0]);
    CHECK(row.domains == 8);
    CHECK(row.cents == bill);
  }
  CHECK_FALSE(found.rows[0].is_assumed);
  CHECK(found.rows[1].is_assumed);
  CHECK(found.totals == std::map<std::string, Cents>{{"usd", 2 * bill}});
  CHECK(found.unknown == 0);
}

TEST_CASE(
    "a registered domain renews after a year, which is assumed, and an amount that is not known is counted") {
  PlacedPlan plan;
  const Renewals found = renewals_of(plan, 366);
  CHECK(count(found, Renewal::Kind::domain) == 8);
  CHECK(found.unknown == 8);
  for (const Renewal& row : found.rows)
    if (row.kind == Renewal::Kind::domain) {
      CHECK(row.is_assumed);
      CHECK_FALSE(row.cents.has_value());
    }
  CHECK(count(renewals_of(plan, 300), Renewal::Kind::domain) == 0);
}

TEST_CASE("an order that the API lists and will not show is a warning, and the others go on") {
  PlacedPlan plan(quiet(), 2);
  EditedApi api(plan.account);
  api.answers = [&](const std::string& call, httplib::Response& response) {
    return call == "GET /orders/" + plan.ids[0] && EditedApi::not_found(response);
  };
  const Renewals found = renewals(*api.session(), std::chrono::days(366), plan.account.now());
  CHECK(count(found, Renewal::Kind::domain) == 16);
  REQUIRE(found.warnings.size() == 1);
  CHECK(found.warnings[0].code == NoticeCode::order_unreadable);
  CHECK(found.warnings[0].subject == plan.ids[0]);
}

TEST_CASE("an order whose answer is not an order is a warning, and the others go on") {
  PlacedPlan plan(quiet(), 2);
  EditedApi api(plan.account);
  const nlohmann::json answer = GENERATE(
      nlohmann::json({{"data", {{"id", 7}}}}), nlohmann::json({{"data", nullptr}}),
      nlohmann::json("nonsense"), nlohmann::json({{"data", {{"id", "ord_other"}, {"status", "completed"}}}}));
  api.answers = [&](const std::string& call, httplib::Response& response) {
    return call == "GET /orders/" + plan.ids[0] && EditedApi::answer(response, 200, answer);
  };
  const Renewals found = renewals(*api.session(), std::chrono::days(366), plan.account.now());
  CHECK(count(found, Renewal::Kind::domain) == 16);
  REQUIRE(found.warnings.size() == 1);
  CHECK(found.warnings[0].code == NoticeCode::order_unreadable);
  CHECK(found.warnings[0].subject == plan.ids[0]);
}

TEST_CASE("licences cost what the order's own bill says, whatever its bundle is now and others pay") {
  PlacedPlan plan(quiet(), 2);
  EditedApi api(plan.account);
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "GET /bundles")
      for (auto& bundle : data) bundle["google_inboxes_per_domain"] = 3;
    if (call != "GET /orders/" + plan.ids[0]) return;
    // 6 Google and 2 Microsoft domains; neither divides by their number.
    data["costs"]["line_items"] = {{{"type", "google_license"}, {"quantity", 6}, {"amount_cents", 500}},
                                   {{"type", "google_license"}, {"quantity", 6}, {"amount_cents", 201}},
                                   {{"type", "microsoft_license"}, {"quantity", 2}, {"amount_cents", 333}}};
  };
  const Renewals found = renewals(*api.session(), std::chrono::days(30), plan.account.now());
  REQUIRE(found.rows.size() == 2);
  const Renewal& own = found.rows[found.rows[0].order == plan.ids[0] ? 0 : 1];
  const Renewal& other = found.rows[found.rows[0].order == plan.ids[0] ? 1 : 0];
  CHECK(own.cents == 500 + 201 + 333);
  Cents bill = 0;
  const auto whole = plan.account.get("/orders/" + plan.ids[1]);
  for (const auto& item : whole.at("costs").at("line_items"))
    if (item.at("type") != "domain_registration") bill += item.at("amount_cents").get<Cents>();
  CHECK(other.cents == bill);
}

TEST_CASE("the licences of an order whose domains are not listed yet renew, at an amount that is not known") {
  PlacedPlan plan(quiet(), 2);
  EditedApi api(plan.account);
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call != "GET /domains") return;
    data.erase(std::remove_if(data.begin(), data.end(),
                              [&](const auto& domain) { return domain.at("order_id") == plan.ids[0]; }),
               data.end());
  };
  const Renewals found = renewals(*api.session(), std::chrono::days(30), plan.account.now());
  REQUIRE(found.rows.size() == 2);
  for (const Renewal& row : found.rows) {
    CHECK(row.domains == 8);
    CHECK(row.cents.has_value() == (row.order == plan.ids[1]));
  }
  CHECK(found.unknown == 1);
}

TEST_CASE("an order that does not say when it renews is a warning, and counts as unknown") {
  PlacedPlan plan(quiet(), 2);
  EditedApi api(plan.account);
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "GET /orders")
      for (auto& order : data)
        if (order.at("id") == plan.ids[0]) order.erase("renews_at");
  };
  const Renewals found = renewals(*api.session(), std::chrono::days(30), plan.account.now());
  REQUIRE(found.rows.size() == 1);
  CHECK(found.rows[0].order == plan.ids[1]);
  CHECK(found.unknown == 1);
  REQUIRE(found.warnings.size() == 1);
  CHECK(found.warnings[0] == Notice{.code = NoticeCode::renewal_unknown, .subject = plan.ids[0]});
}

TEST_CASE("what is cancelled is not renewed, neither its licences nor its domains") {
  PlacedPlan plan;
  Cancelling result;
  cancel_live(*plan.account.session(),
              {.folder = plan.folder, .customer = "c1", .state_folder = plan.state, .poll = 1ms}, {}, result);
  CHECK(renewals_of(plan, 400).rows.empty());
}

TEST_CASE("a calendar has folded lines, escaped text and a day for each renewal") {
  Renewals found;
  const std::chrono::system_clock::time_point day{std::chrono::sys_days(std::chrono::year(2026) / 2 / 28)};
  found.rows = {{.kind = Renewal::Kind::licences,
                 .at = day,
                 .order = "ord_1",
                 .user = "zoë;o,b\\" + std::string(80, 'x') + "@a.com",
                 .domain = "",
                 .domains = 3,
                 .cents = 1205,
                 .currency = "usd"}};
  const std::string text = icalendar(found, day);
  CHECK_THAT(text, Catch::Contains("DTSTART;VALUE=DATE:20260228\r\n") && Catch::Contains("zoë\\;o\\,b\\\\") &&
                       Catch::Contains("UID:licences-ord_1-20260228@domainplan\r\n"));
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find("\r\n", begin)) != std::string::npos; begin = end + 2)
    CHECK(end - begin <= 75);
  CHECK(begin == text.size());
}
