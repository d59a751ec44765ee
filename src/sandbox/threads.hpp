// A thread for each connection, started when it is needed and kept for the next.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace domainplan::sandbox {

class Threads {
 public:
  ~Threads();  // waits for the tasks

  // From one thread. What a task throws is dropped. Throws std::system_error where there is no thread at all.
  void run(std::function<void()> task);

 private:
  static constexpr std::size_t kMost = 1000;  // more connections wait for one to close
  void add_thread();
  void work() noexcept;

  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> waiting_;
  std::vector<std::thread> threads_;
  std::size_t idle_ = 0;
  bool ending_ = false;
};

}  // namespace domainplan::sandbox
