#include "submission/account_lock.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/submit.hpp"
#include "io/sha256.hpp"
#include "partner/base_url.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kLongestId = 64;
constexpr std::chrono::seconds kBetweenTries{1};

bool is_plain(std::string_view id) {
  return !id.empty() && id.size() <= kLongestId && std::all_of(id.begin(), id.end(), [](unsigned char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

// The port of a URL whose host is this machine, as many servers may stand on it; "" of any other.
std::string loopback_port(const std::string& url) {
  const partner::BaseUrl base = partner::parse_base_url(url);
  if (!base.loopback) return "";
  const std::size_t host = base.text.find("://") + 3;
  const std::string authority = base.text.substr(host, base.text.find('/', host) - host);
  const std::size_t colon = authority.rfind(':');
  if (colon != std::string::npos && authority.find(']', colon) == std::string::npos)
    return authority.substr(colon + 1);
  return base.plain ? "80" : "443";
}

}  // namespace

std::string account_lock_name(Environment environment, std::string_view account, const std::string& api_url) {
  const std::string id = is_plain(account) ? std::string(account) : sha256_hex(account);
  const std::string port = loopback_port(api_url);
  return fmt::format("{}-{}{}{}.lock", name_of(environment), id, port.empty() ? "" : "-", port);
}

void prepare_state_folder(const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  const bool is_new = fs::create_directories(folder, error);
  if (!error && is_new) fs::permissions(folder, fs::perms::owner_all, error);
  if (!error && ::access(folder.c_str(), W_OK | X_OK) != 0) error.assign(errno, std::generic_category());
  if (error)
    throw RunError(
        ErrorCode::disk,
        fmt::format("cannot keep the account's lock in {}: {}", in_quotes(folder, 300), error.message()),
        Remedy::choose_state_folder);
}

void AccountLock::take(const Waiting& waiting) {
  if (path_.empty()) return;
  const Moment until = waiting.now() + kAccountLockWait;
  for (bool first = true;; first = false) {
    lock_ = FileLock::try_to_take(path_);
    if (lock_) return;
    const std::string holder = lock_holder(path_);
    const Moment now = waiting.now();
    if (now >= until)
      throw RunError(
          ErrorCode::locked,
          fmt::format("{} has been at work on this account for 10 minutes ({}); try again when it is done",
                      holder, escaped(path_)));
    if (first) waiting.report(holder);
    waiting.sleep(std::min(until, now + kBetweenTries));
  }
}

}  // namespace domainplan
