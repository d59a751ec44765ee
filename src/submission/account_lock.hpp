// One submission an account at a time, whatever the folders: a lock in a folder that all runs of a user
// share, and one in the ledger, which runs of other users and hosts may share.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "domainplan/environment.hpp"
#include "domainplan/ledger.hpp"
#include "domainplan/session.hpp"
#include "io/file_lock.hpp"
#include "submission/lost_answer.hpp"

namespace domainplan {

// "test-org_01HZ….lock"; a loopback URL's port is part of the name, and an id that is not a plain word of up
// to 64 characters is replaced by its SHA-256.
std::string account_lock_name(Environment environment, std::string_view account, const std::string& api_url);

// Where it is kept: "" for the embedded sandbox, and without a folder. Calls GET /me, once a session.
std::string account_lock_path(const std::string& state_folder, Session& session);

class AccountLock {
 public:
  // `path` "": there is no lock in a folder. `ledger` null: there is none in a ledger; else it must outlive
  // this.
  explicit AccountLock(std::string path, Ledger* ledger = nullptr)
      : path_(std::move(path)), ledger_(ledger) {}

  struct Waiting {
    std::function<Moment()> now;
    std::function<void(Moment until)> sleep;                // may throw Interrupted
    std::function<void(const std::string& holder)> report;  // once, before the first sleep
  };
  // Takes the locks, and waits up to kAccountLockWait for each. Throws RunError: locked, or disk where the
  // file cannot be made, or what the ledger throws.
  void take(const Waiting& waiting);
  // Whether both are still held: that of a ledger ends with the connection.
  bool is_held() noexcept { return !in_ledger_ || in_ledger_->is_held(); }
  void release();

 private:
  std::string path_;
  Ledger* ledger_;
  std::optional<FileLock> lock_;
  std::unique_ptr<LedgerLock> in_ledger_;
};

}  // namespace domainplan
