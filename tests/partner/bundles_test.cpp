#include "partner/bundles.hpp"

#include <catch2/catch.hpp>

#include "partner/calls.hpp"
#include "partner/scenario_server.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using nlohmann::json;

TEST_CASE("all pages make one body whose bytes depend on the bundles alone") {
  const std::vector<json> bundles = {json::parse(R"({"id": "bun_1", "x": {"b": 1, "a": null}})")};
  const std::string body = partner::whole_bundles_body(bundles);
  CHECK(body == partner::whole_bundles_body({json::parse(R"({"x": {"a": null, "b": 1}, "id": "bun_1"})")}));
  const json page = json::parse(body);
  CHECK(page["data"] == json(bundles));
  CHECK(page["links"]["next"].is_null());
  CHECK(page["meta"]["returned"] == 1);
}

TEST_CASE("text that could drive a terminal is escaped in a bundle's JSON") {
  const json harmless = {{"id", "bun_1"},
                         {"name",
                          "Gr\xC3\xB6\xC3\x9F"
                          "e"}};
  CHECK(partner::bundle_body(harmless).find("Gr\xC3\xB6") != std::string::npos);
  const json bad = {{"id", "bun_1"},
                    {"name",
                     "a\xC2\x9B"
                     "31m\x7F\x1B"}};
  const std::string text = partner::bundle_body(bad);
  CHECK(json::parse(text) == bad);
  for (const char c : text) CHECK(((c >= ' ' && c < '\x7F') || c == '\n'));
}

TEST_CASE("a bundle without an id is not a bundle") {
  ScenarioServer server([](const Received&) { return answer(200, R"({"data": {"name": "x"}})"); });
  partner::Client client(quick_options(server.url()), {});
  CHECK_THROWS_AS(partner::show_bundle(client, "bun_1"), RunError);
}

TEST_CASE("a creation is sent once, whatever becomes of it, and only a refusal is sure") {
  int status = 500;
  ScenarioServer server([&](const Received&) { return answer(status, envelope("invalid_request", "no")); });
  partner::Client client(quick_options(server.url()), {});
  CHECK(partner::create_bundle(client, {{"name", "x"}}).state == partner::SendState::lost);
  status = 400;
  CHECK(partner::create_bundle(client, {{"name", "x"}}).state == partner::SendState::refused);
  CHECK(server.received().size() == 2);
}

TEST_CASE("a bundle with a malformed id is left out of the list and reported") {
  ScenarioServer server([](const Received&) {
    return answer(200,
                  R"({"data": [{"id": "bun_1"}, {"id": "bun/2"}, 7, {"id": "bun_1"}, {"id": "bun_3"}]})");
  });
  partner::Client client(quick_options(server.url()), {});
  const auto list = partner::list_bundles(client);
  CHECK(list.items.size() == 2);
  REQUIRE(list.odd.size() == 2);
  CHECK(list.odd[0].place == "GET /bundles: item 2");
  CHECK_THAT(list.odd[0].reason, Catch::Contains("'bun/2' is not an id such as bun_"));
}
