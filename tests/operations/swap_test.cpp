#include "domainplan/swap.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <set>
#include <thread>

#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger.hpp"
#include "domainplan/text.hpp"
#include "io/file_lock.hpp"
#include "operations/edited_api.hpp"
#include "operations/placed_plan.hpp"
#include "operations/replacement.hpp"
#include "partner/imports.hpp"
#include "submission/account_lock.hpp"

using namespace domainplan;
using namespace domainplan::tests;

namespace {

// Runs the account's clock while it lives.
class RunningClock {
 public:
  explicit RunningClock(TestAccount& account)
      : thread_([&account](std::stop_token stop) {
          while (!stop.stop_requested()) {
            account.advance(1min);
            std::this_thread::sleep_for(1ms);
          }
        }) {}

 private:
  std::jthread thread_;
};

SwapOptions options_for(const PlacedPlan& plan, const std::string& domain) {
  SwapOptions options{.folder = plan.folder, .customer = "c1", .domain = domain};
  options.state_folder = plan.state;
  options.poll = 1ms;
  options.looks = kSoon;
  options.recheck_wait = 1ms;
  return options;
}

SwapResult swapped(PlacedPlan& plan, const SwapOptions& options, const SwapHooks& hooks = {}) {
  const RunningClock clock(plan.account);
  SwapResult result;
  const auto session = plan.account.session();
  swap_domain(*session, options, hooks, result);
  return result;
}

SwapResult swapped(PlacedPlan& plan, const std::string& domain) {
  return swapped(plan, options_for(plan, domain));
}

std::string domain_for(PlacedPlan& plan, const std::string& provider) {
  const auto session = plan.account.session();
  std::string name;
  session->client().each("/domains", [&](const auto& domain) {
    if (name.empty() && domain.at("provider") == provider && domain.at("status") == "active")
      name = domain.at("domain");
  });
  return name;
}

}  // namespace

TEST_CASE("a domain is replaced by the best name left for its provider, and the vendor bills it") {
  PlacedPlan plan;
  const auto before = plan.domains();
  const std::string old = domain_for(plan, "google");
  SwapResult shown;
  const SwapResult result = swapped(plan, options_for(plan, old), {.agree = [&](const SwapResult& what) {
                                      shown = what;
                                      return true;
                                    }});
  CHECK(result.state == SwapState::swapped);
  CHECK(shown.replacement == result.replacement);
  CHECK(shown.price_cents.value_or(0) > 0);
  CHECK(result.provider == Provider::google);
  const auto after = plan.domains();
  CHECK(std::set(after.begin(), after.end()).contains(result.replacement));
  CHECK_FALSE(std::set(after.begin(), after.end()).contains(old));
  CHECK_FALSE(std::set(before.begin(), before.end()).contains(result.replacement));
  CHECK(plan.account.counters().swaps == 1);
  // Run again, it finds what it did.
  const SwapResult again = swapped(plan, old);
  CHECK(again.state == SwapState::swapped_before);
  CHECK(again.replacement == result.replacement);
  CHECK(plan.account.counters().swaps == 1);
}

TEST_CASE("a replacement keeps to the share caps beside the rest of the order") {
  PlacedPlan plan;
  std::map<std::string, std::string> pattern_of;
  const StoredPlan planned = read_plan(plan.folder);
  for (const PlannedDomain& domain : planned.orders[0].domains) pattern_of[domain.domain] = domain.pattern;
  each_candidate(plan.folder, [&](CandidateRow row) { pattern_of[row.domain] = row.pattern; });
  for (const std::string& domain : plan.domains()) {
    SwapOptions options = options_for(plan, domain);
    options.dry_run = true;
    const SwapResult result = swapped(plan, options);
    REQUIRE_FALSE(result.replacement.empty());
    CHECK(result.state == SwapState::not_sent);
    std::map<std::string, int> count;  // by pattern; at most 25 percent of 8
    for (const std::string& other : plan.domains())
      ++count[pattern_of[other == domain ? result.replacement : other]];
    for (const auto& [pattern, number] : count)
      if (!pattern.empty()) CHECK(number <= 2);
  }
  CHECK(plan.account.counters().swaps == 0);
}

