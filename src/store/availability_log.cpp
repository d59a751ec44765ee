#include "store/availability_log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "partner/availability.hpp"
#include "store/damage.hpp"

namespace domainplan {

using namespace std::chrono;

namespace {

const std::string& usable(const std::string& path, AvailabilityLog::Mode mode) {
  if (mode == AvailabilityLog::Mode::create && exists(path))
    throw RunError(ErrorCode::disk, fmt::format("{} is there already", in_quotes(path, 300)), path);
  return path;
}

void visit_line(std::string_view line, std::size_t number, const LogVisitor& visit) {
  LoggedRow logged{.row = {}, .checked_at = {}, .line = line, .number = number};
  try {
    std::string checked_at;
    logged.row = partner::read_availability_row(line, &checked_at);
    logged.checked_at = read_rfc3339(checked_at);
  } catch (const RunError& error) {
    if (visit.bad_line) visit.bad_line(number, error.what());
    return;
  }
  visit.row(logged);
}

}  // namespace

std::string line_of(std::string_view row, std::string_view checked_at) {
  // Instead of its closing brace.
  return fmt::format("{}{}\"checked_at\":\"{}\"}}", row.substr(0, row.size() - 1), row.size() > 2 ? "," : "",
                     checked_at);
}

AvailabilityLog::AvailabilityLog(const std::string& path, Mode mode)
    : log_(usable(path, mode), Durability::each_second) {}

void AvailabilityLog::append(const std::vector<std::string>& rows, system_clock::time_point checked_at) {
  last_ = std::max(floor<microseconds>(checked_at), floor<microseconds>(last_) + microseconds(1));
  const std::string time = rfc3339(last_);
  std::string lines;
  for (const std::string& row : rows) lines.append(line_of(row, time)).push_back('\n');
  log_.append(lines);
}

void AvailabilityLog::carry_over(std::string_view recorded) {
  std::string lines;
  each_line(recorded, [&](std::string_view line, std::size_t, bool whole) {
    if (whole) lines.append(line).push_back('\n');
  });
  log_.append(lines);
}

void each_logged_row(const std::string& path, const LogVisitor& visit) {
  each_line_of_log(path, [&](std::string_view line, std::size_t number) { visit_line(line, number, visit); });
}

void each_logged_row_in(std::string_view bytes, const LogVisitor& visit) {
  each_line(bytes, [&](std::string_view line, std::size_t number, bool whole) {
    if (whole) visit_line(line, number, visit);
  });
}

void throw_damaged_row(const std::string& path, std::size_t number, const std::string& why) {
  store::throw_damaged(path, number, "", why + ": remove this line, and its name is asked about again");
}

}  // namespace domainplan
