#include "submission/account_lock.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/submit.hpp"
#include "partner/account_file.hpp"

namespace domainplan {
namespace {

constexpr std::chrono::seconds kBetweenTries{1};

// Until `try_to_take` has the lock that is kept in `place`.
void wait_for(const AccountLock::Waiting& waiting, const std::string& place,
              const std::function<bool()>& try_to_take, const std::function<std::string()>& holder_now) {
  const Moment until = waiting.now() + kAccountLockWait;
  for (bool first = true; !try_to_take(); first = false) {
    const std::string holder = holder_now();
    const Moment now = waiting.now();
    if (now >= until)
      throw RunError(
          ErrorCode::locked,
          fmt::format("{} has been at work on this account for 10 minutes ({}); try again when it is done",
                      holder, place),
          place);
    if (first) waiting.report(holder);
    waiting.sleep(std::min(until, now + kBetweenTries));
  }
}

}  // namespace

std::string account_lock_name(Environment environment, std::string_view account, const std::string& api_url) {
  return partner::account_file_stem(environment, account, api_url) + ".lock";
}

std::string account_lock_path(const std::string& state_folder, Session& session) {
  if (state_folder.empty() || session.environment() == Environment::sandbox) return "";
  return fmt::format("{}/{}", state_folder,
                     account_lock_name(session.environment(), session.account().id, session.api_url()));
}

void prepare_state_folder(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  const bool is_new = fs::create_directories(folder, error);
  if (!error && is_new) fs::permissions(folder, fs::perms::owner_all, error);
  if (!error && ::access(folder.c_str(), W_OK | X_OK) != 0) error.assign(errno, std::generic_category());
  if (error)
    throw RunError(ErrorCode::disk,
                   fmt::format("cannot keep what belongs to the account in {}: {}", in_quotes(folder, 300),
                               error.message()),
                   folder, Remedy::choose_state_folder);
}

void AccountLock::take(const Waiting& waiting) {
  if (!path_.empty())
    wait_for(
        waiting, path_, [&] { return (lock_ = FileLock::try_to_take(path_)).has_value(); },
        [&] { return lock_holder(path_); });
  if (ledger_)
    wait_for(
        waiting, ledger_->name(), [&] { return (in_ledger_ = ledger_->try_to_lock_orders()) != nullptr; },
        [] { return std::string("another submit, with this ledger,"); });
}

void AccountLock::release() {
  in_ledger_.reset();
  lock_.reset();
}

}  // namespace domainplan