TEST_CASE("the share caps hold after every domain of an order was replaced") {
  PlacedPlan plan;
  const SwapCustomer customer = swap_customer(read_plan(plan.folder), "c1", {}, nullptr);
  std::map<std::string, std::string> pattern_of;
  CandidateStream stream(customer.settings.rules, naming_input(customer.customer));
  while (const auto name = stream.next()) pattern_of[name->domain] = name->pattern;
  for (const std::string& domain : plan.domains()) REQUIRE(swapped(plan, domain).state == SwapState::swapped);
  std::map<std::string, int> count;  // by pattern; at most 25 percent of 8
  for (const std::string& domain : plan.domains()) ++count[pattern_of.at(domain)];
  for (const auto& [pattern, number] : count) {
    INFO(pattern);
    CHECK(number <= 2);
  }
}

TEST_CASE("a name that another plan reserved is no replacement, neither chosen nor given") {
  PlacedPlan plan;
  Ledger ledger({.address = plan.scratch / "ledger.sqlite", .account = "test-par_1"});
  SwapOptions options = options_for(plan, plan.domains()[0]);
  options.dry_run = true;
  const std::string best = swapped(plan, options).replacement;
  const std::string other = Ledger::new_plan_id();
  ledger.begin_plan(other, "/somewhere");
  REQUIRE(ledger.reserve(other, {{"theirs", {best}}}, 14).customers == 1);
  options.ledger = &ledger;
  const std::string next = swapped(plan, options).replacement;
  CHECK_FALSE(next.empty());
  CHECK(next != best);
  options.with = best;
  CHECK_THROWS_WITH(swapped(plan, options), Catch::Contains("another plan has reserved it"));
  options.folder = options.customer = "";
  options.order = plan.ids[0];
  CHECK_THROWS_WITH(swapped(plan, options), Catch::Contains("another plan has reserved it"));

  CHECK(plan.account.counters().swaps == 0);
  CHECK(ledger.reservations().size() == 1);  // a dry run reserves nothing
}

TEST_CASE("a replacement is reserved from its choice on, and given back where it is not swapped in") {
  PlacedPlan plan;
  Ledger ledger({.address = plan.scratch / "ledger.sqlite", .account = "test-par_1"});
  const std::string other = Ledger::new_plan_id();
  ledger.begin_plan(other, "/somewhere");
  const auto is_free = [&](const std::string& name) {
    return ledger.reserve(other, {{"late", {name}}}, 14).customers == 1;
  };
  const auto domains = plan.domains();
  SwapOptions options = options_for(plan, domains[0]);
  options.ledger = &ledger;
  std::string declined;
  const SwapResult shown = swapped(plan, options, {.agree = [&](const SwapResult& what) {
                                     CHECK_FALSE(is_free(what.replacement));
                                     declined = what.replacement;
                                     return false;
                                   }});
  CHECK(shown.state == SwapState::not_sent);
  CHECK(ledger.reservations().empty());
  // Another swap at the same time is another plan to it.
  SwapOptions second = options_for(plan, domains[1]);
  second.ledger = &ledger;
  second.state_folder = plan.scratch / "elsewhere";
  std::string others;
  const SwapResult done = swapped(plan, options, {.agree = [&](const SwapResult& what) {
                                    CHECK(what.replacement == declined);
                                    others = swapped(plan, second).replacement;
                                    return true;
                                  }});
  CHECK(done.state == SwapState::swapped);
  CHECK(done.replacement == declined);
  CHECK_FALSE(others.empty());
  CHECK(others != declined);
  // The vendor has it now; other plans leave it alone all the same.
  CHECK_FALSE(is_free(declined));
}

