// Trouble on request: which requests fail and how long each takes, decided by the seed and the request's
// number.
#pragma once

#include <chrono>
#include <cstdint>

#include "domainplan/sandbox.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

enum class Fault : std::uint8_t {
  none,
  refused_429,  // these two instead of an answer …
  failed_500,
  cut_off,  // … and all others after the request has been carried out
  lost,
  slow,
  truncated,
  malformed,
  types,
  unknown
};

Fault fault_of(const Options& options, std::uint64_t request);

// What decides where in its answer a request's fault strikes.
std::uint64_t chance_of(const Options& options, std::uint64_t request);

// Whether calls of this method and path have faults at all.
bool may_fail(const Options& options, const Call& call);

// Whether a client still gets all that was to be told.
inline bool tells_all(Fault fault) {
  return fault == Fault::none || fault == Fault::slow || fault == Fault::unknown;
}

std::chrono::microseconds latency_of(const Options& options, std::uint64_t request);

}  // namespace domainplan::sandbox
