// A plan folder made by the planner itself against a sandbox, for tests of what comes after it.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "domainplan/plan.hpp"
#include "domainplan/sandbox.hpp"
#include "domainplan/session.hpp"
#include "domainplan/stored_plan.hpp"
#include "io/file.hpp"
#include "scratch_folder.hpp"

namespace domainplan::tests {

inline partner::ApiOptions api_of(const sandbox::Server& server) {
  partner::ApiOptions api;
  api.base_url = server.base_url();
  api.key = sandbox::kTestKey;
  api.rate = 1'000'000;
  api.first_backoff = std::chrono::milliseconds(1);
  api.longest_backoff = std::chrono::milliseconds(4);
  return api;
}

// A server without a limit, whose first rows are final.
inline sandbox::Options plain_sandbox() {
  sandbox::Options options;
  options.rate_limit = 0;
  options.stale = options.errored = 0;
  options.intervention_rate = 0;
  return options;
}

// The files of customers c1, c2 … of 8 domains each; `owned` are rows of owned.csv.
inline IntakeFiles plan_inputs(int customers, const std::string& owned = "") {
  std::string rows =
      "customer,user,brand,bundle,forwarding_url,sequencer_login_email,sequencer_login_password\n";
  std::string personas = "customer,first_name,last_name,profile_picture_url\n";
  constexpr const char* kBrands[] = {"Larkspur Lane", "Copper Kettle", "Nordwind", "Bluefin Works",
                                     "Tamarind"};
  for (int i = 1; i <= customers; ++i) {
    rows += fmt::format("c{0},c{0}@example.com,{1},Boutique,https://example.com,c{0}@example.com,fake-{0}\n",
                        i, kBrands[(i - 1) % 5]);
    personas += fmt::format("c{},Ada,Lovelace,\n", i);
  }
  IntakeFiles files{{"customers.csv", rows},
                    {"personas.csv", personas},
                    {"bundles.csv",
                     "id,name,monthly_sending_volume,google_percent,microsoft_percent,send_on_weekends,"
                     "google_inboxes_per_domain,google_domains,microsoft_domains\n"
                     "bun_01HZX0B2VNB0TJQE7X5H3C9R8M,Boutique,10000,,,false,2,6,2\n"},
                    std::nullopt};
  if (!owned.empty()) files.owned = InputFile{"owned.csv", "customer,domain,usable_for\n" + owned};
  return files;
}

// Plans them at the server, into `folder`.
inline void make_plan(const sandbox::Server& server, const std::string& folder, int customers,
                      const std::string& owned = "") {
  const IntakeFiles files = plan_inputs(customers, owned);
  const Intake intake = read_intake(files, {});
  if (!intake.bad_rows.empty()) throw std::runtime_error(intake.bad_rows.front().text());
  Session session(api_of(server), Environment::test);
  const AnswerSource source{
      .session = &session, .replay = {}, .api_url = server.base_url(), .environment = Environment::test};
  const PlanSummary summary =
      plan(intake, files, NamingRules::built_in(), source, {}, PlanLock(folder), {}, std::stop_token());
  if (summary.planned != intake.customers.size())
    throw std::runtime_error("the market is too small for the test");
}

// Makes the plan one that was made at `server`: with the same seed the market is the same.
inline void adopt(const std::string& folder, const sandbox::Server& server) {
  const std::string path = folder + "/summary.json";
  std::string summary = bytes_of_file(path);
  const std::size_t at = summary.find("http://");
  summary.replace(at, summary.find('"', at) - at, server.base_url());
  std::ofstream(path) << summary;
}

}  // namespace domainplan::tests