TEST_CASE("a second swap of the account waits for the first, and is told so") {
  PlacedPlan plan;
  const auto domains = plan.domains();
  std::jthread second;
  std::atomic<bool> waits = false;
  SwapResult waited;
  const SwapResult first =
      swapped(plan, options_for(plan, domains[0]), {.agree = [&](const SwapResult&) {
                second = std::jthread([&] {
                  waited = swapped(plan, options_for(plan, domains[1]),
                                   {.waits_for_lock = [&](const std::string&) { waits = true; }});
                });
                while (!waits) std::this_thread::yield();
                return true;
              }});
  second.join();
  CHECK(first.state == SwapState::swapped);
  CHECK(waited.state == SwapState::swapped);
  CHECK(first.replacement != waited.replacement);
  CHECK(plan.account.counters().swaps == 2);
}

TEST_CASE("a name that another customer of the plan owns is no replacement, neither chosen nor given") {
  std::string best;
  {
    PlacedPlan plan(quiet(), 2);
    SwapOptions options = options_for(plan, plan.domains()[0]);
    options.dry_run = true;
    best = swapped(plan, options).replacement;
  }
  PlacedPlan plan(quiet(), 2, "c2," + best + ",google\n");
  SwapOptions options = options_for(plan, plan.domains()[0]);
  options.dry_run = true;
  CHECK(swapped(plan, options).replacement != best);
  options.with = best;
  CHECK_THROWS_WITH(swapped(plan, options), Catch::Contains("another customer owns it"));
}

TEST_CASE("two domains of an order are replaced by two different ones") {
  PlacedPlan plan;
  const auto domains = plan.domains();
  CHECK(swapped(plan, domains[0]).replacement != swapped(plan, domains[1]).replacement);
  CHECK(plan.account.counters().swaps == 2);
}

TEST_CASE("a swap whose answer was lost is found in the vendor's list, and sent once") {
  sandbox::Options faulty = quiet();
  faulty.sells_twice = true;
  faulty.faults = {{.fault = sandbox::Fault::lost, .on = "POST /swaps", .most = 1}};
  PlacedPlan plan(faulty);
  CHECK(swapped(plan, plan.domains()[0]).state == SwapState::swapped);
  CHECK(plan.account.counters().swaps == 1);
}

TEST_CASE("a swap that never arrived is unknown, and the next run looks first and then sends it") {
  sandbox::Options faulty = quiet();
  faulty.faults = {{.fault = sandbox::Fault::dropped, .on = "POST /swaps", .most = 1}};
  PlacedPlan plan(faulty);
  const std::string old = plan.domains()[0];
  const SwapResult lost = swapped(plan, old);
  CHECK(lost.state == SwapState::outcome_unknown);
  CHECK(lost.is_lost);
  CHECK_FALSE(lost.error.empty());
  CHECK(swapped(plan, old).state == SwapState::swapped);
  CHECK(plan.account.counters().swaps == 1);
}

TEST_CASE("a swap without an answer whose lists forget it is found once they remember, and not sent twice") {
  sandbox::Options faulty = quiet();
  faulty.sells_twice = true;
  faulty.faults = {{.fault = sandbox::Fault::lost, .on = "POST /swaps", .most = 1},
                   {.fault = sandbox::Fault::forgets, .on = "GET /swaps", .skip = 2, .most = 3}};
  PlacedPlan plan(faulty);
  const std::string old = plan.domains()[0];
  SwapOptions options = options_for(plan, old);
  SwapResult first;
  {
    const auto session = plan.account.session();
    swap_domain(*session, options, {}, first);
  }
  CHECK(first.state == SwapState::outcome_unknown);
  CHECK(swapped(plan, old).state == SwapState::swapped_before);
  CHECK(plan.account.counters().swaps == 1);
}

