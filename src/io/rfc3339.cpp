#include "io/rfc3339.hpp"

#include <fmt/format.h>

#include <charconv>

namespace domainplan {
namespace {

// Takes a number of exactly `digits` digits from the front of `text`.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  int number = 0;
  if (text.size() < digits) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, number);
  if (error != std::errc() || end != text.data() + digits || number < 0) return std::nullopt;
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
  using namespace std::chrono;
  if (take(text, "Zz")) return minutes(0);
  const bool west = text.starts_with('-');
  if (!take(text, "+-")) return std::nullopt;
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  const minutes offset = hours(*hour) + minutes(*minute);
  return west ? -offset : offset;
}

}  // namespace

std::optional<UtcTime> read_rfc3339(std::string_view text) {
  using namespace std::chrono;
  int parts[6];  // year, month, day, hour, minute, second
  constexpr std::string_view kAfter[6] = {"-", "-", "Tt ", ":", ":", ""};
  for (std::size_t i = 0; i < 6; ++i) {
    const auto part = take_number(text, i == 0 ? 4 : 2);
    if (!part || (!kAfter[i].empty() && !take(text, kAfter[i]))) return std::nullopt;
    parts[i] = *part;
  }
  microseconds fraction(0);
  if (take(text, ".")) {
    microseconds unit(100'000);
    if (text.empty() || text.front() < '0' || text.front() > '9') return std::nullopt;
    for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; text.remove_prefix(1), unit /= 10)
      fraction += unit * (text.front() - '0');
  }
  const auto offset = take_offset(text);
  const year_month_day date{year{parts[0]}, month{static_cast<unsigned>(parts[1])},
                            day{static_cast<unsigned>(parts[2])}};
  if (!offset || !text.empty() || !date.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 60)
    return std::nullopt;
  const UtcTime time =
      UtcTime(sys_days(date)) + hours(parts[3]) + minutes(parts[4]) + seconds(parts[5]) + fraction - *offset;
  if (time < UtcTime() || time >= UtcTime(sys_days(year(10'000) / 1 / 1))) return std::nullopt;
  return time;
}

std::string rfc3339(UtcTime time) {
  using namespace std::chrono;
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace domainplan
