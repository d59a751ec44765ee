#include "partner/pacing.hpp"

#include <algorithm>

namespace domainplan::partner {

Pacing::Time Pacing::next_start(Time now) {
  while (!ended_.empty() && ended_.front() + kWindow <= now) ended_.pop_front();
  if (under_way_ + ended_.size() < rate_) return paused_until_;
  if (ended_.empty()) return Time::max();
  return std::max(paused_until_, ended_.front() + kWindow);
}

void Pacing::end(Time now) {
  --under_way_;
  ended_.push_back(ended_.empty() ? now : std::max(now, ended_.back()));
}

void Pacing::pause(Time until) { paused_until_ = std::max(paused_until_, until); }

}  // namespace domainplan::partner
