// The first thing that went wrong in a run. From any thread.
#pragma once

#include <atomic>
#include <exception>
#include <mutex>
#include <utility>

namespace domainplan {

class FirstError {
 public:
  // Keeps `error` unless there is one already.
  void set(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    if (is_set_) return;
    error_ = std::move(error);
    is_set_ = true;
  }
  bool is_set() const { return is_set_; }
  void rethrow_if_set() const {
    const std::lock_guard lock(mutex_);
    if (error_) std::rethrow_exception(error_);
  }

 private:
  mutable std::mutex mutex_;
  std::exception_ptr error_;
  std::atomic<bool> is_set_ = false;
};

}  // namespace domainplan
