#include "planning/recovered.hpp"

#include <algorithm>
#include <charconv>

#include "domainplan/error.hpp"
#include "io/append_log.hpp"
#include "io/rfc3339.hpp"
#include "partner/availability.hpp"
#include "planning/call_batcher.hpp"

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
  using namespace std::chrono;
  Recovered recovered;
  std::string last_time;
  each_line_of_log(path, [&](std::string_view line, std::size_t number) {
    AvailabilityRow row;
    try {
      row = partner::read_availability_row(line);
    } catch (const RunError& error) {
      throw InputError({{path, number, "", error.what()}});
    }
    if (const std::string_view time = time_in(line); time != last_time || recovered.calls == 0) {
      last_time = time;
      ++recovered.calls;
      if (const auto at = read_rfc3339(time); at && *at > floor<microseconds>(recent_from))
        recovered.recent.push_back(*at);
    }
    if (row.unsettled() && ++recovered.asked[row.domain] < kMaxAsks) return;
    recovered.asked.erase(row.domain);
    recovered.known.insert_or_assign(row.domain, fact_of(row, currency));
  });
  return recovered;
}

std::string_view name_of(partner::Attempt attempt) {
  switch (attempt) {
    case partner::Attempt::first:
      break;
    case partner::Attempt::after_failure:
      return "failed";
    case partner::Attempt::after_429:
      return "429";
  }
  return "";
}

void add_call_log(std::string_view log, std::chrono::system_clock::time_point recent_from,
                  Recovered& recovered) {
  using std::chrono::milliseconds;
  // A call that was answered within the window may have been started before it.
  constexpr std::chrono::seconds kLongestCall{30};
  constexpr std::int64_t kLatest = 253'402'300'799'999;  // the end of the year 9999, in milliseconds
  const UtcTime from = std::chrono::floor<std::chrono::microseconds>(recent_from);
  std::uint64_t all = 0;
  std::size_t recent = 0;
  each_line(log, [&](std::string_view line, std::size_t, bool) {
    std::int64_t started = 0;
    if (std::from_chars(line.data(), line.data() + line.size(), started).ec != std::errc()) return;
    if (started < 0 || started > kLatest) return;
    const std::string_view why = line.substr(line.find(' ') + 1);
    const bool limited = why == name_of(partner::Attempt::after_429);
    recovered.rate_limited += limited;
    recovered.retries += limited || why == name_of(partner::Attempt::after_failure);
    const UtcTime at{milliseconds(started)};
    ++all;
    if (at > from - kLongestCall) ++recent;
    recovered.last_started = std::max(recovered.last_started, at);
  });
  recovered.calls = std::max(recovered.calls, all);
  if (recent > recovered.recent.size()) recovered.unanswered = recent - recovered.recent.size();
}

std::vector<std::chrono::milliseconds> ages(const Recovered& recovered,
                                            std::chrono::system_clock::time_point now) {
  using std::chrono::milliseconds;
  constexpr std::chrono::seconds kMoment{2};  // from the start of a call until it was at the server
  std::vector<milliseconds> ages;
  const auto age = [now = std::chrono::floor<std::chrono::microseconds>(now)](UtcTime at) {
    return std::max(std::chrono::floor<milliseconds>(now - at), milliseconds(0));
  };
  for (const auto at : recovered.recent) ages.push_back(age(at));
  ages.insert(ages.end(), recovered.unanswered, age(recovered.last_started + kMoment));
  std::sort(ages.rbegin(), ages.rend());
  return ages;
}

}  // namespace domainplan
