#include "orders/evidence.hpp"

#include <fmt/chrono.h>

#include <ctime>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan {

std::string rfc3339(std::chrono::system_clock::time_point time) {
  using namespace std::chrono;
  const auto since_epoch = floor<milliseconds>(time.time_since_epoch());
  const auto seconds_part = floor<seconds>(since_epoch);
  const std::time_t whole = seconds_part.count();
  std::tm utc{};
  gmtime_r(&whole, &utc);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", utc, (since_epoch - seconds_part).count());
}

Evidence::Evidence(const std::string& path) : file_(path, OutputFile::Mode::create) {
  if (!file_.lock()) throw RunError(fmt::format("another run is writing {}", in_quotes(path)));
}

void Evidence::append(const std::vector<std::string>& rows,
                      std::chrono::system_clock::time_point checked_at) {
  const std::string end = fmt::format("\"checked_at\":\"{}\"}}\n", rfc3339(checked_at));
  std::string lines;
  for (const std::string& row : rows) {
    lines.append(row, 0, row.size() - 1);  // without its closing brace
    if (row.size() > 2) lines += ',';
    lines += end;
  }
  file_.write(lines);
}

void each_recorded_line(
    std::string_view bytes,
    const std::function<void(std::string_view line, std::size_t number, bool whole)>& visit) {
  for (std::size_t number = 1; !bytes.empty(); ++number) {
    const std::size_t end = bytes.find('\n');
    const bool whole = end != std::string_view::npos;
    const std::string_view line = bytes.substr(0, end);
    if (!line.empty()) visit(line, number, whole);
    bytes.remove_prefix(whole ? end + 1 : bytes.size());
  }
}

}  // namespace domainplan
