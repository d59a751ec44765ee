#include "cli/change.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <pwd.h>
#include <unistd.h>

#include <cmath>
#include <istream>
#include <ostream>

#include "cli/ledger_access.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/submit.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {

void add_change_options(po::options_description& options) {
  auto add = options.add_options();
  add("yes", po::bool_switch(), "do not ask for confirmation (for scripts, with --live)");
  add("no-wait", po::bool_switch(), "return without waiting for the change to complete");
  add("poll", one("S"), "seconds between progress checks (default 10)");
  add_live_option(options);
}

// The specification of XDG_STATE_HOME ignores a relative path.
std::string state_folder(Process& process) {
  const auto state = process.environment("XDG_STATE_HOME");
  if (state && state->starts_with('/')) return *state + "/domainplan";
  auto home = process.environment("HOME");
  if (!home || home->empty())
    if (const passwd* const user = ::getpwuid(::getuid())) home = user->pw_dir;
  if (!home || !home->starts_with('/'))
    throw UsageError("there is no folder for the account's journal and lock: set XDG_STATE_HOME");
  return *home + "/.local/state/domainplan";
}

ChangeAccess change_access(const po::variables_map& values, Process& process, bool is_dry_run,
                           const std::string& folder) {
  const std::chrono::milliseconds poll(std::llround(fraction_or(values, "poll", 10) * 1000));
  ChangeAccess access{.api = api_access(values, process),
                      .state_folder = {},
                      .poll = poll,
                      .wait = !values["no-wait"].as<bool>(),
                      .asks = false};
  if (!is_dry_run) demand_live(values, access.api);
  access.asks = !is_dry_run && access.api.environment == Environment::live && !values["yes"].as<bool>();
  if (access.asks && !process.err_is_terminal)
    throw UsageError(
        "a confirmation is needed, and there is no terminal to ask on; in a script pass --yes with --live");
  if (access.api.environment != Environment::sandbox) access.state_folder = state_folder(process);
  if (!is_dry_run && !access.state_folder.empty()) prepare_state_folder(access.state_folder);
  access.api.ledger = ledger_in_any_run(values, access.api);
  if (!folder.empty()) demand_pinned_ledger(values, read_plan(folder), access.api);
  open_session(access.api, process);
  return access;
}

std::function<void(const std::string& holder)> reports_lock(Process& process) {
  return [&process](const std::string& holder) {
    process.err << fmt::format("waiting for {}, which is at work on this account\n", escaped(holder))
                << std::flush;
  };
}

bool says_yes(Process& process, const std::string& question) {
  process.err << question << std::flush;
  // A signal does not end the read itself.
  for (pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0}; ::poll(&input, 1, 100) == 0;)
    if (process.stop.stop_requested()) throw Interrupted("interrupted; nothing was changed");
  std::string answer;
  std::getline(process.in, answer);
  return trimmed(answer) == "yes";
}

bool agreed(const std::string& what, Process& process) {
  return says_yes(process, what + "\nType yes to continue: ");
}

}  // namespace domainplan::cli
