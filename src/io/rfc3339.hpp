// Times as the API and our files write them: RFC 3339.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace domainplan {

// In microseconds, as the nanoseconds of system_clock end in the year 2262 and what is read may say 9999.
// Compare it with floor<microseconds>(now), not with `now`.
using UtcTime = std::chrono::sys_time<std::chrono::microseconds>;

// In UTC with microseconds: "2026-11-21T03:04:05.678901Z".
std::string rfc3339(UtcTime time);
inline std::string rfc3339(std::chrono::system_clock::time_point time) {
  return rfc3339(std::chrono::floor<std::chrono::microseconds>(time));
}

// Reads "2026-11-21T03:04:05Z", with or without a fraction of the second, in UTC or with an offset. Nothing
// where the text is not such a time, or one outside the years 1970 to 9999.
std::optional<UtcTime> read_rfc3339(std::string_view text);

}  // namespace domainplan
