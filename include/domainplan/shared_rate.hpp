// A rate that several processes share. The network thread asks it before every call. Members must not block,
// and must not throw.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

namespace domainplan {

class SharedRate {
 public:
  using Time = std::chrono::steady_clock::time_point;

  virtual ~SharedRate() = default;

  // From now on `wake` is called, on another thread, when a slot is available or none will be any more.
  // Empty: it is called no longer.
  virtual void connect(std::function<void()> wake) = 0;

  // The rest is called on the network thread.

  // When a slot is expected to be available for one of `waiting` calls: `now` or earlier where one is
  // available; Time::max() where wake() will be called.
  virtual Time next_start(Time now, std::size_t waiting) = 0;
  // Takes a slot for a call that starts. False where there is none after all: the call must not start.
  virtual bool start(Time now) = 0;
  // Returns the slot of a call that did not start.
  virtual void put_back() = 0;
  // A call that started has ended: its slot is free 60 s later.
  virtual void end(Time now) = 0;
  // Counts a call that ended at `end`, before the rate was shared.
  virtual void add_past(Time end) = 0;
  // Why there will be no slot any more; "" while there may be one.
  virtual std::string failure() const = 0;
};

}  // namespace domainplan
