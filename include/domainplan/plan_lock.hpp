// The lock of a plan folder: whoever writes to the folder, or sends from it, holds it from before the first
// look until the end.
#pragma once

#include <memory>
#include <string>

namespace domainplan {

class PlanLock {
 public:
  // Takes the lock of `folder`, making the folder and its parents where they are absent. What an interruption
  // left is put right: a change that was committed is completed, one that was not is dropped. Throws
  // RunError: locked where another process holds it, disk where the folder cannot be written; UsageError
  // where the path is not a folder.
  explicit PlanLock(const std::string& folder);
  // Lets go. A folder that was made for the lock and still holds nothing else is removed again.
  ~PlanLock();
  PlanLock(PlanLock&&) noexcept;
  PlanLock& operator=(PlanLock&&) noexcept;

  // The folder, as it was given.
  const std::string& folder() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace domainplan
