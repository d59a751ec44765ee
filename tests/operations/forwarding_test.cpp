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
  // The same through an API in between; how many domains came to each state.
  std::map<ForwardState, int> forward_by(const EditedApi& api) {
    const auto session = api.session();
    forward_domains(*session, domains, kUrl, {.state_folder = folder.path(), .poll = 1ms, .after_lost = 1ms},
                    {}, results);
    std::map<ForwardState, int> counts;
    for (const ForwardResult& result : results) ++counts[result.state];
    return counts;
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

TEST_CASE("what fails is reported with its reason") {
  Live live;
  live.forward("https://nowhere.invalid/");
  for (const ForwardResult& result : live.results) {
    CHECK(result.state == ForwardState::failed);
    CHECK(result.reason == "dns_lookup_failed");
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

TEST_CASE("a group whose answer was lost is not sent again where its domains have the URL") {
  sandbox::Options options = quiet();
  options.faults = {{.fault = sandbox::Fault::lost, .on = "POST /domains/forwarding", .most = 1}};
  Live live(options);
  live.clock = {};
  EditedApi api(live.account);
  api.answers = [&](const std::string& call, httplib::Response&) {
    if (call == "GET /domains") live.account.advance(1h);  // the job ends before it is looked for
    return false;
  };
  CHECK(live.forward_by(api) == std::map<ForwardState, int>{{ForwardState::forwarded, 8}});
  CHECK(api.count("POST /domains/forwarding") == 1);
  CHECK(live.account.counters().forwarding_jobs == 1);
}

TEST_CASE("of a group whose answer was lost only the domains without the URL are sent again") {
  Live live;
  EditedApi api(live.account);
  int posts = 0;
  api.answers = [&](const std::string& call, httplib::Response& response) {
    return call == "POST /domains/forwarding" && ++posts == 1 && EditedApi::lose(response);
  };
  // The vendor had done five of them when the connection broke.
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call != "GET /domains" || posts == 0) return;
    for (auto& domain : data)
      if (std::find(live.domains.begin(), live.domains.begin() + 5, domain.at("domain")) !=
          live.domains.begin() + 5)
        domain["forwarding_url"] = kUrl;
  };
  CHECK(live.forward_by(api) == std::map<ForwardState, int>{{ForwardState::forwarded, 8}});
  CHECK(api.count("POST /domains/forwarding") == 2);
  CHECK(live.pointing_at(kUrl) == 3);  // what the sandbox was sent
}

TEST_CASE("a group whose answer is lost each time is given up, and what has the URL by then is known") {
  Live live;
  EditedApi api(live.account);
  int posts = 0;
  api.answers = [&](const std::string& call, httplib::Response& response) {
    return call == "POST /domains/forwarding" && ++posts > 0 && EditedApi::lose(response);
  };
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "GET /domains" && posts == 3) data.at(0)["forwarding_url"] = kUrl;
  };
  CHECK(live.forward_by(api) ==
        std::map<ForwardState, int>{{ForwardState::forwarded, 1}, {ForwardState::outcome_unknown, 7}});
  CHECK(api.count("POST /domains/forwarding") == 3);
}

TEST_CASE("a group whose answer was lost is not sent again where nobody can look first") {
  Live live;
  EditedApi api(live.account);
  int posts = 0;
  api.answers = [&](const std::string& call, httplib::Response& response) {
    posts += call == "POST /domains/forwarding";
    return posts > 0 && EditedApi::lose(response);
  };
  CHECK_THROWS_AS(live.forward_by(api), RunError);
  CHECK(api.count("POST /domains/forwarding") == 1);
  for (const ForwardResult& result : live.results) CHECK(result.state == ForwardState::outcome_unknown);
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

TEST_CASE("an answer about another job does not say what came of this one") {
  Live live;
  EditedApi api(live.account);
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call.starts_with("GET /domains/forwarding/")) {
      data["id"] = "fwj_other";
      data["status"] = "completed";
    }
    if (call == "GET /domains")
      for (auto& domain : data) domain["forwarding_url"] = "https://elsewhere.example/";
  };
  CHECK(live.forward_by(api) == std::map<ForwardState, int>{{ForwardState::outcome_unknown, 8}});
}

TEST_CASE("a domain that has the URL is sent again while its own unfinished job may point it elsewhere") {
  Live live;
  live.clock = {};
  EditedApi api(live.account);
  const auto forward = [&](const std::string& url) {
    const auto session = api.session();
    forward_domains(*session, live.domains, url,
                    {.state_folder = live.folder.path(), .poll = 1ms, .wait = false, .after_lost = 1ms}, {},
                    live.results);
    std::map<ForwardState, int> counts;
    for (const ForwardResult& result : live.results) ++counts[result.state];
    return counts;
  };
  forward(kUrl);
  live.account.advance(10min);
  CHECK(forward(kUrl) == std::map<ForwardState, int>{{ForwardState::forwarded, 8}});
  CHECK(forward(kUrl) == std::map<ForwardState, int>{{ForwardState::forwarded_before, 8}});
  // The job is there, and its answer may not be.
  if (GENERATE(false, true))
    api.edits = [](const std::string& call, nlohmann::json& data) {
      if (call == "POST /domains/forwarding") data = "nonsense";
    };
  forward("https://old.acme.com/");
  api.edits = {};
  const auto jobs = live.account.counters().forwarding_jobs;
  CHECK(forward(kUrl) == std::map<ForwardState, int>{{ForwardState::in_progress, 8}});
  CHECK(live.account.counters().forwarding_jobs == jobs + 1);
  // Its own newer job counts: nothing is sent a third time.
  CHECK(forward(kUrl) == std::map<ForwardState, int>{{ForwardState::in_progress, 8}});
  CHECK(live.account.counters().forwarding_jobs == jobs + 1);
  live.account.advance(10min);
  forward(kUrl);
  CHECK(live.pointing_at(kUrl) == 8);
}
