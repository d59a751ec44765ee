// The options of every command that calls the API, and what they come to: who is called, with which key.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "cli/command.hpp"
#include "domainplan/api_options.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/sandbox.hpp"
#include "domainplan/session.hpp"

namespace domainplan::cli {

void add_api_options(po::options_description& options);
// For commands that ask for availability besides.
void add_asking_options(po::options_description& options);
// For commands that can do without.
void add_replay_option(po::options_description& options);
// For commands that change something at the vendor.
void add_live_option(po::options_description& options);

struct ApiAccess {
  std::unique_ptr<sandbox::Server> sandbox;  // runs as long as this lives, where --sandbox was given
  std::optional<partner::ApiOptions> api;    // not set with --replay
  std::optional<InputFile> replay;
  std::string api_url;
  Environment environment = Environment::live;  // live where no key says otherwise
  int batch_size = 50;
  std::chrono::milliseconds recheck_wait{2000};
  // The ledger in force: its address, "" for the account's default; not set where there is none.
  std::optional<std::string> ledger;
  // The plan that the ledger has to know; "": it may be new, and its file is made where there is none.
  std::string plan_in_ledger;
  std::string account_of_plan;       // partner.id, where that plan is bound to one
  bool quiet = false;                // waiting is not reported
  std::unique_ptr<Session> session;  // see open_session()
};

// Reads the options, the key, and the recorded rows; starts the embedded sandbox. Throws UsageError; where
// there is neither key nor sandbox it names both remedies.
ApiAccess api_access(const po::variables_map& values, Process& process);
// The same; nothing where there is neither.
std::optional<ApiAccess> access_if_named(const po::variables_map& values, Process& process);

// The session of all that the command asks the API; `access` keeps it. It shares the key's rate where a
// ledger is in force. Throws UsageError where there is no API to ask, as with --replay, and as Ledger does.
Session& open_session(ApiAccess& access, Process& process);

// "waiting 30 s, until 12:00:30 UTC: the API answered 429 (rate limited)".
std::string wait_text(const partner::Wait& wait, int rate);

// Throws UsageError where the key is one that bills and --live was not given.
void demand_live(const po::variables_map& values, const ApiAccess& access);

}  // namespace domainplan::cli
