#include "sandbox/rate_limit.hpp"

#include <algorithm>

namespace domainplan::sandbox {
namespace {

constexpr std::chrono::seconds kWindow{60};

void forget_before(std::deque<RateLimit::Time>& times, RateLimit::Time start) {
  while (!times.empty() && times.front() <= start) times.pop_front();
}

}  // namespace

int RateLimit::seconds_to_wait(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const Time now = clock_();
  Log& log = logs_[key];
  forget_before(log.arrived, now - kWindow);
  log.arrived.push_back(now);
  most_ = std::max(most_, log.arrived.size());
  if (limit_ == 0) return 0;

  forget_before(log.admitted, now - kWindow);
  if (log.admitted.size() < static_cast<std::size_t>(limit_)) {
    log.admitted.push_back(now);
    return 0;
  }
  const auto wait = std::chrono::ceil<std::chrono::seconds>(log.admitted.front() + kWindow - now);
  return std::max(1, static_cast<int>(wait.count()));
}

std::size_t RateLimit::most_in_window() const {
  const std::lock_guard lock(mutex_);
  return most_;
}

}  // namespace domainplan::sandbox
