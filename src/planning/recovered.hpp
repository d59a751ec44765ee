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
#include "planning/market.hpp"

namespace domainplan {

struct Recovered {
  std::unordered_map<std::string, Fact> known;   // names with a final row
  std::unordered_map<std::string, Fact> shared;  // names that the ledger had an answer to
  std::unordered_map<std::string, int> asked;    // the others: how often they were asked
  std::uint64_t calls = 0;                       // that were answered
  std::uint64_t retries = 0, rate_limited = 0;   // as CallCounts
  std::size_t unanswered = 0;   // recent calls that left no row: failed, refused, or under way at the end
  UtcTime last_started;         // of all calls
  std::vector<UtcTime> recent;  // the calls answered after `recent_from`
};

// Reads the availability log that a run left, all of it whole lines, in a run that pays in `currency`. Throws
// RunError with the first line that is not a row: the plan is damaged.
Recovered read_availability_log(const std::string& path, const std::string& currency,
                                std::chrono::system_clock::time_point recent_from);

// The same for a finished plan of which customers are planned again: rows that do not hold any more (see
// still_holds) are not known, and their names are asked as if for the first time. Earlier calls are not
// counted.
Recovered read_held_rows(const std::string& path, const std::string& currency,
                         std::chrono::system_clock::time_point now);

// Adds what the log of started calls says (PlanFolder::found_calls): how many calls there were, answered or
// not, and how many of them repeated one.
void add_call_log(std::string_view log, std::chrono::system_clock::time_point recent_from,
                  Recovered& recovered);

// How long before `now` the recent calls ended, for ApiOptions::recent_calls. One that left no row ended when
// the last was started, or a moment later.
std::vector<std::chrono::milliseconds> ages(const Recovered& recovered,
                                            std::chrono::system_clock::time_point now);

}  // namespace domainplan