namespace {

SwapResult swapped_through(EditedApi& api, PlacedPlan& plan, const SwapOptions& options,
                           const SwapHooks& hooks = {}) {
  const RunningClock clock(plan.account);
  SwapResult result;
  swap_domain(*api.session(), options, hooks, result);
  return result;
}

// A vendor that does what POST /swaps asks for, loses the answer, and lists the swap as `shows` makes it.
struct ListsOddly {
  ListsOddly(EditedApi& api, std::function<nlohmann::json(nlohmann::json swap)> shows) {
    api.answers = [this](const std::string& call, httplib::Response&) {
      if (call == "POST /swaps") is_sent = true;
      return false;
    };
    api.edits = [this, shows = std::move(shows)](const std::string& call, nlohmann::json& data) {
      if (call == "POST /swaps") data = "lost";
      if (call == "GET /swaps" && is_sent)
        for (auto& swap : data) swap = shows(swap);
    };
  }
  std::atomic<bool> is_sent = false;
};

nlohmann::json without(nlohmann::json swap, std::initializer_list<const char*> names) {
  for (const char* const name : names) swap.erase(name);
  return swap;
}

}  // namespace

TEST_CASE("a lost swap whose row does not name its domain is found by its order and replacement") {
  sandbox::Options twice = quiet();
  twice.sells_twice = true;
  PlacedPlan plan(twice);
  EditedApi api(plan.account, plan.folder);
  const ListsOddly odd(api, [](auto swap) { return without(swap, {"domain_id"}); });
  SwapOptions options = options_for(plan, plan.domains()[0]);
  options.wait = false;
  const SwapResult first = swapped_through(api, plan, options);
  CHECK((first.state == SwapState::in_progress || first.state == SwapState::swapped));
  CHECK(swapped_through(api, plan, options).replacement == first.replacement);
  CHECK(plan.account.counters().swaps == 1);
}

TEST_CASE("a swap that the list may show, in a row that says too little, is not sent again") {
  const auto row = GENERATE(as<std::string>{}, "no domain", "no type", "no status", "null");
  sandbox::Options twice = quiet();
  twice.sells_twice = true;
  PlacedPlan plan(twice);
  EditedApi api(plan.account, plan.folder);
  const ListsOddly odd(api, [&](auto swap) {
    if (row == "no domain") return without(swap, {"domain_id", "replacement_domain"});
    if (row == "no type") return without(swap, {"domain_id", "type", "replacement_domain", "order_id"});
    if (row == "no status") return without(swap, {"status"});
    return nlohmann::json();
  });
  SwapOptions options = options_for(plan, plan.domains()[0]);
  options.wait = false;
  for (int run = 0; run < 3; ++run) {
    const SwapResult result = swapped_through(api, plan, options);
    CHECK(result.state == SwapState::outcome_unknown);
    CHECK_THAT(result.error + result.place, Catch::Contains("GET /swaps: item 1"));
  }
  CHECK(api.count("POST /swaps") == 1);
}

TEST_CASE("an answer about another swap is not believed: the list says what came of this one") {
  const auto field = GENERATE(as<std::string>{}, "domain_id", "replacement_domain");
  const std::string other = field == "domain_id" ? "dom_other" : "other.com";
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  const SwapOptions options = options_for(plan, plan.domains()[0]);
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "POST /swaps") data[field] = other;
  };
  const SwapResult done = swapped_through(api, plan, options);
  CHECK(done.state == SwapState::swapped);
  CHECK(done.replacement != other);

  api.edits = nullptr;
  api.answers = [&](const std::string& call, httplib::Response& response) {
    nlohmann::json swap = {{"id", "swp_1"}, {"type", "standard"}, {"status", "completed"}};
    swap[field] = other;
    return call == "POST /swaps" && EditedApi::answer(response, 201, {{"data", swap}});
  };
  const SwapResult unknown = swapped_through(api, plan, options_for(plan, plan.domains()[0]));
  CHECK(unknown.state == SwapState::outcome_unknown);
  CHECK_THAT(unknown.error, Catch::Contains(other));
  CHECK(plan.account.counters().swaps == 1);
}

