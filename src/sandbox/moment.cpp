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

Moment a_month_after(Moment moment) {
  const auto day = floor<days>(moment);
  year_month_day date(day);
  date += months(1);
  if (!date.ok()) date = date.year() / date.month() / last;
  return sys_days(date) + (moment - day);
}

}  // namespace domainplan::sandbox
