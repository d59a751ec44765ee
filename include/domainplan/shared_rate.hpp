// A rate that several processes share. The network thread asks it before every call; it never blocks.
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

  // From now on `wake` is called, on another thread, when a slot has come, or none will come any more. Empty:
  // no longer.
  virtual void connect(std::function<void()> wake) = 0;

  // The rest is called on the network thread.

  // When a slot will be at hand for one of `waiting` calls, as far as is known: `now` or before means one is;
  // Time::max() means that wake() will be called.
  virtual Time next_start(Time now, std::size_t waiting) = 0;
  // A call starts and takes a slot. False where there is none after all: then it must not start.
  virtual bool start(Time now) = 0;
  // A call that was to start did not, and its slot is at hand again.
  virtual void put_back() = 0;
  // A call that started has ended: its slot is free 60 s later.
  virtual void end(Time now) = 0;
  // A call that had no slot, from before the rate was shared, ended then.
  virtual void add_past(Time end) = 0;
  // Why no slot will come any more; "" while one may.
  virtual std::string failure() const = 0;
};

}  // namespace domainplan