TEST_CASE("a swap that is followed and turns into another one is unknown") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call.starts_with("GET /swaps/")) data["replacement_domain"] = "other.com";
  };
  const SwapResult result = swapped_through(api, plan, options_for(plan, plan.domains()[0]));
  CHECK(result.state == SwapState::outcome_unknown);
  CHECK_THAT(result.error, Catch::Contains("other.com"));
  CHECK(result.replacement != "other.com");
}

TEST_CASE("a swap of before is shown with the type it has, also in a dry run") {
  PlacedPlan plan;
  SwapOptions options = options_for(plan, domain_for(plan, "google"));
  REQUIRE(swapped(plan, options).type == "standard");
  options.premium = true;
  for (const bool dry_run : {false, true}) {
    options.dry_run = dry_run;
    const SwapResult before = swapped(plan, options);
    CHECK(before.state == SwapState::swapped_before);
    CHECK(before.type == "standard");
  }
  CHECK(plan.account.counters().swaps == 1);
}

TEST_CASE("a run that is interrupted while it looks for an earlier swap says that its outcome is unknown") {
  sandbox::Options faulty = quiet();
  faulty.faults = {{.fault = sandbox::Fault::dropped, .on = "POST /swaps", .most = 1}};
  PlacedPlan plan(faulty);
  SwapOptions options = options_for(plan, plan.domains()[0]);
  const SwapResult lost = swapped(plan, options);
  REQUIRE(lost.state == SwapState::outcome_unknown);
  options.looks = {1h};
  std::stop_source stop;
  const auto session =
      plan.account.session(stop.get_token(), [&](const partner::Wait&) { stop.request_stop(); });
  SwapResult result;
  CHECK_THROWS_AS(swap_domain(*session, options, {}, result), Interrupted);
  CHECK(result.state == SwapState::outcome_unknown);
  CHECK(result.replacement == lost.replacement);
}

TEST_CASE("a premium swap is held where a row of the list may be one of the last 30 days") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "GET /swaps")
      data.push_back(
          {{"id", "swp_8"}, {"type", "premium"}, {"order_id", plan.ids[0]}, {"status", "completed"}});
  };
  SwapOptions options = options_for(plan, domain_for(plan, "microsoft"));
  options.premium = true;
  const SwapResult result = swapped_through(api, plan, options);
  CHECK(result.state == SwapState::outcome_unknown);
  CHECK_THAT(result.error, Catch::Contains("swp_8"));
  CHECK(api.count("POST /swaps") == 0);
}

TEST_CASE("a replacement that went out for one domain is not chosen for another") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  const auto domains = plan.domains();
  api.answers = [](const std::string& call, httplib::Response& response) {
    return call == "POST /swaps" && EditedApi::lose(response);
  };
  const SwapResult lost = swapped_through(api, plan, options_for(plan, domains[0]));
  REQUIRE(lost.state == SwapState::outcome_unknown);
  api.answers = nullptr;
  const SwapResult other = swapped_through(api, plan, options_for(plan, domains[1]));
  CHECK(other.state == SwapState::swapped);
  CHECK(other.replacement != lost.replacement);
  SwapOptions given = options_for(plan, domains[2]);
  given.with = lost.replacement;
  CHECK_THROWS_WITH(swapped_through(api, plan, given), Catch::Contains("another swap brings it"));
}

TEST_CASE("a replacement that a listed swap brings is not chosen") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  SwapOptions options = options_for(plan, plan.domains()[0]);
  options.dry_run = true;
  const std::string best = swapped_through(api, plan, options).replacement;
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "GET /swaps")
      data.push_back({{"id", "swp_8"},
                      {"type", "standard"},
                      {"domain_id", "dom_other"},
                      {"replacement_domain", best},
                      {"status", "in_progress"}});
  };
  CHECK(swapped_through(api, plan, options).replacement != best);
}

