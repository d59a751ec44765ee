#include "planning/calling_thread_executor.hpp"

#include <utility>

namespace domainplan {

void CallingThreadExecutor::post(Stage, Work work) {
  const std::lock_guard lock(mutex_);
  posted_.push_back(std::move(work));
  changed_.notify_one();
}

void CallingThreadExecutor::begin_outside() {
  const std::lock_guard lock(mutex_);
  ++outside_;
}

void CallingThreadExecutor::end_outside() {
  const std::lock_guard lock(mutex_);
  --outside_;
  changed_.notify_one();
}

void CallingThreadExecutor::wait() {
  std::vector<Work> now;
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return !posted_.empty() || outside_ == 0; });
    if (posted_.empty()) return;
    std::swap(now, posted_);
    lock.unlock();
    for (Work& work : now) std::exchange(work, nullptr)();
    now.clear();
    lock.lock();
  }
}

}  // namespace domainplan
