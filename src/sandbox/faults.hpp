// Trouble on request: which requests fail and how long each takes, decided by the seed and the request's
// number.
#pragma once

#include <chrono>
#include <cstdint>

#include "domainplan/sandbox.hpp"

namespace domainplan::sandbox {

enum class Fault : std::uint8_t { none, refused_429, failed_500, cut_off };

Fault fault_of(const Options& options, std::uint64_t request);
std::chrono::microseconds latency_of(const Options& options, std::uint64_t request);

}  // namespace domainplan::sandbox