TEST_CASE("what changed in the account before the swap goes out is held") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  std::string chosen, change;
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (chosen.empty()) return;
    if (change == "order" && call == "GET /orders/" + plan.ids[0]) data["status"] = "cancelled";
    if (change == "domains" && call == "GET /domains") {
      auto other = data.at(0);
      other["domain"] = chosen;
      other["id"] = "dom_other";
      other["order_id"] = "ord_other";
      data.push_back(other);
    }
    if (change == "stays" && call == "GET /domains") data.erase(data.begin(), data.end());
  };
  const auto run = [&](const std::string& what) {
    chosen.clear();
    change = what;
    return swapped_through(api, plan, options_for(plan, plan.domains()[0]),
                           {.agree = [&](const SwapResult& shown) {
                             chosen = shown.replacement;
                             return true;
                           }});
  };
  CHECK(run("order").state == SwapState::refused);
  const SwapResult held = run("domains");
  CHECK(held.state == SwapState::no_longer_available);
  CHECK(held.reason == SwapReason::in_account);
  CHECK(run("stays").state == SwapState::refused);
  CHECK(api.count("POST /swaps") == 0);
}

TEST_CASE("a replacement that got dearer while the swap waited is held, with both amounts") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  Cents more = 0;
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call != "POST /domains/availability") return;
    for (auto& row : data.at("domains"))
      if (row.contains("price_cents")) row["price_cents"] = row["price_cents"].get<Cents>() + more;
  };
  const SwapOptions options = options_for(plan, plan.domains()[0]);
  const std::string path = account_lock_path(options.state_folder, *api.session());
  std::optional<FileLock> others;
  Cents shown = 0;
  const SwapResult held = swapped_through(api, plan, options,
                                          {.agree =
                                               [&](const SwapResult& what) {
                                                 shown = *what.price_cents;
                                                 others = FileLock::try_to_take(path);
                                                 more = 123'456;
                                                 return true;
                                               },
                                           .waits_for_lock = [&](const std::string&) { others.reset(); }});
  CHECK(held.state == SwapState::price_changed);
  CHECK(held.price_cents == shown);
  CHECK(held.new_price_cents == shown + more);
  CHECK(api.count("POST /swaps") == 0);
}

TEST_CASE("a swap that goes again after a pause asks for the price again, and is held where it rose") {
  const bool is_dearer = GENERATE(true, false);
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  std::atomic<int> posts = 0;
  api.answers = [&](const std::string& call, httplib::Response& response) {
    if (call != "POST /swaps" || posts++ > 0) return false;
    return EditedApi::answer(
        response, 429,
        {{"error", {{"code", "rate_limited"}, {"message", "slow down"}, {"retry_after_seconds", 1}}}});
  };
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call != "POST /domains/availability" || posts == 0 || !is_dearer) return;
    for (auto& row : data.at("domains"))
      if (row.contains("price_cents")) row["price_cents"] = row["price_cents"].get<Cents>() * 91;
  };
  const SwapResult result = swapped_through(api, plan, options_for(plan, plan.domains()[0]));
  CHECK(result.state == (is_dearer ? SwapState::price_changed : SwapState::swapped));
  CHECK(posts == (is_dearer ? 1 : 2));
}

TEST_CASE("a replacement that stopped serving the provider while the swap waited is held, with the verdict") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  std::atomic<bool> is_agreed = false;
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call != "POST /domains/availability" || !is_agreed) return;
    for (auto& row : data.at("domains"))
      if (row.contains("usable_for")) row["usable_for"] = {"microsoft"};
  };
  const SwapOptions options = options_for(plan, domain_for(plan, "google"));
  std::optional<FileLock> others;
  const SwapResult held = swapped_through(
      api, plan, options,
      {.agree =
           [&](const SwapResult&) {
             others = FileLock::try_to_take(account_lock_path(options.state_folder, *api.session()));
             is_agreed = true;
             return true;
           },
       .waits_for_lock = [&](const std::string&) { others.reset(); }});
  CHECK(held.state == SwapState::no_longer_available);
  CHECK(held.verdict == Verdict::wrong_provider);
  CHECK(api.count("POST /swaps") == 0);
}

