// What an interrupted run had learnt.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "planning/eligibility.hpp"

namespace domainplan {

struct Recovered {
  std::unordered_map<std::string, Fact> known;                // names with a final row
  std::unordered_map<std::string, int> asked;                 // the others: how often they were asked
  std::uint64_t calls = 0;                                    // that were answered
  std::vector<std::chrono::system_clock::time_point> recent;  // the calls answered after `recent_from`
};

// Reads the evidence that a run left, all of it whole lines, in a run that pays in `currency`. Throws
// InputError with the first line that is no row.
Recovered read_evidence(const std::string& path, const std::string& currency,
                        std::chrono::system_clock::time_point recent_from);

// How long before `now` those calls were answered, for ApiOptions::recent_calls, and as many calls more as
// there may have been under way when the run was interrupted: their answers left no trace.
std::vector<std::chrono::milliseconds> ages(const Recovered& recovered,
                                            std::chrono::system_clock::time_point now, int connections);

}  // namespace domainplan
