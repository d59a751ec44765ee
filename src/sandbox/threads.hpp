// A thread for each connection, started when it is needed.
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace domainplan::sandbox {

class Threads : public httplib::TaskQueue {
 public:
  // `on_shutdown` makes the tasks under way end.
  explicit Threads(std::function<void()> on_shutdown) : on_shutdown_(std::move(on_shutdown)) {}

  void enqueue(std::function<void()> task) override;
  void shutdown() override;

 private:
  static constexpr std::size_t kMost = 1000;  // more connections wait for one to close
  void work();

  std::function<void()> on_shutdown_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool shut_down_ = false;
};

}  // namespace domainplan::sandbox
