#include "cli/ledger_access.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <mutex>
#include <ostream>

#include "cli/change.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

// For its owner alone, as everything that says what the account does.
std::string default_address(const std::string& account, Process& process) {
  const std::filesystem::path folder = state_folder(process);
  std::error_code error;
  if (!std::filesystem::exists(folder) && std::filesystem::create_directories(folder, error))
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error)
    throw RunError(ErrorCode::disk,
                   fmt::format("cannot make the folder {} for the ledger: {}; set XDG_STATE_HOME",
                               in_quotes(folder.string(), 300), error.message()));
  return folder / (account + ".sqlite");
}

// A person reads of a wait, and of its end.
LedgerOptions ledger_options(const ApiAccess& access, Process& process) {
  LedgerOptions options;
  const auto mutex = std::make_shared<std::mutex>();
  options.waiting = [&process, mutex, quiet = access.quiet](const std::string& why) {
    const std::lock_guard lock(*mutex);
    if (quiet) return;
    process.err << (why.empty() ? "the ledger is back\n"
                                : fmt::format("waiting up to 5 minutes for the ledger: {}\n", why))
                << std::flush;
  };
  options.stop = process.stop;
  options.address = *access.ledger;
  return options;
}

void name_account(ApiAccess& access, LedgerOptions& options, Process& process) {
  options.account = ledger_account(access.environment, access.session->account().id);
  if (options.address.empty()) options.address = default_address(options.account, process);
}

bool is_set(const po::variables_map& values, const char* flag) {
  return values.count(flag) > 0 && values[flag].as<bool>();
}

}  // namespace

void add_trust_option(po::options_description& options) {
  options.add_options()(
      "trust-taken", one("HOURS"),
      "do not ask again about a domain that the ledger says was taken in the last HOURS (default 24)");
}

void add_month_option(po::options_description& options) {
  options.add_options()("max-month-cents", one("N"),
                        "limit what the account's orders of a calendar month (UTC) cost; needs the ledger");
}

std::optional<Cents> month_limit(const po::variables_map& values) {
  return number(values, "max-month-cents", 0, 1'000'000'000'000);
}

std::optional<std::string> ledger_in_force(const po::variables_map& values, const ApiAccess& access) {
  std::optional<std::string> given = text(values, "ledger");
  if (given && given->empty())
    throw UsageError("--ledger is empty: name a file, a postgresql:// URL, or none");
  if (given == "none" || access.replay || is_set(values, "dry-run")) return std::nullopt;
  if (given) return given;
  if (access.environment == Environment::sandbox || partner::is_loopback_url(access.api->base_url))
    return std::nullopt;
  return "";
}

void share_rate(ApiAccess& access, Process& process) {
  LedgerOptions options = ledger_options(access, process);
  if (options.address.empty()) name_account(access, options, process);
  access.session->share_rate(Ledger::share_rate(options, access.api->key, access.api->rate));
}

std::unique_ptr<Ledger> open_ledger(ApiAccess& access, Process& process) {
  if (!access.ledger) return nullptr;
  open_session(access, process);
  LedgerOptions options = ledger_options(access, process);
  name_account(access, options, process);
  return std::make_unique<Ledger>(std::move(options));
}

LedgerUse ledger_use(const po::variables_map& values, Ledger* ledger) {
  LedgerUse use;
  use.ledger = ledger;
  use.reserve_days = number_or(values, "reserve-days", 1, 3650, 14);
  use.trust_taken = std::chrono::hours(number_or(values, "trust-taken", 0, 24 * 31, 24));
  return use;
}

}  // namespace domainplan::cli
