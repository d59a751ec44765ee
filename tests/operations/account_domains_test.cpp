#include "domainplan/account_domains.hpp"

#include <httplib.h>

#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "domainplan/error.hpp"
#include "operations/edited_api.hpp"
#include "operations/list_of_user.hpp"
#include "operations/placed_plan.hpp"
#include "partner/domains.hpp"

using namespace domainplan;
using namespace domainplan::tests;

namespace {

AccountDomains found_in(TestAccount& account, const DomainFilter& filter = {}) {
  return account_domains(*account.session(), filter, account.now());
}

}  // namespace

TEST_CASE("domains are listed by name with what their order says") {
  TestAccount account(quiet());
  const std::string order = account.order();
  account.complete();
  const auto domains = found_in(account).domains;
  REQUIRE(domains.size() == 8);
  for (std::size_t i = 1; i < domains.size(); ++i) CHECK(domains[i - 1].domain < domains[i].domain);
  for (const AccountDomain& domain : domains) {
    CHECK(domain.state == "active");
    CHECK(domain.category == "connected");
    CHECK(domain.user == "ops@acme.com");
    CHECK(domain.order == order);
    CHECK(domain.provider.has_value());
    CHECK(domain.created_at.has_value());
    CHECK(domain.renews_at.has_value());
    CHECK(domain.waits_for.empty());
  }
}

TEST_CASE("each filter of domains leaves out the others") {
  TestAccount account(quiet());
  const std::string one = account.order("ops@acme.com", "one");
  account.advance(24h * 10);
  const std::string two = account.order("team@beta.com", "two");
  account.advance(24h * 10);
  const auto orders_of = [&](const DomainFilter& filter) {
    std::set<std::string> orders;
    for (const AccountDomain& domain : found_in(account, filter).domains) orders.insert(domain.order);
    return orders;
  };
  const std::string user_id = account.get("/orders/" + two).at("user_id");
  CHECK(orders_of({}) == std::set{one, two});
  CHECK(orders_of({.user = "OPS@acme.com"}) == std::set{one});
  CHECK(orders_of({.user = user_id}) == std::set{two});
  CHECK(orders_of({.older_than = std::chrono::days(15)}) == std::set{one});
  CHECK(orders_of({.renews_within = std::chrono::days(15)}) == std::set{one});
  CHECK(orders_of({.state = "ready"}).empty());
  CHECK(found_in(account, {.provider = Provider::microsoft}).domains.size() == 4);
}

TEST_CASE("a domain waits for its own open actions and for those of its order") {
  sandbox::Options options = quiet();
  options.intervention_rate = 1;
  TestAccount account(options);
  account.order();
  account.advance(10min);
  std::size_t waiting = 0;
  for (const AccountDomain& domain : found_in(account).domains)
    if (!domain.waits_for.empty()) {
      ++waiting;
      CHECK(domain.waits_for == std::vector<std::string>{"replace_domain"});
      CHECK(domain.state == "action_required");
    }
  CHECK(waiting == 1);
}

TEST_CASE("a list of one user is asked for by each filter that is not refused, then read whole") {
  const int refused = GENERATE(0, 1, 2);
  std::vector<std::string> asked;
  httplib::Server server;
  server.Get("/v1/domains", [&](const httplib::Request& request, httplib::Response& response) {
    asked.push_back(request.target);
    const bool is_refused = asked.size() <= static_cast<std::size_t>(refused);
    response.status = is_refused ? 400 : 200;
    response.set_content(is_refused ? R"({"error": {"code": "invalid_request", "message": "unknown filter"}})"
                                    : R"({"data": [], "links": {"next": null}, "meta": {}})",
                         "application/json");
  });
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread serving([&] { server.listen_after_bind(); });
  while (!server.is_running()) std::this_thread::yield();
  partner::ApiOptions api;
  api.base_url = fmt::format("http://127.0.0.1:{}/v1", port);
  api.key = "pk_test_1";
  {
    Session session(api, Environment::test);
    list_of_user(session.client(), "a@b.com", partner::list_domains);
  }
  server.stop();
  serving.join();
  REQUIRE(asked.size() == static_cast<std::size_t>(refused) + 1);
  constexpr const char* kFilters[] = {"user=a%40b.com", "user_email=a%40b.com"};
  for (std::size_t i = 0; i < asked.size(); ++i) {
    INFO(asked[i]);
    CHECK((i < 2 ? asked[i].find(kFilters[i]) != std::string::npos
                 : asked[i].find("user") == std::string::npos));
  }
}

TEST_CASE("the domains of a user without orders are found by its email") {
  TestAccount account(quiet());
  account.order("ops@acme.com", "one");
  account.order("team@beta.com", "two");
  EditedApi api(account);
  api.edits = [](const std::string& call, nlohmann::json& data) {
    if (call == "GET /orders") data = nlohmann::json::array();
  };
  const auto domains = account_domains(*api.session(), {.user = "ops@acme.com"}, account.now()).domains;
  CHECK(domains.size() == 8);
  for (const AccountDomain& domain : domains) CHECK(domain.user == "ops@acme.com");
}

TEST_CASE("a domain that is scheduled to end, alone or with its order, neither renews nor costs") {
  TestAccount account(quiet());
  const std::string one = account.order("ops@acme.com", "one"), two = account.order("team@beta.com", "two");
  account.complete();
  const auto session = account.session();
  const std::string alone = account.get("/orders/" + two).at("domains").at("registered").at(0);
  session->client().call({"POST", "/orders/" + one + "/cancel", ""});
  session->client().call({"POST", "/orders/" + two + "/cancel", nlohmann::json{{"domains", {alone}}}.dump()});
  const AccountDomains found = found_in(account);
  REQUIRE(found.domains.size() == 16);
  for (const AccountDomain& domain : found.domains) {
    INFO(domain.domain);
    const bool ends = domain.order == one || domain.domain == alone;
    CHECK(domain.has_ended == ends);
    CHECK(domain.renews_at.has_value() == !ends);
    CHECK(domain.month_cents.has_value() == !ends);
  }
  CHECK(found_in(account, {.renews_within = std::chrono::days(40)}).domains.size() == 7);
  CHECK(found.states == std::set<std::string>{"active", "cancel_scheduled"});
}

TEST_CASE("a domain of a plan that is on the order of somebody else is not the plan's") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  const std::string moved = plan.domains()[0];
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "GET /domains")
      for (auto& domain : data)
        if (domain.at("domain") == moved) domain["order_id"] = "ord_other";
  };
  const auto domains = account_domains(*api.session(), {.plan = plan.folder}, plan.account.now()).domains;
  CHECK(domains.size() == 7);
  for (const AccountDomain& domain : domains) CHECK(domain.domain != moved);
}

TEST_CASE("the domains of a user that the account does not have are an error") {
  TestAccount account(quiet());
  account.order("ops@acme.com", "one");
  CHECK_THROWS_WITH(found_in(account, {.user = "nobody@acme.com"}),
                    Catch::Contains("no user 'nobody@acme.com'"));
  CHECK_THROWS_WITH(found_in(account, {.user = "usr_nobody"}), Catch::Contains("no user 'usr_nobody'"));
  CHECK_THROWS_WITH(found_in(account, {.user = "nobody"}), Catch::Contains("neither a user's id"));
}
