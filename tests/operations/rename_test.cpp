#include "domainplan/rename.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "domainplan/error.hpp"
#include "operations/edited_api.hpp"
#include "operations/placed_plan.hpp"
#include "partner/domains.hpp"
#include "partner/user_name_swaps.hpp"

using namespace domainplan;
using namespace domainplan::tests;

namespace {

const std::vector<Persona> kPeople = {{"Grace", "Hopper", ""}, {"Alan", "Turing", "https://a.com/alan.png"}};
const std::vector<Persona> kOthers = {{"Ada", "Byron", ""}, {"Edsger", "Dijkstra", ""}};

std::vector<RenameResult> renamed(PlacedPlan& plan, const std::string& domain, bool agrees = true,
                                  const std::vector<Persona>& people = kPeople) {
  // The account's clock runs while the swaps are followed.
  std::jthread clock([&](std::stop_token stop) {
    while (!stop.stop_requested()) {
      plan.account.advance(1min);
      std::this_thread::sleep_for(1ms);
    }
  });
  std::vector<RenameResult> results;
  const auto session = plan.account.session();
  rename_people(
      *session,
      {.domain = domain, .personas = people, .state_folder = plan.state, .poll = 1ms, .looks = kSoon},
      [&](const std::string& order) {
        CHECK(order == plan.ids[0]);
        return agrees;
      },
      results);
  return results;
}

// The people of the plan's first domain, by an API whose answers are edited.
std::vector<RenameResult> renamed_through(EditedApi& api, PlacedPlan& plan) {
  std::vector<RenameResult> results;
  rename_people(*api.session(),
                {.domain = plan.domains()[0],
                 .personas = kPeople,
                 .state_folder = plan.state,
                 .poll = 1ms,
                 .looks = kSoon},
                {}, results);
  return results;
}

}  // namespace

TEST_CASE("the people of a domain's inboxes are renamed, and each inbox is followed to its end") {
  PlacedPlan plan;
  const auto results = renamed(plan, plan.domains()[0]);
  REQUIRE(results.size() == 2);
  for (const RenameResult& result : results) {
    CHECK(result.state == RenameState::renamed);
    CHECK(result.swap.starts_with("swp_"));
  }
  CHECK(plan.account.counters().renamings == 1);
}

TEST_CASE(
    "a renaming whose answer was lost is found in the list of swaps, and an earlier one is not taken for "
    "it") {
  sandbox::Options options = quiet();
  options.faults = {{.fault = sandbox::Fault::lost, .on = "POST /swaps/user_names", .skip = 1, .most = 1}};
  PlacedPlan plan(options);
  const std::string domain = plan.domains()[0];
  const auto first = renamed(plan, domain);
  const auto second = renamed(plan, domain, true, kOthers);
  REQUIRE(second.size() == 2);
  for (const RenameResult& result : second) {
    CHECK(result.state == RenameState::renamed);
    CHECK(result.swap != first[0].swap);
    CHECK(result.swap != first[1].swap);
  }
  CHECK(plan.account.counters().renamings == 2);
}

TEST_CASE("a renaming that stands is not sent again, until others are named or it has failed") {
  PlacedPlan plan;
  const std::string domain = plan.domains()[0];
  const auto first = renamed(plan, domain), again = renamed(plan, domain);
  REQUIRE(again.size() == first.size());
  for (std::size_t i = 0; i < again.size(); ++i) {
    CHECK(again[i].state == RenameState::renamed_before);
    CHECK(again[i].swap == first[i].swap);
  }
  CHECK(plan.account.counters().renamings == 1);
  CHECK(renamed(plan, domain, true, kOthers)[0].state == RenameState::renamed);
  CHECK(renamed(plan, domain)[0].state == RenameState::renamed);
  CHECK(plan.account.counters().renamings == 3);

  // Another machine, which has a journal of its own, names others.
  const auto elsewhere = plan.account.session();
  for (const partner::PartnerDomain& each : partner::list_domains(elsewhere->client()).items)
    if (each.domain == domain) partner::change_user_names(elsewhere->client(), each.id, kOthers, false);
  CHECK(renamed(plan, domain)[0].state == RenameState::renamed);
  CHECK(plan.account.counters().renamings == 5);

  EditedApi api(plan.account);
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "GET /swaps")
      for (auto& swap : data) swap["status"] = "failed";
  };
  std::vector<RenameResult> results;
  rename_people(*api.session(),
                {.domain = domain, .personas = kPeople, .state_folder = plan.state, .wait = false}, {},
                results);
  CHECK(plan.account.counters().renamings == 6);
}

