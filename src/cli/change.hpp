// What the commands that change live orders share: --live, --yes, --no-wait and --poll, the question to a
// person, and where the account's journal is kept.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "domainplan/session.hpp"

namespace domainplan::cli {

void add_change_options(po::options_description& options);

// $XDG_STATE_HOME/domainplan, or ~/.local/state/domainplan. Throws UsageError where neither is known.
std::string state_folder(Process& process);

struct ChangeAccess {
  ApiAccess api;             // its session is open
  std::string state_folder;  // "" for the embedded sandbox, which remembers nothing either
  std::chrono::milliseconds poll;
  bool wait;
  bool asks;  // a person has to type yes: the key is live, and --yes was not given
};

// Throws UsageError: as api_access() does; without --live for a live key; where a person has to be asked and
// nobody is at the terminal. With `is_dry_run` neither is needed, as nothing is changed. The ledger in force
// is that of the plan in `folder`, where there is one and no other is given.
ChangeAccess change_access(const po::variables_map& values, Process& process, bool is_dry_run = false,
                           const std::string& folder = "");

// A hook that reports who is waited for.
std::function<void(const std::string& holder)> reports_lock(Process& process);

// Prints `question` and reads the answer of the person at the terminal: whether it is yes. Throws
// Interrupted.
bool says_yes(Process& process, const std::string& question);
// The same in the usual words; `what` says what that would do. Throws Interrupted.
bool agreed(const std::string& what, Process& process);

}  // namespace domainplan::cli
