// When the next call may start: never more than `rate` calls in any 60 s, however the server counts them.
//
// A server counts a call at some moment between its start and its end. So a call takes a slot from its start
// until 60 s after its end: then no window of 60 s, wherever it lies, can hold more than `rate` of those
// moments. (Counted from the start alone, calls that travel at different speeds could arrive closer together
// than they left.)
//
// A 429 comes only where others use the key as well. Then there are fewer slots for a while: a quarter less
// with each minute that sees a 429, and after a minute without one a tenth of the rate more each minute,
// until it is whole again.
#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

namespace domainplan::partner {

// A pure value: it reads no clock and never sleeps. Constant time a call.
class Pacing {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // 60 s, and a little for two clocks that do not run equally fast.
  static constexpr std::chrono::milliseconds kWindow{60'050};

  explicit Pacing(int rate) : rate_(rate), reduced_(rate) {}

  // The earliest time at which a call may start: `now` or before means at once, Time::max() not before a call
  // that is under way has ended.
  Time next_start(Time now);

  // A call starts. To be called only when next_start() allows it.
  void start() { ++under_way_; }

  // A call that started has ended: with an answer, a failure, or cut off by us.
  void end(Time now);

  // A call that somebody else made with the key, and when it ended.
  void add_past(Time end);

  // A call that ended got a 429: no call starts before `until`. The longest of several pauses holds.
  void refused(Time now, Time until);

  // How many calls a window may hold at `now`: the rate, or less after a 429.
  std::size_t limit(Time now) const;

 private:
  double allowed(Time now) const;

  double rate_;
  double reduced_;                 // what was left after the last refusal …
  Time refused_at_ = Time::min();  // … and when that was
  Time reduced_at_ = Time::min();
  std::size_t under_way_ = 0;
  std::deque<Time> ended_;  // when the calls ended that still take a slot, the oldest first
  Time paused_until_ = Time::min();
};

}  // namespace domainplan::partner