TEST_CASE("a domain of a live order whose row names no order is not taken from stock") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  const auto domains = plan.domains();
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "GET /domains")
      for (auto& domain : data)
        if (domain.at("domain") == domains[1]) domain.erase("order_id");
  };
  SwapOptions options = options_for(plan, domains[0]);
  options.with = domains[1];
  CHECK_THROWS_WITH(swapped_through(api, plan, options), Catch::Contains("on an order already"));
}

TEST_CASE("a premium swap is for Microsoft domains only, and once in 30 days") {
  PlacedPlan plan;
  SwapOptions options = options_for(plan, domain_for(plan, "google"));
  options.premium = true;
  const SwapResult google = swapped(plan, options);
  CHECK(google.state == SwapState::refused);
  CHECK(google.reason == SwapReason::needs_microsoft);
  CHECK(plan.account.counters().swaps == 0);
  options.domain = domain_for(plan, "microsoft");
  const SwapResult first = swapped(plan, options);
  CHECK(first.state == SwapState::swapped);
  options.domain = first.replacement;
  const SwapResult second = swapped(plan, options);
  CHECK(second.state == SwapState::refused);
  CHECK(second.reason == SwapReason::premium_too_soon);
  CHECK(plan.account.counters().swaps == 1);
}

namespace {

std::string taken_name(PlacedPlan& plan) {
  nlohmann::json names = nlohmann::json::array();
  for (int i = 0; i < 50; ++i) names.push_back("copperkettle" + std::to_string(i) + ".com");
  const auto session = plan.account.session();
  const auto rows =
      session->client().call({"POST", "/domains/availability", nlohmann::json{{"domains", names}}.dump()});
  for (const auto& row : rows.at("domains"))
    if (row.value("reason", "") == "taken") return row.at("domain");
  FAIL("none is taken");
  return "";
}

}  // namespace

TEST_CASE("a replacement that is registered is refused until the account imports it, and then waited for") {
  sandbox::Options twice = quiet();
  twice.sells_twice = true;
  PlacedPlan plan(twice);
  SwapOptions options = options_for(plan, domain_for(plan, "google"));
  options.with = taken_name(plan);
  const SwapResult refused = swapped(plan, options);
  CHECK(refused.state == SwapState::no_replacement);
  CHECK(refused.reason == SwapReason::not_imported);
  CHECK(refused.rejected == options.with);
  CHECK(plan.account.counters().swaps == 0);

  partner::start_import(plan.account.session()->client(), {options.with});
  SwapResult waits;
  swap_domain(*plan.account.session(), options, {}, waits);
  CHECK(waits.state == SwapState::action_required);
  CHECK(waits.replacement == options.with);
  CHECK_FALSE(waits.price_cents);
  plan.account.complete();
  CHECK(swapped(plan, options).state == SwapState::swapped_before);
  CHECK(plan.account.counters().swaps == 1);
}

TEST_CASE("an imported domain replaces one without a charge") {
  PlacedPlan plan;
  SwapOptions options = options_for(plan, domain_for(plan, "google"));
  options.with = taken_name(plan);
  partner::start_import(plan.account.session()->client(), {options.with});
  plan.account.complete();
  const SwapResult done = swapped(plan, options);
  CHECK(done.state == SwapState::swapped);
  CHECK_FALSE(done.price_cents);
}

TEST_CASE("the list of swaps is read once before the question and once before the swap goes out") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  SwapOptions options = options_for(plan, domain_for(plan, "microsoft"));
  options.premium = true;
  options.dry_run = true;
  CHECK(swapped_through(api, plan, options).state == SwapState::not_sent);
  CHECK(api.count("GET /swaps") == 1);
  options.dry_run = false;
  CHECK(swapped_through(api, plan, options).state == SwapState::swapped);
  CHECK(api.count("GET /swaps") == 3);
}

