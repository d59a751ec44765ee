// At most so many requests in any 60 seconds and key.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>

namespace domainplan::sandbox {

class RateLimit {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `limit` 0: none.
  explicit RateLimit(int limit, std::function<Time()> clock = std::chrono::steady_clock::now)
      : limit_(limit), clock_(std::move(clock)) {}

  // Lets one more request of `key` in now and returns 0, or says how long to wait: whole seconds, rounded up,
  // until a request is possible. A request that was refused uses up nothing.
  int seconds_to_wait(const std::string& key);

  // The most requests of one key, refused ones included, that any 60 seconds have seen.
  std::size_t most_in_window() const;

 private:
  struct Log {
    std::deque<Time> arrived;   // in the last 60 s: all …
    std::deque<Time> admitted;  // … and those let in
  };
  mutable std::mutex mutex_;
  int limit_;
  std::function<Time()> clock_;
  std::unordered_map<std::string, Log> logs_;
  std::size_t most_ = 0;
};

}  // namespace domainplan::sandbox
