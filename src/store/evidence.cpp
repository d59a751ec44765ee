#include "store/evidence.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/rfc3339.hpp"

namespace domainplan {

using namespace std::chrono;

namespace {

const std::string& usable(const std::string& path, Evidence::Mode mode) {
  if (mode == Evidence::Mode::create && exists(path))
    throw RunError(ErrorCode::disk, fmt::format("{} is there already", in_quotes(path, 300)));
  return path;
}

}  // namespace

Evidence::Evidence(const std::string& path, Mode mode) : log_(usable(path, mode), Durability::each_second) {}

void Evidence::append(const std::vector<std::string>& rows, system_clock::time_point checked_at) {
  last_ = std::max(floor<microseconds>(checked_at), floor<microseconds>(last_) + microseconds(1));
  const std::string end = fmt::format("\"checked_at\":\"{}\"}}\n", rfc3339(last_));
  std::string lines;
  for (const std::string& row : rows) {
    lines.append(row, 0, row.size() - 1);  // without its closing brace
    if (row.size() > 2) lines += ',';
    lines += end;
  }
  log_.append(lines);
}

void Evidence::carry_over(std::string_view recorded) {
  std::string lines;
  each_line(recorded, [&](std::string_view line, std::size_t, bool whole) {
    if (whole) lines.append(line).push_back('\n');
  });
  log_.append(lines);
}

}  // namespace domainplan