TEST_CASE("a replacement that is given keeps to the rules") {
  PlacedPlan plan;
  SwapOptions options = options_for(plan, domain_for(plan, "google"));
  options.with = plan.domains()[3];
  CHECK_THROWS_WITH(swapped(plan, options), Catch::Contains("on an order already"));
  options.with = "www.example.com";
  CHECK_THROWS_AS(swapped(plan, options), UsageError);
  options.dry_run = true;
  options.with = "";
  const std::string best = swapped(plan, options).replacement;
  options.dry_run = false;
  options.with = best;
  CHECK(swapped(plan, options).replacement == best);
  options.with = "quite-another-name.com";
  const SwapResult earlier = swapped(plan, options);
  CHECK(earlier.state == SwapState::swapped_before);
  CHECK(earlier.replacement == best);
  CHECK(earlier.reason == SwapReason::other_name);
}

TEST_CASE("a name that another order of the plan has is no replacement, though that order was never sent") {
  PlacedPlan plan(quiet(), 2, "c2,owned-elsewhere.com,google\n");
  std::string other;
  for (const PlannedOrder& order : read_plan(plan.folder).orders)
    if (order.customer == "c2") other = order.domains.back().domain;
  SwapOptions options = options_for(plan, domain_for(plan, "google"));
  options.with = other;
  CHECK_THROWS_WITH(swapped(plan, options), Catch::Contains("the plan's order of c2 has it"));
}

TEST_CASE("an order is named by its id where there is no plan, and then the replacement has to be given") {
  PlacedPlan plan;
  SwapOptions options = options_for(plan, domain_for(plan, "google"));
  options.dry_run = true;
  const std::string best = swapped(plan, options).replacement;
  options.dry_run = false;
  options.folder = options.customer = "";
  options.order = plan.ids[0];
  CHECK_THROWS_AS(swapped(plan, options), UsageError);
  options.with = best;
  CHECK(swapped(plan, options).state == SwapState::swapped);
}

TEST_CASE("where nobody agrees, or the domain is not on the order, nothing is replaced") {
  PlacedPlan plan;
  CHECK(
      swapped(plan, options_for(plan, plan.domains()[0]), {.agree = [](const SwapResult&) { return false; }})
          .state == SwapState::not_sent);
  CHECK_THROWS_AS(swapped(plan, "example.com"), UsageError);
  CHECK(plan.account.counters().swaps == 0);
}

TEST_CASE("a domain that is scheduled to end, alone or with its order, is not replaced") {
  PlacedPlan plan;
  const std::string domain = domain_for(plan, "google"), other = domain_for(plan, "microsoft");
  const auto session = plan.account.session();
  const auto cancel = [&](const nlohmann::json& body) {
    session->client().call({"POST", "/orders/" + plan.ids[0] + "/cancel", body.is_null() ? "" : body.dump()});
  };
  const auto refusal = [&](const std::string& name) {
    SwapResult result;
    CHECK_THROWS_AS(swap_domain(*session, options_for(plan, name), {}, result), UsageError);
    CHECK(result.state == SwapState::not_sent);
    return result.error;
  };
  cancel({{"domains", {domain}}});
  CHECK_THAT(refusal(domain), Catch::Contains("is scheduled to end"));
  CHECK(swapped(plan, other).state == SwapState::swapped);
  cancel(nullptr);
  const std::string third = plan.domains()[0] == domain ? plan.domains()[1] : plan.domains()[0];
  CHECK_THAT(refusal(third), Catch::Contains("the order " + plan.ids[0] + " is scheduled to end"));
  CHECK(plan.account.counters().swaps == 1);
}

TEST_CASE("where a swap is an error, its result says why") {
  PlacedPlan plan;
  SwapResult result;
  CHECK_THROWS_AS(swap_domain(*plan.account.session(), options_for(plan, "not-mine.com"), {}, result),
                  UsageError);
  CHECK(result.order == plan.ids[0]);
  CHECK_THAT(result.error, Catch::Contains("'not-mine.com' is not a domain of the order"));
}
