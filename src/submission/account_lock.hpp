// One submission an account at a time, whatever the folders: a lock in a folder that all runs of a user
// share.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "domainplan/environment.hpp"
#include "domainplan/session.hpp"
#include "io/file_lock.hpp"
#include "submission/lost_answer.hpp"

namespace domainplan {

// "test-org_01HZ….lock"; a loopback URL's port is part of the name, and an id that is not a plain word of up
// to 64 characters is replaced by its SHA-256.
std::string account_lock_name(Environment environment, std::string_view account, const std::string& api_url);

// Where it is kept: "" for the embedded sandbox, and without a folder. Calls GET /me, once a session.
std::string account_lock_path(const std::string& state_folder, Session& session);

// Makes `folder` (0700) with its parents where it is absent. Throws RunError (ErrorCode::disk) naming the
// folder where it cannot be made or written to.
void prepare_state_folder(const std::string& folder);

class AccountLock {
 public:
  // `path` "": there is no lock, and take() always succeeds.
  explicit AccountLock(std::string path) : path_(std::move(path)) {}

  struct Waiting {
    std::function<Moment()> now;
    std::function<void(Moment until)> sleep;                // may throw Interrupted
    std::function<void(const std::string& holder)> report;  // once, before the first sleep
  };
  // Takes the lock, and waits up to kAccountLockWait for it. Throws RunError: locked, or disk where the file
  // cannot be made.
  void take(const Waiting& waiting);
  void release() { lock_.reset(); }

 private:
  std::string path_;
  std::optional<FileLock> lock_;
};

}  // namespace domainplan
