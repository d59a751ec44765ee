#include "cli/ledger_access.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <mutex>
#include <ostream>

#include "cli/change.hpp"
#include "cli/values.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan::cli {
namespace {

// For its owner alone, as everything that says what the account does.
std::string default_address(const std::string& account, Surroundings& around) {
  const std::filesystem::path folder = state_folder(around);
  std::error_code error;
  if (!std::filesystem::exists(folder) && std::filesystem::create_directories(folder, error))
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error)
    throw RunError(ErrorCode::disk,
                   fmt::format("cannot make the folder {} for the ledger: {}; set XDG_STATE_HOME",
                               in_quotes(folder.string(), 300), error.message()));
  return folder / (account + ".sqlite");
}

}  // namespace

void add_ledger_option(po::options_description& options) {
  options.add_options()(
      "ledger", one("URL|FILE|none"),
      "the account's memory: a file, or a postgresql:// URL that several hosts share (default: a file "
      "in $XDG_STATE_HOME/domainplan; none with --sandbox or a loopback URL)");
}

std::unique_ptr<Ledger> open_ledger(const po::variables_map& values, ApiAccess& access,
                                    Surroundings& around) {
  const std::optional<std::string> given = text(values, "ledger");
  if (given == "none") return nullptr;
  if (access.replay) {
    if (given)
      throw UsageError("--ledger and --replay: recorded answers come with what was read from the ledger");
    return nullptr;
  }
  if (!given && (access.environment == Environment::sandbox || partner::is_loopback_url(access.api->base_url)))
    return nullptr;

  Session& session = open_session(access, around);
  const auto mutex = std::make_shared<std::mutex>();
  LedgerOptions options;
  options.waiting = [&around, mutex, is_quiet = values["quiet"].as<bool>()](const std::string& why) {
    const std::lock_guard lock(*mutex);
    if (is_quiet) return;
    around.err << (why.empty() ? "the ledger is back\n"
                               : fmt::format("waiting up to 5 minutes for the ledger: {}\n", why))
               << std::flush;
  };
  options.stop = around.stop;
  const auto share = [&] {
    session.share_rate(Ledger::share_rate(options, access.api->key, access.api->rate));
  };
  // The first call asks for the account. Where the ledger is known before, that call keeps the shared rate,
  // too.
  if (given) {
    options.address = *given;
    share();
  }
  options.account = ledger_account(session.environment(), session.account().id);
  if (!given) {
    options.address = default_address(options.account, around);
    share();
  }
  return std::make_unique<Ledger>(std::move(options));
}

}  // namespace domainplan::cli
