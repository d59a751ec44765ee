#include "sandbox/order_life.hpp"

#include <unistd.h>
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>

#include "partner_day.hpp"

using namespace sandbox_test;

namespace {

// A file of broken pictures that goes with the test.
struct PictureFile {
  std::string path = fmt::format("/tmp/domainplan_pictures_{}.txt", ::getpid());
  explicit PictureFile(const std::string& text) { write(text); }
  ~PictureFile() { std::remove(path.c_str()); }
  void write(const std::string& text) const { std::ofstream(path) << text; }
};

}  // namespace

TEST_CASE("an order is in progress for some minutes and then completed") {
  PartnerDay day;
  const std::string id = day.placed(day.order());
  CHECK(day.shown(id).at("status") == "in_progress");
  day.now += kOrderShortest - 1s;
  CHECK(day.shown(id).at("status") == "in_progress");
  CHECK(day.list("/domains")[0].at("status") == "in_progress");
  day.now += kOrderLongest - kOrderShortest + 1s;
  CHECK(day.shown(id).at("status") == "completed");
  CHECK(day.list("/orders")[0].at("status") == "completed");
  CHECK(day.list("/domains")[0].at("status") == "active");
  CHECK(day.list("/orders/pending").empty());
}

TEST_CASE("a picture that cannot be loaded stops the order, and goes on when the file says it can") {
  PartnerDay day;
  const PictureFile file("https://a.com/ada.png\r\n  https://other.com/x.png\n");
  day.options.broken_pictures = file.path;
  const std::string id = day.placed(day.order());
  day.now += kOrderChecked - 1s;
  CHECK(day.shown(id).at("status") == "in_progress");
  day.now += 1h;
  CHECK(day.shown(id).at("status") == "action_required");

  const Json open = day.list("/orders/pending");
  REQUIRE(open.size() == 1);
  CHECK(open[0].at("type") == "google_profile_picture");
  CHECK(open[0].at("reason") == "profile_picture_not_accessible");
  CHECK(open[0].at("status") == "open");
  CHECK(open[0].at("created_at") == "2026-01-31T10:02:00Z");
  CHECK(open[0].at("user").at("email") == "ops@acme.com");
  CHECK_THAT(open[0].at("message").get<std::string>(),
             Catch::Contains("Ada Byron") && Catch::Contains("https://a.com/ada.png"));

  file.write("https://other.com/x.png\n");
  CHECK(day.shown(id).at("status") == "in_progress");
  CHECK(day.list("/orders/pending").empty());
  const Json resolved = day.list("/orders/pending", {{"status", "resolved"}});
  REQUIRE(resolved.size() == 1);
  CHECK(resolved[0].at("id") == open[0].at("id"));
  CHECK(resolved[0].at("status") == "resolved");
  day.now += kGoesOn;
  CHECK(day.shown(id).at("status") == "completed");

  file.write("https://a.com/ada.png\n");  // too late to matter
  CHECK(day.shown(id).at("status") == "completed");
}

TEST_CASE("two broken pictures are two actions, and the order waits for both") {
  PartnerDay day;
  const PictureFile file("https://a.com/ada.png\nhttps://a.com/bo.png");
  day.options.broken_pictures = file.path;
  const std::string id = day.placed(day.order());
  day.now += kOrderChecked;
  CHECK(day.list("/orders/pending").size() == 2);
  file.write("https://a.com/bo.png");
  CHECK(day.shown(id).at("status") == "action_required");
  CHECK(day.list("/orders/pending").size() == 1);
  std::remove(file.path.c_str());
  CHECK(day.shown(id).at("status") == "in_progress");
}

TEST_CASE("an order without Google domains needs no Google pictures") {
  PartnerDay day;
  const PictureFile file("https://a.com/ada.png");
  day.options.broken_pictures = file.path;
  Json order = day.order();
  order.erase("bundle_id");
  order["google_licenses"] = 0;
  order["microsoft_licenses"] = 4;
  const std::string id = day.placed(order);
  day.now += kOrderLongest;
  CHECK(day.shown(id).at("status") == "completed");
}

