#include "domainplan/forwarding.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <thread>

#include "domainplan/account_domains.hpp"
#include "domainplan/error.hpp"
#include "operations/edited_api.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
using namespace domainplan::tests;

namespace {

const std::string kUrl = "https://new.acme.com/start";

// An account with an order of 8 domains whose clock runs while jobs are followed.
struct Live {
  explicit Live(sandbox::Options options = quiet(), int orders = 1) : account(std::move(options)) {
    for (int i = 0; i < orders; ++i) account.order(fmt::format("ops{}@acme.com", i), fmt::format("n{}", i));
    account.complete();
    for (const AccountDomain& domain : account_domains(*account.session(), {}, account.now()).domains)
      domains.push_back(domain.domain);
    clock = std::jthread([this](std::stop_token stop) {
      while (!stop.stop_requested()) {
        account.advance(10s);
        std::this_thread::sleep_for(1ms);
      }
    });
  }
  std::map<std::string, ForwardState> forward(const std::string& url = kUrl, bool wait = true) {
    results.clear();
    const auto session = account.session();
    forward_domains(*session, domains, url, {.state_folder = folder.path(), .poll = 1ms, .wait = wait}, {},
                    results);
    std::map<std::string, ForwardState> states;
    for (const ForwardResult& result : results) states[result.domain] = result.state;
    return states;
  }
  std::size_t pointing_at(const std::string& url) {
    std::size_t count = 0;
    const auto session = account.session();
    session->client().each("/domains",
                           [&](const auto& domain) { count += domain.at("forwarding_url") == url; });
    return count;
  }

  const ScratchFolder folder;
  TestAccount account;
  std::vector<std::string> domains;
  std::vector<ForwardResult> results;
  std::jthread clock;
};

}  // namespace

TEST_CASE("domains are forwarded in groups of 25, and those that have the URL are not sent again") {
  Live live(quiet(), 4);  // 32 domains
  for (const auto& [domain, state] : live.forward()) CHECK(state == ForwardState::forwarded);
  CHECK(live.account.counters().forwarding_jobs == 2);
  CHECK(live.pointing_at(kUrl) == 32);
  for (const auto& [domain, state] : live.forward()) CHECK(state == ForwardState::forwarded_before);
  CHECK(live.account.counters().forwarding_jobs == 2);
}

TEST_CASE("a URL that is written in another way is the same URL") {
  Live live;
  live.forward("https://new.acme.com/");
  for (const auto& [domain, state] : live.forward("HTTPS://New.Acme.com"))
    CHECK(state == ForwardState::forwarded_before);
}

TEST_CASE("a domain that is not the account's, or on no order, is not sent") {
  Live live;
  live.domains.push_back("somebody-elses.com");
  const auto states = live.forward();
  CHECK(states.at("somebody-elses.com") == ForwardState::not_connected);
  CHECK(live.pointing_at(kUrl) == 8);
}

TEST_CASE("what fails is reported with its reason and a remedy") {
  Live live;
  live.forward("https://nowhere.invalid/");
  for (const ForwardResult& result : live.results) {
    CHECK(result.state == ForwardState::failed);
    CHECK(result.reason == "dns_lookup_failed");
    CHECK_THAT(result.message, Catch::Contains("DNS"));
  }
}

TEST_CASE("a run that does not wait leaves its job to the next one, which follows it and sends nothing") {
  Live live;
  live.clock = {};  // the clock stands still
  for (const auto& [domain, state] : live.forward(kUrl, false)) CHECK(state == ForwardState::in_progress);
  for (const auto& [domain, state] : live.forward(kUrl, false)) CHECK(state == ForwardState::in_progress);
  live.account.advance(10min);
  for (const auto& [domain, state] : live.forward()) CHECK(state == ForwardState::forwarded);
  CHECK(live.account.counters().forwarding_jobs == 1);
}

TEST_CASE("one domain that the vendor refuses does not hold back its group") {
  sandbox::Options options = quiet();
  options.faults = {{.fault = sandbox::Fault::refused_domain, .on = "POST /domains/forwarding", .most = 1}};
  Live live(options);
  std::map<ForwardState, int> counts;
  for (const auto& [domain, state] : live.forward()) ++counts[state];
  CHECK(counts == std::map<ForwardState, int>{{ForwardState::forwarded, 7}, {ForwardState::refused, 1}});
}

TEST_CASE("a lost answer is made good by sending the group again") {
  sandbox::Options options = quiet();
  options.faults = {{.fault = sandbox::Fault::lost, .on = "POST /domains/forwarding", .most = 1}};
  Live live(options);
  for (const auto& [domain, state] : live.forward()) CHECK(state == ForwardState::forwarded);
}

TEST_CASE("where nobody agrees nothing is sent") {
  Live live;
  std::vector<ForwardResult> results;
  const auto session = live.account.session();
  std::size_t asked = 0;
  CHECK_FALSE(forward_domains(*session, live.domains, kUrl, {.state_folder = live.folder.path(), .poll = 1ms},
                              {.confirm =
                                   [&](std::size_t count) {
                                     asked = count;
                                     return false;
                                   }},
                              results));
  CHECK(asked == 8);
  CHECK(live.account.counters().forwarding_jobs == 0);
  for (const ForwardResult& result : results) CHECK(result.state == ForwardState::not_sent);
}

TEST_CASE("a URL that is none is refused before any call") {
  TestAccount account;
  const auto session = account.session();
  std::vector<ForwardResult> results;
  for (const char* url : {"", "acme.com", "ftp://acme.com/", "https://10.0.0.1/"})
    CHECK_THROWS_AS(forward_domains(*session, {"a.com"}, url, {}, {}, results), UsageError);
  CHECK(account.counters().requests == 0);
}

TEST_CASE("a completed job without lists is judged by its counts, or by the list of domains") {
  const bool has_counts = GENERATE(true, false);
  Live live;
  EditedApi api(live.account);
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (!call.starts_with("GET /domains/forwarding/")) return;
    for (const char* const list : {"completed", "failed"}) data.erase(list);
    if (!has_counts)
      for (const char* const count : {"completed_count", "failed_count"}) data.erase(count);
  };
  std::vector<ForwardResult> results;
  forward_domains(*api.session(), live.domains, kUrl, {.state_folder = live.folder.path(), .poll = 1ms}, {},
                  results);
  CHECK(results.size() == 8);
  for (const ForwardResult& result : results) CHECK(result.state == ForwardState::forwarded);
}
