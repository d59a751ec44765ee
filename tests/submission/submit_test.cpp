#include "domainplan/submit.hpp"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <map>

#include "domainplan/error.hpp"
#include "store/journal.hpp"
#include "submission/plans.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using Catch::Matchers::Contains;
using Results = std::map<std::string, SubmitResult>;

namespace {

struct Died {};  // what a killed process would be

class Case {
 public:
  explicit Case(int customers = 2, sandbox::Options options = plain_sandbox()) : server(std::move(options)) {
    make_plan(server, folder / "plan", customers);
  }

  Results submit(SubmitOptions options = {}, std::string die_at = "") {
    Results results;
    SubmitHooks hooks;
    hooks.result = [&](const SubmitResult& result) { results[result.customer] = result; };
    hooks.step = [&](std::string_view step) {
      if (step == die_at) throw Died();
    };
    if (jump_ms != 0)
      hooks.clocks = [this] {
        const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
            std::chrono::system_clock::now().time_since_epoch());
        return std::pair(now.count() + jump_ms, std::int64_t{1'000'000'000} + jump_ms);
      };
    domainplan::submit(folder / "plan", api_of(server), "test", options, hooks, std::stop_token());
    return results;
  }

  std::string plan(const std::string& name) const { return folder / ("plan/" + name); }

  ScratchFolder folder;
  sandbox::Server server;
  std::int64_t jump_ms = 0;  // how far the machine's clocks stand from where they were
};

}  // namespace

TEST_CASE("every order is sent once, and a second submit sends nothing") {
  Case test(3);
  Results results = test.submit();
  REQUIRE(results.size() == 3);
  for (const auto& [customer, result] : results) {
    CHECK(result.state == SubmitState::sent);
    CHECK_THAT(result.order_id, Catch::StartsWith("ord_"));
    CHECK(result.total_cents.value_or(0) >= result.price_cents);
  }
  const auto requests = test.server.counters().requests;
  results = test.submit();
  for (const auto& [customer, result] : results) CHECK(result.state == SubmitState::sent_before);
  CHECK(test.server.counters().orders == 3);
  CHECK(test.server.counters().requests == requests);
}

TEST_CASE("a submit that dies at any step is taken up by the next without a second order") {
  const std::string step = GENERATE("intent", "send", "answer", "done");
  Case test(2);
  CHECK_THROWS_AS(test.submit({}, step), Died);
  const Results results = test.submit();
  CHECK(results.at("c1").state == (step == "done" ? SubmitState::sent_before : SubmitState::sent));
  CHECK(results.at("c2").state == SubmitState::sent);
  CHECK(test.server.counters().orders == 2);
  CHECK(test.server.counters().orders_of_same_body == 0);
}

TEST_CASE("an answer lost more than a day ago is looked up instead of sent again") {
  Case test(2);
  const std::string step = GENERATE("send", "answer");
  CHECK_THROWS_AS(test.submit({}, step), Died);
  test.jump_ms = GENERATE(30 * 3'600'000LL, -2 * 3'600'000LL);  // too late, and a clock that was set back
  const Results results = test.submit();
  CHECK(results.at("c1").state == SubmitState::sent);
  CHECK(test.server.counters().orders == 2);
  CHECK(test.server.counters().orders_of_same_user_and_bundle == 0);
}

TEST_CASE("bytes that changed while an answer is unknown are not sent") {
  Case test(1);
  CHECK_THROWS_AS(test.submit({}, "answer"), Died);
  const std::string path = test.plan("orders/c1.json");
  std::string bytes = bytes_of_file(path);
  const std::string old = bytes;
  bytes.replace(bytes.find("fake-1"), 6, "fake-2");
  std::ofstream(path) << bytes;
  Results results = test.submit();
  CHECK(results.at("c1").state == SubmitState::changed);
  CHECK_THAT(results.at("c1").message, Contains("put back the file"));
  CHECK_THAT(results.at("c1").message, !Contains("fake-"));
  std::ofstream(path) << old;
  CHECK(test.submit().at("c1").state == SubmitState::sent);
  CHECK(test.server.counters().orders == 1);
}

TEST_CASE("a password that changed before the first sending goes out as it is on the disk") {
  Case test(1);
  const std::string path = test.plan("orders/c1.json");
  std::string bytes = bytes_of_file(path);
  bytes.replace(bytes.find("fake-1"), 6, "fake-2");
  std::ofstream(path) << bytes;
  CHECK(test.submit().at("c1").state == SubmitState::sent);
}

TEST_CASE("an order whose domains are not the plan's is not sent") {
  Case test(2);
  const std::string path = test.plan("orders/c1.json");
  std::string bytes = bytes_of_file(path);
  const std::size_t at = bytes.find(".com\"", bytes.find("\"domains\""));
  bytes.replace(at, 4, ".net");
  std::ofstream(path) << bytes;
  const Results results = test.submit();
  CHECK(results.at("c1").state == SubmitState::changed);
  CHECK_THAT(results.at("c1").message, Contains("not those of plan.csv"));
  CHECK(results.at("c2").state == SubmitState::sent);
}

TEST_CASE("an order that the API has already for user and bundle stops the customer, unless again is said") {
  Case test(1);
  test.submit();
  make_plan(test.server, test.folder / "second", 1);
  std::filesystem::rename(test.folder / "plan", test.folder / "first");
  std::filesystem::rename(test.folder / "second", test.folder / "plan");
  const Results results = test.submit();
  // Its domains are gone by now, which is found first; either way nothing is sent.
  CHECK(needs_person(results.at("c1").state));
  CHECK(test.server.counters().orders == 1);
}

TEST_CASE("a second submit of one folder is refused while the first is on") {
  Case test(1);
  const Journal journal(test.folder / "plan");
  CHECK_THROWS_WITH(test.submit(), Contains("another process"));
  CHECK(test.server.counters().orders == 0);
}

TEST_CASE("a plan made against another API or environment is refused") {
  Case test(1);
  const sandbox::Server other(plain_sandbox());
  CHECK_THROWS_AS(domainplan::submit(test.folder / "plan", api_of(other), "test", {}, {}, std::stop_token()),
                  UsageError);
  CHECK_THROWS_AS(
      domainplan::submit(test.folder / "plan", api_of(test.server), "live", {}, {}, std::stop_token()),
      UsageError);
  CHECK_THROWS_AS(
      domainplan::submit(test.folder / "none", api_of(test.server), "test", {}, {}, std::stop_token()),
      UsageError);
}

TEST_CASE("only, limit and max_spend hold back what they must") {
  Case test(3);
  Results results = test.submit({.only = {"c2"}});
  CHECK(results.size() == 1);
  CHECK(results.at("c2").state == SubmitState::sent);
  results = test.submit({.limit = 1});
  CHECK(results.at("c1").state == SubmitState::sent);
  CHECK(results.at("c3").state == SubmitState::unsent);
  const Cents spent = *results.at("c1").total_cents + *results.at("c2").total_cents;
  results = test.submit({.max_spend = spent});
  CHECK(results.at("c3").state == SubmitState::over_budget);
  CHECK_THAT(results.at("c3").message, Contains("--max-spend-cents"));
  results = test.submit({.max_spend = spent + results.at("c3").price_cents});
  CHECK(results.at("c3").state == SubmitState::sent);
  CHECK_THROWS_AS(test.submit({.only = {"c9"}}), UsageError);
}

TEST_CASE("a person who does not agree to the cost stops everything") {
  Case test(2);
  SubmitPreview seen;
  SubmitHooks hooks;
  std::size_t unsent = 0;
  hooks.confirm = [&](const SubmitPreview& what) {
    seen = what;
    return false;
  };
  hooks.result = [&](const SubmitResult& result) { unsent += result.state == SubmitState::unsent ? 1 : 0; };
  domainplan::submit(test.folder / "plan", api_of(test.server), "test", {}, hooks, std::stop_token());
  CHECK(seen.orders == 2);
  CHECK(seen.domains == 16);
  CHECK(unsent == 2);
  CHECK(test.server.counters().orders == 0);
}

TEST_CASE("an owned domain is sent only once its import has completed") {
  ScratchFolder folder;
  const sandbox::Server server(plain_sandbox());
  make_plan(server, folder / "plan", 1, "c1,owned-by-larkspur.com,\n");
  Results results;
  SubmitHooks hooks;
  hooks.result = [&](const SubmitResult& result) { results[result.customer] = result; };
  domainplan::submit(folder / "plan", api_of(server), "test", {}, hooks, std::stop_token());
  CHECK(results.at("c1").state == SubmitState::not_imported);
  CHECK_THAT(results.at("c1").message, Contains("owned-by-larkspur.com"));
  CHECK(server.counters().orders == 0);
}

TEST_CASE("a refused order is told with the API's words, and the others go on") {
  Case test(2);
  const std::string path = test.plan("orders/c1.json");
  std::string bytes = bytes_of_file(path);
  bytes.replace(bytes.find("bun_01HZX0B2VNB0"), 16, "bun_01HZX0B2VNZZ");
  std::ofstream(path) << bytes;
  Results results = test.submit();
  CHECK(results.at("c1").state == SubmitState::refused);
  CHECK_THAT(results.at("c1").message, Contains("400 invalid_request") && Contains("request req_"));
  CHECK(results.at("c2").state == SubmitState::sent);
  // Nothing is open: what the person puts right may go.
  bytes.replace(bytes.find("bun_01HZX0B2VNZZ"), 16, "bun_01HZX0B2VNB0");
  std::ofstream(path) << bytes;
  CHECK(test.submit().at("c1").state == SubmitState::sent);
}

TEST_CASE("a damaged journal stops everything") {
  Case test(1);
  std::ofstream(test.plan("journal.ndjson")) << "{\"event\":\"plac\n";
  CHECK_THROWS_WITH(test.submit(), Contains("journal.ndjson:1") && Contains("nothing is sent"));
  CHECK(test.server.counters().orders == 0);
}
