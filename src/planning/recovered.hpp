// What an interrupted run had learnt.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domainplan/api_options.hpp"
#include "io/rfc3339.hpp"
#include "planning/eligibility.hpp"

namespace domainplan {

struct Recovered {
  std::unordered_map<std::string, Fact> known;  // names with a final row
  std::unordered_map<std::string, int> asked;   // the others: how often they were asked
  std::uint64_t calls = 0;                      // that were answered
  std::uint64_t retries = 0, rate_limited = 0;  // as CallCounts
  std::size_t unanswered = 0;   // recent calls that left no row: failed, refused, or under way at the end
  UtcTime last_started;         // of all calls
  std::vector<UtcTime> recent;  // the calls answered after `recent_from`
};

// Reads the evidence that a run left, all of it whole lines, in a run that pays in `currency`. Throws
// InputError with the first line that is no row.
Recovered read_evidence(const std::string& path, const std::string& currency,
                        std::chrono::system_clock::time_point recent_from);

// How the log of started calls tells why one was started.
std::string_view name_of(partner::Attempt attempt);

// Adds what that log tells (PlanFolder::found_calls): how many calls there were, answered or not, and how
// many of them repeated one.
void add_call_log(std::string_view log, std::chrono::system_clock::time_point recent_from,
                  Recovered& recovered);

// How long before `now` the recent calls ended, for ApiOptions::recent_calls. One that left no row ended when
// the last was started, or a moment later.
std::vector<std::chrono::milliseconds> ages(const Recovered& recovered,
                                            std::chrono::system_clock::time_point now);

}  // namespace domainplan
