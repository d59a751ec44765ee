// Faults on request: which calls have one, and how long each call takes, decided by the seed and the call's
// number.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>

#include "domainplan/sandbox.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

class Faults {
 public:
  explicit Faults(const Options& options);

  // The fault of this call; `number` counts the calls. From any thread.
  Fault of(const Call& call, std::uint64_t number);

  // Whether delivery number `number` of an event has this one of the event_… faults.
  bool strikes_event(Fault fault, std::uint64_t number) const;

  // What decides where in its answer a call's fault strikes.
  std::uint64_t chance(std::uint64_t number) const;

  std::chrono::microseconds latency(std::uint64_t number) const;

 private:
  struct Counted {
    FaultRule rule;
    std::atomic<std::uint64_t> matched = 0;
  };
  double chance_for(std::string_view what, std::uint64_t number) const;

  std::uint64_t seed_;
  std::chrono::microseconds shortest_;
  std::chrono::microseconds longest_;
  std::deque<Counted> rules_;
};

// Whether `on`, as in FaultRule, names this call.
bool matches(std::string_view on, const Call& call);

// Whether the call is answered with an error instead of being carried out.
bool is_instead(Fault fault);

// Whether a client still learns all that the answer says.
bool is_delivered(Fault fault);

}  // namespace domainplan::sandbox
