#include "partner/pacing.hpp"

#include <algorithm>

namespace domainplan::partner {
namespace {

constexpr double kKept = 0.75;        // of the slots, in a minute that sees a 429
constexpr double kRegained = 0.1;     // of the rate, in each minute after one that saw none
constexpr double kAtTheLeast = 0.05;  // of the rate

}  // namespace

double Pacing::allowed(Time now) const {
  if (reduced_ >= rate_) return rate_;
  const auto quiet = std::max(now - refused_at_ - kWindow, Time::duration::zero());
  const double minutes = std::chrono::duration<double, std::ratio<60>>(quiet).count();
  return std::min(rate_, reduced_ + rate_ * kRegained * minutes);
}

std::size_t Pacing::limit(Time now) const { return static_cast<std::size_t>(std::max(1.0, allowed(now))); }

Pacing::Time Pacing::next_start(Time now) {
  while (!ended_.empty() && ended_.front() + kWindow <= now) ended_.pop_front();
  const std::size_t taken = under_way_ + ended_.size();
  const std::size_t most = limit(now);
  if (taken < most) return paused_until_;
  // So many calls have to leave the window first: some of the ended ones, the oldest first.
  const std::size_t leaving = taken - most;
  if (leaving >= ended_.size()) return Time::max();
  return std::max(paused_until_, ended_[leaving] + kWindow);
}

void Pacing::end(Time now) {
  --under_way_;
  ended_.push_back(ended_.empty() ? now : std::max(now, ended_.back()));
}

void Pacing::add_past(Time end) { ended_.insert(std::upper_bound(ended_.begin(), ended_.end(), end), end); }

void Pacing::refused(Time now, Time until) {
  paused_until_ = std::max(paused_until_, until);
  reduced_ = allowed(now);
  refused_at_ = now;
  // What a reduction is worth shows when the window before it has passed.
  if (reduced_at_ != Time::min() && now < reduced_at_ + kWindow) return;
  reduced_at_ = now;
  reduced_ = std::max(rate_ * kAtTheLeast, reduced_ * kKept);
}

}  // namespace domainplan::partner
