#include "planning/recovered.hpp"

#include <algorithm>
#include <functional>

#include "domainplan/error.hpp"
#include "io/rfc3339.hpp"
#include "partner/pacing.hpp"
#include "store/availability_log.hpp"
#include "store/call_log.hpp"

namespace domainplan {
namespace {

using Keep = std::function<bool(const LoggedRow&)>;

Recovered read_log(const std::string& path, const std::string& currency,
                   std::chrono::system_clock::time_point recent_from, const Keep& keep) {
  using namespace std::chrono;
  Recovered recovered;
  std::optional<UtcTime> last_time;
  const auto learn = [&](const LoggedRow& logged) {
    if (logged.checked_at != last_time || recovered.calls == 0) {
      last_time = logged.checked_at;
      ++recovered.calls;
      if (last_time && *last_time > floor<microseconds>(recent_from)) recovered.recent.push_back(*last_time);
    }
    const AvailabilityRow& row = logged.row;
    if (!keep(logged)) {
      recovered.known.erase(row.domain);
      recovered.asked.insert_or_assign(row.domain, 0);
      return;
    }
    if (row.unsettled() && !is_final(row, ++recovered.asked[row.domain])) return;
    recovered.asked.erase(row.domain);
    recovered.known.insert_or_assign(row.domain, fact_of(row, currency));
  };
  each_logged_row(path, {.row = learn, .bad_line = [&](std::size_t number, const std::string& why) {
                           throw_damaged_row(path, number, why);
                         }});
  return recovered;
}

}  // namespace

Recovered read_availability_log(const std::string& path, const std::string& currency,
                                std::chrono::system_clock::time_point recent_from) {
  return read_log(path, currency, recent_from, [](const LoggedRow&) { return true; });
}

Recovered read_held_rows(const std::string& path, const std::string& currency,
                         std::chrono::system_clock::time_point now) {
  Recovered held = read_log(path, currency, now - partner::Pacing::kWindow, [now](const LoggedRow& logged) {
    return still_holds(logged.row, logged.checked_at, now);
  });
  held.calls = 0;
  return held;
}

void add_call_log(std::string_view log, std::chrono::system_clock::time_point recent_from,
                  Recovered& recovered) {
  // A call that was answered within the window may have been started before it.
  constexpr std::chrono::seconds kLongestCall{30};
  const UtcTime from = std::chrono::floor<std::chrono::microseconds>(recent_from);
  std::uint64_t all = 0;
  std::size_t recent = 0;
  store::each_logged_call(log, [&](const store::LoggedCall& call) {
    recovered.rate_limited += call.attempt == partner::Attempt::after_429;
    recovered.retries += call.attempt != partner::Attempt::first;
    ++all;
    if (call.started > from - kLongestCall) ++recent;
    recovered.last_started = std::max(recovered.last_started, call.started);
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
