#include "sandbox/threads.hpp"

namespace domainplan::sandbox {

void Threads::run(std::function<void()> task) {
  const std::lock_guard lock(mutex_);
  waiting_.push_back(std::move(task));
  if (waiting_.size() > idle_ && threads_.size() < kMost) add_thread();
  wake_.notify_one();
}

// A machine that has no thread left lets the task wait for one of ours.
void Threads::add_thread() {
  try {
    threads_.emplace_back([this] { work(); });
  } catch (...) {
    if (!threads_.empty()) return;
    waiting_.pop_back();
    throw;
  }
}

void Threads::work() noexcept {
  std::unique_lock lock(mutex_);
  while (true) {
    ++idle_;
    wake_.wait(lock, [this] { return !waiting_.empty() || ending_; });
    --idle_;
    if (waiting_.empty()) return;
    const std::function<void()> task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    try {
      task();
    } catch (...) {
      // The connection is closed; the others go on.
    }
    lock.lock();
  }
}

Threads::~Threads() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

}  // namespace domainplan::sandbox
