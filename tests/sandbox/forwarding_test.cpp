#include "sandbox/forwarding.hpp"

#include <catch2/catch.hpp>

#include "partner_day.hpp"

using namespace sandbox_test;

namespace {

std::string path_of(const Json& job) { return "/domains/forwarding/" + job.at("id").get<std::string>(); }

}  // namespace

TEST_CASE("domains are pointed at another URL by name or id, some time after the call") {
  PartnerDay day;
  day.placed(day.order());
  const Json domains = day.list("/domains");
  const Json job = day.data("POST", "/domains/forwarding",
                            {{"domains", {domains[0]["domain"], domains[1]["id"], domains[0]["id"]}},
                             {"forwarding_url", "https://new.example/"}},
                            202);
  CHECK(is_id(job.at("id").get<std::string>(), "fwj_"));
  CHECK(job.at("status") == "in_progress");
  CHECK(job.at("completed_at").is_null());
  CHECK(day.list("/domains")[0].at("forwarding_url") == "https://acme.com/");
  day.now += kForwardingTakes;
  const Json done = day.data("GET", path_of(job));
  CHECK(done.at("status") == "completed");
  CHECK(done.at("completed") == Json{domains[0]["domain"], domains[1]["domain"]});
  CHECK(done.at("completed_count") == 2);
  CHECK(done.at("completed_at") == "2026-01-31T10:01:30Z");
  const Json after = day.list("/domains");
  CHECK(after[0].at("forwarding_url") == "https://new.example/");
  CHECK(after[1].at("forwarding_url") == "https://new.example/");
  CHECK(after[2].at("forwarding_url") == "https://acme.com/");
  CHECK(day.service->counters().forwarding_jobs == 1);
}

TEST_CASE("a job fails for each domain on its own, with the reason") {
  PartnerDay day;
  day.placed(day.order());
  const std::vector<std::string> names = values_of(day.list("/domains"), "domain");
  const auto outcome = [&](const std::string& url) {
    const Json job =
        day.data("POST", "/domains/forwarding", {{"domains", names}, {"forwarding_url", url}}, 202);
    day.now += kForwardingTakes;
    return day.data("GET", path_of(job));
  };
  const Json loop = outcome("https://www." + names[3] + "/");
  CHECK(loop.at("status") == "partial_success");
  CHECK(loop.at("failed") == Json{{{"domain", names[3]}, {"reason", "invalid_target"}}});
  CHECK(loop.at("completed_count") == 7);
  const Json nowhere = outcome("https://acme.invalid/");
  CHECK(nowhere.at("status") == "failed");
  CHECK(nowhere.at("failed_count") == 8);
  CHECK(nowhere["failed"][0].at("reason") == "dns_lookup_failed");
}

TEST_CASE("what the description forbids of forwarding is refused, and the field is named") {
  PartnerDay day;
  day.placed(day.order());
  const Json name = day.list("/domains")[0]["domain"];
  const auto refused = [&](const Json& domains, const Json& url) {
    const Json body = {{"domains", domains}, {"forwarding_url", url}};
    const Reply reply = day.call("POST", "/domains/forwarding", body.dump());
    CHECK(reply.status == 400);
    return error_in(reply.body).value("field", "");
  };
  CHECK(refused(Json::array(), "https://a.com") == "domains");
  CHECK(refused(std::vector<Json>(26, name), "https://a.com") == "domains");
  CHECK(refused({name, "else.com"}, "https://a.com") == "domains[1]");
  CHECK(refused(Json::array({name}), "a.com") == "forwarding_url");
  CHECK(refused(Json::array({name}), nullptr) == "forwarding_url");
  CHECK(day.call("GET", "/domains/forwarding/fwj_none").status == 404);
}