TEST_CASE("a renaming that never arrived is unknown, and sent by the next run") {
  sandbox::Options options = quiet();
  options.faults = {{.fault = sandbox::Fault::dropped, .on = "POST /swaps/user_names", .most = 1}};
  PlacedPlan plan(options);
  const auto lost = renamed(plan, plan.domains()[0]);
  REQUIRE(lost.size() == 1);
  CHECK(lost[0].state == RenameState::outcome_unknown);
  CHECK(renamed(plan, plan.domains()[0])[0].state == RenameState::renamed);
  CHECK(plan.account.counters().renamings == 1);
}

TEST_CASE("an answer without a swap, or about another domain, does not say that people were renamed") {
  const auto said = GENERATE(as<std::string>{}, R"({"swaps": []})",
                             R"({"swaps": [{"id": "swp_1", "type": "user_names", "status": "completed",
                                 "domain_id": "dom_other"}]})");
  PlacedPlan plan;
  EditedApi api(plan.account);
  api.answers = [&](const std::string& call, httplib::Response& response) {
    return call == "POST /swaps/user_names" &&
           EditedApi::answer(response, 201, {{"data", nlohmann::json::parse(said)}});
  };
  const std::vector<RenameResult> results = renamed_through(api, plan);
  REQUIRE(results.size() == 1);
  CHECK(results[0].state == RenameState::outcome_unknown);
  CHECK_THAT(results[0].error, Catch::Contains("the answer"));
}

TEST_CASE("a domain that is not on an order, and too many people, are refused") {
  PlacedPlan plan;
  CHECK_THROWS_AS(renamed(plan, "example.com"), UsageError);
  const auto session = plan.account.session();
  std::vector<RenameResult> results;
  CHECK_THROWS_AS(rename_people(*session, {.domain = "a.com", .personas = {}}, {}, results), UsageError);
  CHECK_THROWS_AS(
      rename_people(*session, {.domain = "a.com", .personas = std::vector<Persona>(11)}, {}, results),
      UsageError);
  CHECK(renamed(plan, plan.domains()[0], false)[0].state == RenameState::not_sent);
  CHECK(plan.account.counters().renamings == 0);
}

TEST_CASE("a lost renaming whose rows do not name their domain is not sent again") {
  PlacedPlan plan;
  EditedApi api(plan.account);
  std::atomic<bool> is_sent = false;
  api.answers = [&](const std::string& call, httplib::Response&) {
    if (call == "POST /swaps/user_names") is_sent = true;
    return false;
  };
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "POST /swaps/user_names") data = "lost";
    if (call == "GET /swaps" && is_sent)
      for (auto& swap : data) swap.erase("domain_id");
  };
  for (int run = 0; run < 2; ++run) {
    const std::vector<RenameResult> results = renamed_through(api, plan);
    REQUIRE(results.size() == 1);
    CHECK(results[0].state == RenameState::outcome_unknown);
    CHECK_THAT(results[0].error, Catch::Contains("does not name its domain"));
  }
  CHECK(api.count("POST /swaps/user_names") == 1);
}

TEST_CASE("where a renaming is an error, its result says why") {
  PlacedPlan plan;
  std::vector<RenameResult> results;
  CHECK_THROWS_AS(
      rename_people(*plan.account.session(),
                    {.domain = "not-mine.com", .personas = kPeople, .state_folder = plan.state}, {}, results),
      UsageError);
  REQUIRE(results.size() == 1);
  CHECK(results[0].state == RenameState::not_sent);
  CHECK_THAT(results[0].error, Catch::Contains("has no domain 'not-mine.com'"));
}

TEST_CASE("a renaming that needs a person has its state, or the status that the vendor gave") {
  const auto [status, state] = GENERATE(std::pair("failed", RenameState::failed),
                                        std::pair("action_required", RenameState::action_required),
                                        std::pair("paused", RenameState::outcome_unknown));
  PlacedPlan plan;
  EditedApi api(plan.account);
  api.edits = [&, said = std::string(status)](const std::string& call, nlohmann::json& data) {
    if (call == "POST /swaps/user_names")
      for (auto& swap : data.at("swaps")) swap["status"] = said;
  };
  std::vector<RenameResult> results;
  rename_people(*api.session(),
                {.domain = plan.domains()[0], .personas = kPeople, .state_folder = plan.state}, {}, results);
  REQUIRE(results.size() == 2);
  for (const RenameResult& result : results) {
    CHECK(result.state == state);
    CHECK(result.status == (state == RenameState::outcome_unknown ? "paused" : ""));
  }
}
