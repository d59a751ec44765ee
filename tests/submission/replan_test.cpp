#include "submission/replan.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "domainplan/error.hpp"
#include "io/sha256.hpp"
#include "submission/plans.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using Catch::Matchers::Contains;

namespace {

using Results = std::map<std::string, SubmitResult>;

Results submit_with(const std::string& folder, const sandbox::Server& server, const ReplanSources* sources) {
  Results results;
  SubmitOptions options;
  options.replan = sources;
  SubmitHooks hooks;
  hooks.result = [&](const SubmitResult& result) { results[result.customer] = result; };
  submit(folder, api_of(server), "test", options, hooks, std::stop_token());
  return results;
}

ReplanSources sources_of(int customers) {
  IntakeFiles files = plan_inputs(customers);
  Intake intake = read_intake(files, {});
  return {std::move(files), std::move(intake), NamingRules::built_in(), {}};
}

// As if the plan had been made an hour ago.
void age(const std::string& folder) {
  namespace fs = std::filesystem;
  const std::string path = folder + "/availability.ndjson";
  std::string bytes = bytes_of_file(path);
  for (std::size_t at = 0; (at = bytes.find("\"checked_at\":\"", at)) != std::string::npos; at += 20)
    bytes.replace(at + 14, 4, "2001");
  std::ofstream(path) << bytes;
  fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(1));
}

}  // namespace

TEST_CASE("a customer who lost a domain is planned anew, alone, and sent by the next submit") {
  ScratchFolder folder;
  const std::string plan = folder / "plan";
  make_plan(sandbox::Server(plain_sandbox()), plan, 3);
  const StoredPlan before = read_plan(plan);
  const std::string lost = before.orders[1].domains[0].domain;
  const std::string others[] = {read_order(plan, "c1"), read_order(plan, "c3")};
  age(plan);

  sandbox::Options options = plain_sandbox();
  options.taken = {lost};
  const sandbox::Server server(options);
  adopt(plan, server);
  const ReplanSources sources = sources_of(3);
  const Results results = submit_with(plan, server, &sources);
  CHECK(results.at("c1").state == SubmitState::sent);
  CHECK(results.at("c2").state == SubmitState::replanned);
  CHECK_THAT(results.at("c2").message, Contains(lost) && Contains("run submit again"));
  CHECK(results.at("c3").state == SubmitState::sent);

  const StoredPlan after = read_plan(plan);
  REQUIRE(after.orders.size() == 3);  // and no domain twice, or it would not be read
  CHECK(after.orders[1].customer == "c2");
  CHECK(after.orders[1].domains.size() == 8);
  for (const PlannedDomain& domain : after.orders[1].domains) CHECK(domain.domain != lost);
  CHECK(read_order(plan, "c1") == others[0]);
  CHECK(read_order(plan, "c3") == others[1]);
  const auto summary = nlohmann::json::parse(bytes_of_file(plan + "/summary.json"));
  Cents cost = 0;
  for (const PlannedOrder& order : after.orders) cost += order.price_cents();
  CHECK(summary["cost_cents"] == cost);
  const std::string candidates = bytes_of_file(plan + "/candidates.csv");
  CHECK(summary["candidates"] == std::count(candidates.begin(), candidates.end(), '\n') - 1);
  CHECK_THAT(candidates, Contains("\nc2," + lost) && Contains(",taken,"));
  CHECK(candidates.find("\nc1,") < candidates.find("\nc2,"));
  CHECK(candidates.find("\nc2,") < candidates.find("\nc3,"));

  const Results again = submit_with(plan, server, nullptr);
  CHECK(again.at("c2").state == SubmitState::sent);
  CHECK(server.counters().orders == 3);
  CHECK(server.counters().orders_of_same_user_and_bundle == 0);
}

TEST_CASE("where no other choice is left the folder stays as it was") {
  ScratchFolder folder;
  const std::string plan = folder / "plan";
  make_plan(sandbox::Server(plain_sandbox()), plan, 1);
  age(plan);
  sandbox::Options options = plain_sandbox();
  options.taken = {read_plan(plan).orders[0].domains[0].domain};
  const sandbox::Server server(options);
  adopt(plan, server);
  const std::string rows = bytes_of_file(plan + "/plan.csv"), order = read_order(plan, "c1");
  ReplanSources sources = sources_of(1);
  sources.options.max_checks = 8;
  const Results results = submit_with(plan, server, &sources);
  CHECK(results.at("c1").state == SubmitState::domain_lost);
  CHECK_THAT(results.at("c1").message, Contains("no other choice was found"));
  CHECK(bytes_of_file(plan + "/plan.csv") == rows);
  CHECK(read_order(plan, "c1") == order);
  CHECK(server.counters().orders == 0);
}

TEST_CASE("other files than the plan's are refused") {
  ScratchFolder folder;
  const sandbox::Server server(plain_sandbox());
  make_plan(server, folder / "plan", 1);
  const ReplanSources sources = sources_of(2);
  CHECK_THROWS_AS(submit_with(folder / "plan", server, &sources), UsageError);
  CHECK(server.counters().orders == 0);
}
