// The lock of a plan folder. Whoever writes to the folder or sends its orders takes it before reading the
// folder and holds it to the end. It keeps out other processes, and other locks in this one.
#pragma once

#include <memory>
#include <string>

namespace domainplan {

class PlanLock {
 public:
  // Takes the lock of `folder`, making the folder and its parents where they are absent. After an
  // interruption, a change that was committed is completed, and one that was not is dropped. Throws
  // RunError: locked where another process holds it, disk where the folder cannot be written; UsageError
  // where the path is not a folder.
  explicit PlanLock(const std::string& folder);
  // Releases the lock. A folder that was made for it and holds nothing else is removed again.
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
