#include "domainplan/session.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "partner/calls.hpp"
#include "partner/client.hpp"
#include "partner/scenario_server.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using Catch::Matchers::Contains;

namespace {

std::string me(const std::string& partner, const std::string& environment = "test") {
  return fmt::format(R"({{"data": {{"api_key": {{"environment": "{}", "permission_preset": "limited"}},
    "partner": {}}}}})",
                     environment, partner);
}

}  // namespace

TEST_CASE("a session asks for its account once, when it is first needed") {
  ScenarioServer server(
      [](const Received&) { return answer(200, me(R"({"id": "org_1", "name": "Acme"})")); });
  Session session(quick_options(server.url()), Environment::test);
  CHECK(server.received().empty());
  CHECK(session.account().id == "org_1");
  CHECK(session.account().name == "Acme");
  CHECK(session.account().permission == Permission::limited);
  CHECK(server.received().size() == 1);
  CHECK(session.counts().calls == 1);
}

TEST_CASE("an answer without a partner id is an error") {
  const char* partner =
      GENERATE("null", "{}", R"({"id": ""})", R"({"id": null})", R"({"id": 7})", "[]", R"("org_1")");
  ScenarioServer server([&](const Received&) { return answer(200, me(partner)); });
  auto options = quick_options(server.url());
  options.tries = 1;
  Session session(options, Environment::test);
  CHECK_THROWS_WITH(session.account(), Contains("partner"));
}

TEST_CASE("a key that is not of the environment it begins like is refused") {
  const std::string said = GENERATE("live", "test");
  ScenarioServer server([&](const Received&) { return answer(200, me(R"({"id": "org_1"})", said)); });
  Session session(quick_options(server.url()), said == "live" ? Environment::test : Environment::live);
  CHECK_THROWS_AS(session.account(), UsageError);
}

TEST_CASE("a permission preset that we do not know is unknown") {
  ScenarioServer server([](const Received&) {
    return answer(
        200,
        R"({"data": {"partner": {"id": "x y"}, "api_key": {"environment": "test", "permission_preset": "root"}}})");
  });
  Session session(quick_options(server.url()), Environment::test);
  CHECK(session.account().permission == Permission::unknown);
  CHECK(session.account().id == "x y");
}

TEST_CASE("a session ends its calls when it is asked to stop") {
  ScenarioServer server([](const Received&) {
    Reply slow = answer(200, me(R"({"id": "org_1"})"));
    slow.before = std::chrono::minutes(1);
    return slow;
  });
  std::stop_source stop;
  Session session(quick_options(server.url()), Environment::test, stop.get_token());
  const std::jthread stopper([&] {
    while (server.received().empty()) std::this_thread::yield();
    stop.request_stop();
  });
  CHECK_THROWS_AS(session.account(), Interrupted);
}

TEST_CASE("a session's secrets are redacted in what the API says") {
  ScenarioServer server([](const Received&) { return answer(400, envelope("invalid_request", "not #7q")); });
  Session session(quick_options(server.url()), Environment::test);
  session.redact({"#7q", ""});
  CHECK_THROWS_WITH(session.account(), Contains("not [secret]"));
}

TEST_CASE("a key belongs to the environment it begins like, and to live where it does not say") {
  CHECK(environment_of_key("pk_test_1") == Environment::test);
  CHECK(environment_of_key("pk_live_1") == Environment::live);
  CHECK(environment_of_key("") == Environment::live);
  CHECK(environment_of("sandbox") == Environment::sandbox);
  CHECK_FALSE(environment_of("staging"));
}
