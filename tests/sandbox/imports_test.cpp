#include "sandbox/imports.hpp"

#include <catch2/catch.hpp>

#include "partner_day.hpp"

using namespace sandbox_test;

namespace {

Json many(int count) {
  Json names = Json::array();
  for (int i = 0; i < count; ++i) names.push_back(fmt::format("brought{}.com", i));
  return {{"domains", names}};
}

std::string path_of(const Json& job) { return "/domains/import/jobs/" + job.at("id").get<std::string>(); }

}  // namespace

TEST_CASE("an import job is in progress for two minutes and then completed, with the nameservers to set") {
  PartnerDay day;
  const Json job = day.data("POST", "/domains/import/jobs", many(40), 202);
  CHECK(is_id(job.at("id").get<std::string>(), "imp_"));
  CHECK(job.at("status") == "in_progress");
  CHECK(job.at("created_at") == "2026-01-31T10:00:00Z");
  day.now += kImportReady - 1s;
  CHECK(day.data("GET", path_of(job)).at("status") == "in_progress");
  CHECK(day.list("/domains").empty());
  day.now += 1s;
  const Json done = day.data("GET", path_of(job));
  CHECK(done.at("status") == "completed");
  CHECK(done.at("failed").empty());
  std::set<std::string> grouped;
  for (const Json& group : done.at("nameserver_groups")) {
    CHECK(group.at("nameservers").size() == 2);
    for (const std::string name : group.at("domains")) CHECK(grouped.insert(name).second);
  }
  CHECK(done.at("nameserver_groups").size() == 3);
  CHECK(grouped.size() == 40);

  const Json inventory = day.list("/domains", {{"category", "inventory"}, {"per_page", "100"}});
  REQUIRE(inventory.size() == 40);
  CHECK(inventory[0].at("usable_for") == Json{"google", "microsoft"});
  CHECK(inventory[0].at("status") == "ready");
  CHECK(inventory[0].at("order_id").is_null());
}

TEST_CASE("the same set of domains is the same job, in any order and at any time") {
  PartnerDay day;
  const Json job = day.data("POST", "/domains/import/jobs", {{"domains", {"one.com", "two.com"}}}, 202);
  day.now += 48h;
  const Json again =
      day.data("POST", "/domains/import/jobs", {{"domains", {"two.com", "one.com", "two.com"}}}, 202);
  CHECK(again.at("id") == job.at("id"));
  CHECK(again.at("status") == "completed");
  const Json other = day.data("POST", "/domains/import/jobs", {{"domains", {"one.com"}}}, 202);
  CHECK(other.at("id") != job.at("id"));
  CHECK(day.service->counters().import_jobs == 2);
  day.authorization = "Bearer pk_live_sandbox";
  const Json live = day.data("POST", "/domains/import/jobs", {{"domains", {"one.com", "two.com"}}}, 202);
  CHECK(live.at("id") != job.at("id"));
  CHECK(day.call("GET", path_of(job)).status == 404);
}

TEST_CASE("a subdomain, or a name under no public suffix, fails with a reason and holds nothing else up") {
  PartnerDay day;
  const Json job = day.data("POST", "/domains/import/jobs",
                            {{"domains", {"www.acme.com", "acme.nosuchtld", "acme.com", "co.uk"}}}, 202);
  CHECK(job.at("failed") == Json::array({{{"domain", "www.acme.com"}, {"reason", "not_root_domain"}},
                                         {{"domain", "acme.nosuchtld"}, {"reason", "invalid_domain"}},
                                         {{"domain", "co.uk"}, {"reason", "invalid_domain"}}}));
  REQUIRE(job.at("nameserver_groups").size() == 1);
  CHECK(job["nameserver_groups"][0].at("domains") == Json{"acme.com"});
  day.now += kImportReady;
  CHECK(day.data("GET", path_of(job)).at("status") == "completed");
  const Json hopeless = day.data("POST", "/domains/import/jobs", {{"domains", {"www.acme.com"}}}, 202);
  CHECK(hopeless.at("status") == "in_progress");
  day.now += kImportReady;
  CHECK(day.data("GET", path_of(hopeless)).at("status") == "failed");
}

TEST_CASE("domains in trouble wait for their registrar or fail, by name and seed") {
  PartnerDay day;
  day.options.intervention_rate = 0.5;
  const Json job = day.data("POST", "/domains/import/jobs", many(100), 202);
  CHECK(job.at("failed").empty());
  day.now += kImportReady;
  const Json waiting = day.data("GET", path_of(job));
  CHECK(waiting.at("status") == "action_required");
  const std::size_t failed = waiting.at("failed").size();
  CHECK(failed > 4);
  CHECK(failed < 25);
  const std::size_t ready = day.list("/domains", {{"per_page", "100"}}).size();
  CHECK(ready > 30);
  CHECK(ready < 70);
  day.now += kRegistrarWaits;
  CHECK(day.data("GET", path_of(job)).at("status") == "completed");
  CHECK(day.list("/domains", {{"per_page", "100"}}).size() == 100 - failed);

  PartnerDay same;
  same.options.intervention_rate = 0.5;
  const Json twin = same.data("POST", "/domains/import/jobs", many(100), 202);
  same.now += kImportReady;
  CHECK(same.data("GET", path_of(twin)).at("failed") == waiting.at("failed"));
}

