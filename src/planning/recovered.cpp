#include "planning/recovered.hpp"

#include <algorithm>

#include "core/rfc3339.hpp"
#include "domainplan/error.hpp"
#include "orders/evidence.hpp"
#include "partner/availability.hpp"
#include "planning/asker.hpp"

namespace domainplan {
namespace {

// checked_at, which is written at the end of each row. The rows of one time are those of one call.
std::string_view time_in(std::string_view line) {
  constexpr std::string_view key = "\"checked_at\":\"";
  const std::size_t found = line.rfind(key);
  if (found == std::string_view::npos) return {};
  line.remove_prefix(found + key.size());
  return line.substr(0, line.find('"'));
}

}  // namespace

Recovered read_evidence(const std::string& path, const std::string& currency,
                        std::chrono::system_clock::time_point recent_from) {
  Recovered recovered;
  std::string last_time;
  each_line_of_file(path, [&](std::string_view line, std::size_t number) {
    AvailabilityRow row;
    try {
      row = partner::read_availability_row(line);
    } catch (const RunError& error) {
      throw InputError({{path, number, "", error.what()}});
    }
    if (const std::string_view time = time_in(line); time != last_time || recovered.calls == 0) {
      last_time = time;
      ++recovered.calls;
      if (const auto at = read_rfc3339(time); at && *at > recent_from) recovered.recent.push_back(*at);
    }
    if (row.unsettled() && ++recovered.asked[row.domain] < kMostAsks) return;
    recovered.asked.erase(row.domain);
    recovered.known.insert_or_assign(row.domain, fact_of(row, currency));
  });
  return recovered;
}

std::vector<std::chrono::milliseconds> ages(const Recovered& recovered,
                                            std::chrono::system_clock::time_point now, int connections) {
  std::vector<std::chrono::milliseconds> ages;
  for (const auto at : recovered.recent)
    ages.push_back(
        std::max(std::chrono::floor<std::chrono::milliseconds>(now - at), std::chrono::milliseconds(0)));
  std::sort(ages.rbegin(), ages.rend());
  if (!ages.empty())
    ages.insert(ages.end(), static_cast<std::size_t>(connections), std::chrono::milliseconds(0));
  return ages;
}

}  // namespace domainplan
