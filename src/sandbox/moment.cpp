#include "sandbox/moment.hpp"

#include <fmt/format.h>

namespace domainplan::sandbox {

using namespace std::chrono;

Clock scaled_clock(double scale) {
  return [scale, start = system_clock::now(), began = steady_clock::now()] {
    const duration<double, system_clock::period> passed = (steady_clock::now() - began) * scale;
    return start + duration_cast<system_clock::duration>(passed);
  };
}

std::string text_of(Moment moment) {
  const auto day = floor<days>(moment);
  const year_month_day date(day);
  const hh_mm_ss time(floor<seconds>(moment - day));
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string http_date_of(Moment moment) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<days>(moment);
  const year_month_day date(day);
  const hh_mm_ss time(floor<seconds>(moment - day));
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[weekday(day).c_encoding()],
                     static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1],
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

Moment months_after(Moment moment, int count) {
  const auto day = floor<days>(moment);
  year_month_day date(day);
  date += months(count);
  if (!date.ok()) date = date.year() / date.month() / last;
  return sys_days(date) + (moment - day);
}

}  // namespace domainplan::sandbox
