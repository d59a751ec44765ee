// What to do about an answer, and how long to wait before a call is tried again.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>

#include "partner/error_envelope.hpp"

namespace domainplan::partner {

enum class Act : std::uint8_t {
  look,         // 2xx: whole, if the caller accepts what it says
  hand_back,    // 4xx: the caller's to judge
  try_again,    // 5xx, 408: a failed try
  pause,        // 429: all calls wait; no failed try
  refused_key,  // 401, 403
  give_up,      // 1xx, 3xx and what is not a status: another try would end the same way
};

Act act_on(long status);

// How long an answer asks us to wait: details.retry_after_seconds, else the header Retry-After, in seconds or
// as an HTTP date, which counts from the header Date where there is one (the two clocks need not agree); at
// least 0 and at most 100 years. Nothing where the answer does not say.
std::optional<std::chrono::milliseconds> retry_after(const ErrorEnvelope& error, std::string_view header,
                                                     const std::string& date);

// Waiting times with jitter, so that calls which failed together do not come back together.
class Backoff {
 public:
  // `seed` 0: one from the system.
  Backoff(std::chrono::milliseconds first, std::chrono::milliseconds longest, std::uint64_t seed);

  // After the `failures`-th failed try of a call: `first` doubled for each one before, at most `longest`; of
  // that a random part, at least half.
  std::chrono::milliseconds after_failure(int failures);

  // From 0 to 1 s, on top of what a 429 asks for.
  std::chrono::milliseconds after_pause();

 private:
  std::chrono::milliseconds between(std::chrono::milliseconds least, std::chrono::milliseconds most);

  std::chrono::milliseconds first_;
  std::chrono::milliseconds longest_;
  std::mt19937_64 random_;
};

}  // namespace domainplan::partner
