// Waiting that an interruption ends.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>

#include "domainplan/error.hpp"

namespace domainplan {

// Returns after `time`. Throws Interrupted once `stop` asks for it.
inline void pause_for(std::chrono::milliseconds time, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, time, [] { return false; });
  if (stop.stop_requested()) throw Interrupted("interrupted");
}

}  // namespace domainplan
