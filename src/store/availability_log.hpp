// availability.ndjson: every row the API gave, each with `checked_at`, the time it came.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "domainplan/availability.hpp"
#include "io/rfc3339.hpp"

namespace domainplan {

inline constexpr std::string_view kAvailabilityLogName = "availability.ndjson";

struct LoggedRow {
  AvailabilityRow row;
  std::optional<UtcTime>
      checked_at;          // none where the line has no such time. Rows of one time are those of one call
  std::string_view line;   // as it stands in the log, without its end
  std::size_t number = 0;  // of the line, from 1
};

struct LogVisitor {
  std::function<void(LoggedRow& row)> row;
  // A line that is not a row, and why; without it, such lines are passed over.
  std::function<void(std::size_t number, const std::string& why)> bad_line = {};
};

// Visits the lines of a log of any size in turn, but for a torn last line. Throws RunError where the file
// cannot be read.
void each_logged_row(const std::string& path, const LogVisitor& visit);
// The same for a log that is in memory.
void each_logged_row_in(std::string_view bytes, const LogVisitor& visit);

}  // namespace domainplan