TEST_CASE("imports are found by the domains they hold") {
  PartnerDay day;
  const Json job = day.data("POST", "/domains/import/jobs", {{"domains", {"one.com", "two.com"}}}, 202);
  const Json import = day.data("POST", "/domains/import", {{"domains", {"two.com", "www.x.com"}}});
  CHECK(values_of(day.list("/domains/import", {{"domains", "two.com"}}), "id") ==
        std::vector<std::string>{job.at("id"), import.at("id")});
  CHECK(values_of(day.list("/domains/import", {{"domains", "one.com,six.com"}}), "id") ==
        std::vector<std::string>{job.at("id")});
  CHECK(values_of(day.list("/domains/import", {{"domains", "www.x.com"}}), "id") ==
        std::vector<std::string>{import.at("id")});
  CHECK(day.list("/domains/import", {{"domains", "six.com"}}).empty());
  CHECK(day.call("GET", "/domains/import").status == 400);
  CHECK(day.call("GET", "/domains/import", "", {{"domains", ","}}).status == 400);
  CHECK(error_in(day.call("GET", "/domains/import", "", {{"domains", "One.com"}}).body).at("field") ==
        "domains");
}

TEST_CASE("a job is an import too, but an import is not a job") {
  PartnerDay day;
  const Json job = day.data("POST", "/domains/import/jobs", {{"domains", {"one.com"}}}, 202);
  const Json import = day.data("POST", "/domains/import", {{"domains", {"two.com"}}});
  CHECK(day.data("GET", "/domains/import/" + job.at("id").get<std::string>()) == job);
  CHECK(day.data("GET", "/domains/import/" + import.at("id").get<std::string>()) == import);
  CHECK(day.call("GET", path_of(import)).status == 404);
  CHECK(day.call("GET", "/domains/import/jobs").status == 405);
  CHECK(day.call("GET", "/domains/import/imp_none").status == 404);
}

TEST_CASE("what the description forbids of an import is refused") {
  PartnerDay day;
  const char* const body =
      GENERATE("{}", R"({"domains":[]})", R"({"domains":"acme.com"})", R"({"domains":[7]})",
               R"({"domains":["Acme.com"]})", R"({"domains":["acme.com."]})", R"({"domains":["müller.de"]})",
               R"({"domains":["acme"]})");
  INFO(body);
  for (const char* path : {"/domains/import", "/domains/import/jobs"}) {
    const Reply reply = day.call("POST", path, body);
    CHECK(reply.status == 400);
    CHECK(error_in(reply.body).at("field") == "domains");
  }
}

TEST_CASE("a job holds up to 500 domains, an import at once as many as there are") {
  PartnerDay day;
  CHECK(day.call("POST", "/domains/import/jobs", many(501).dump()).status == 400);
  CHECK(day.call("POST", "/domains/import/jobs", many(500).dump()).status == 202);
  CHECK(day.call("POST", "/domains/import", many(501).dump()).status == 200);
}

TEST_CASE("an imported domain is taken for the market, and costs nothing in an order once it is ready") {
  PartnerDay day;
  Json order = day.order();
  const Json plain_cost = PartnerDay().data("POST", "/orders", order).at("costs").at("total_cents");
  const std::string name = order["domains"][3];
  day.data("POST", "/domains/import/jobs", {{"domains", {name}}}, 202);
  const Json row = day.data("POST", "/domains/availability", {{"domains", {name}}}).at("domains").at(0);
  CHECK(row.at("reason") == "taken");

  const Reply early = day.call("POST", "/orders", order.dump());
  CHECK(early.status == 400);
  CHECK_THAT(error_in(early.body).at("message").get<std::string>(),
             Catch::Contains(name) && Catch::Contains("not completed"));
  day.now += kImportReady;
  const Json receipt = day.data("POST", "/orders", order);
  CHECK(receipt.at("costs").at("total_cents").get<Cents>() ==
        plain_cost.get<Cents>() - day.market.judge(name).price_cents);
  CHECK(day.list("/domains", {{"category", "inventory"}}).empty());
  CHECK(day.list("/domains", {{"category", "connected"}}).size() == 8);
}

TEST_CASE("a domain that is registered with an order cannot be imported, and a failed import not ordered") {
  PartnerDay day;
  const Json order = day.order();
  day.placed(order);
  const Json import = day.data("POST", "/domains/import", {{"domains", {order["domains"][0]}}});
  CHECK(import.at("failed").at(0).at("reason") == "already_registered");

  PartnerDay unlucky;
  unlucky.options.intervention_rate = 1;
  const Json all = unlucky.data("POST", "/domains/import", {{"domains", unlucky.names(40)}});
  unlucky.now += 24h;
  const Json done = unlucky.data("GET", "/domains/import/" + all.at("id").get<std::string>());
  REQUIRE_FALSE(done.at("failed").empty());
  CHECK(done["failed"][0].at("reason") == "registrar_locked");
  Json other = unlucky.order("ops@acme.com", "other");
  other["domains"][0] = done["failed"][0]["domain"];
  const Reply refused = unlucky.call("POST", "/orders", other.dump());
  CHECK(refused.status == 400);
  CHECK_THAT(refused.body, Catch::Contains("import failed"));
}
