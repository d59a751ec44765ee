// availability.ndjson: every row the API gave, each with `checked_at`, the time it came. Its only reader and
// writer.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "io/append_log.hpp"
#include "io/rfc3339.hpp"

namespace domainplan {

// Writes the log while a run is on.
class AvailabilityLog {
 public:
  // create: the file must not exist yet. go_on: what an interruption tore is cut off the end of an existing
  // one.
  enum class Mode { create, go_on };

  // Throws as AppendLog does.
  explicit AvailabilityLog(const std::string& path, Mode mode = Mode::create);

  // Appends one answer's rows (AvailabilityRows::raw), JSON objects in one line each, with `checked_at`,
  // which is moved on by a little where it is not later than the last answer's: rows of one time are those of
  // one call. One write a call, so that what is there after a crash is whole lines, but for the last one.
  // What is appended survives the end of the process at once, and a power loss within a second. Throws
  // RunError, also for what went wrong with an earlier answer on its way to the disk.
  void append(const std::vector<std::string>& rows, std::chrono::system_clock::time_point checked_at);
  // Adds rows that another run recorded, as they are; a torn last line is left out. Throws RunError.
  void carry_over(std::string_view recorded);
  void sync() { log_.sync(); }
  void close() { log_.close(); }

 private:
  AppendLog log_;
  std::chrono::system_clock::time_point last_{};
};

// One row as the log keeps it, without the end of the line. `row`: a JSON object; `checked_at` as RFC 3339.
std::string line_of(std::string_view row, std::string_view checked_at);

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

// A line of a plan's own log is not a row: the plan is damaged. Throws RunError with the place, why, and what
// to do.
[[noreturn]] void throw_damaged_row(const std::string& path, std::size_t number, const std::string& why);

}  // namespace domainplan
