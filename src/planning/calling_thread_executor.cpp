#include "planning/calling_thread_executor.hpp"

#include <chrono>
#include <thread>
#include <utility>

namespace domainplan {
namespace {

// Answers come by the thousand a second. Those of so long are worked on together: to be woken for each takes
// as much time as the work.
constexpr std::chrono::microseconds kGathered{500};

}  // namespace

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
    while (!posted_.empty()) {
      std::swap(now, posted_);
      lock.unlock();
      for (Work& work : now) std::exchange(work, nullptr)();
      now.clear();
      lock.lock();
    }
    if (outside_ == 0) return;
    lock.unlock();
    std::this_thread::sleep_for(kGathered);
    lock.lock();
  }
}

}  // namespace domainplan