TEST_CASE("a domain that cannot be used has to be replaced, which somebody does after a while") {
  PartnerDay day;
  day.options.intervention_rate = 1;
  const std::string id = day.placed(day.order());
  day.now += kOrderChecked;
  CHECK(day.shown(id).at("status") == "action_required");
  const Json action = day.list("/orders/pending").at(0);
  CHECK(action.at("type") == "replace_domain");
  const Json stuck = day.list("/domains", {{"status", "action_required"}});
  REQUIRE(stuck.size() == 1);
  CHECK(stuck[0].at("domain") == action.at("domain"));
  CHECK(stuck[0].at("id") == action.at("domain_id"));
  day.now += kSomebodyActs - 1s;
  CHECK(day.shown(id).at("status") == "action_required");
  day.now += 1s;
  CHECK(day.shown(id).at("status") == "in_progress");
  CHECK(day.list("/orders/pending").empty());
  day.now += kGoesOn;
  CHECK(day.shown(id).at("status") == "completed");
}

TEST_CASE("a domain the customer brought needs its nameservers set, and the action says to which") {
  PartnerDay day;
  day.options.intervention_rate = 1;
  Json order = day.order();
  // With every import in trouble, most domains wait for their registrar and some fail.
  std::string imported;
  for (int i = 0; imported.empty(); ++i) {
    const std::string name = fmt::format("brought{}.com", i);
    const Json import = day.data("POST", "/domains/import", {{"domains", {name}}});
    day.now += 1h;
    if (day.data("GET", "/domains/import/" + import.at("id").get<std::string>()).at("failed").empty())
      imported = name;
  }
  order["domains"][5] = imported;
  day.placed(order);
  day.now += kOrderChecked;
  const Json action = day.list("/orders/pending").at(0);
  CHECK(action.at("type") == "update_nameservers");
  CHECK(action.at("domain") == imported);
  const Json found = day.list("/domains/import", {{"domains", imported}});
  for (const Json& nameserver : found.at(0).at("nameserver_groups").at(0).at("nameservers"))
    CHECK_THAT(action.at("message").get<std::string>(), Catch::Contains(nameserver.get<std::string>()));
}

TEST_CASE("about the share of orders asked for meets trouble, the same ones for the same seed") {
  std::set<std::string> troubled[2];
  for (std::set<std::string>& users : troubled) {
    PartnerDay day;
    day.options.intervention_rate = 0.3;
    for (int i = 0; i < 60; ++i)
      day.placed(day.order(fmt::format("u{}@acme.com", i), fmt::format("stem{}", i)));
    day.now += kOrderChecked;
    for (const Json& action : day.list("/orders/pending", {{"per_page", "100"}}))
      users.insert(action.at("user").at("email"));
  }
  CHECK(troubled[0].size() > 8);
  CHECK(troubled[0].size() < 30);
  CHECK(troubled[0] == troubled[1]);
}

TEST_CASE("pending actions are found by order, user and domain, and a status is open or resolved") {
  PartnerDay day;
  day.options.intervention_rate = 1;
  const std::string first = day.placed(day.order());
  const std::string second = day.placed(day.order("else@acme.com", "try"));
  day.now += kOrderChecked;
  const Json all = day.list("/orders/pending");
  REQUIRE(all.size() == 2);
  CHECK(day.list("/orders/pending", {{"order_id", first}}) == Json::array({all[0]}));
  CHECK(day.list("/orders/pending", {{"user", "else@acme.com"}}) == Json::array({all[1]}));
  CHECK(day.list("/orders/pending", {{"user", all[0]["user"]["id"]}}) == Json::array({all[0]}));
  CHECK(day.list("/orders/pending", {{"domain_id", all[1]["domain_id"]}}) == Json::array({all[1]}));
  CHECK(day.list("/orders/pending", {{"order_id", "ord_none"}}).empty());
  const Reply refused = day.call("GET", "/orders/pending", "", {{"status", "done"}});
  CHECK(refused.status == 400);
  CHECK(error_in(refused.body).at("field") == "status");
  CHECK(second != first);
}
