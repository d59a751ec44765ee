// An executor on std::jthread, for the thread sanitizer: TBB as packaged is not instrumented for it.
#pragma once

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "planning/executor.hpp"

class ThreadExecutor final : public domainplan::Executor {
 public:
  explicit ThreadExecutor(int threads) {
    for (int i = 0; i < threads; ++i)
      threads_.emplace_back([this](const std::stop_token& stop) { work(stop); });
  }

  void post(domainplan::Stage stage, Work work) override {
    const std::lock_guard lock(mutex_);
    lanes_[static_cast<std::size_t>(stage)].posted.push_back(std::move(work));
    ++open_;
    changed_.notify_one();
  }
  void begin_outside() override {
    const std::lock_guard lock(mutex_);
    ++open_;
  }
  void end_outside() override { end(nullptr); }
  void wait() override {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, std::stop_token(), [this] { return open_ == 0; });
  }

 private:
  struct Lane {
    std::deque<Work> posted;
    bool busy = false;  // of a serial stage
  };

  void end(Lane* lane) {
    const std::lock_guard lock(mutex_);
    if (lane) lane->busy = false;
    --open_;
    changed_.notify_all();
  }

  // The first lane with something that may be executed now.
  Lane* ready() {
    for (std::size_t i = 0; i < lanes_.size(); ++i)
      if (!lanes_[i].posted.empty() && !lanes_[i].busy) return &lanes_[i];
    return nullptr;
  }

  void work(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (changed_.wait(lock, stop, [this] { return ready() != nullptr; })) {
      Lane* const lane = ready();
      Work work = std::move(lane->posted.front());
      lane->posted.pop_front();
      lane->busy = is_serial(static_cast<domainplan::Stage>(lane - lanes_.data()));
      lock.unlock();
      work();
      work = nullptr;
      end(lane);
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::array<Lane, domainplan::kStages> lanes_;
  int open_ = 0;                       // posted and not done, and what is outside
  std::vector<std::jthread> threads_;  // last: they use all of the above
};
