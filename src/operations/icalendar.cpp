// Renewals as a calendar: RFC 5545.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/renewals.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kLongestLine = 75;  // octets, without the line break (section 3.1)

std::tm utc(std::chrono::system_clock::time_point time) {
  return fmt::gmtime(std::chrono::system_clock::to_time_t(time));
}

// Section 3.3.11; what a terminal could take for a command is escaped as everywhere.
std::string text_value(const std::string& text) {
  std::string value;
  for (const char c : escaped(text)) {
    if (c == '\\' || c == ';' || c == ',') value += '\\';
    value += c;
  }
  return value;
}

// Adds a content line, folded between characters; the blank that a fold begins with counts.
void add_line(std::string_view line, std::string& out) {
  for (std::size_t room = kLongestLine; line.size() > room; room = kLongestLine - 1) {
    std::size_t cut = room;
    while ((static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) --cut;
    out.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
  }
  out.append(line).append("\r\n");
}

std::string summary_of(const Renewal& row) {
  const std::string amount =
      row.cents ? fmt::format("{}.{:02} {}", *row.cents / 100, *row.cents % 100, row.currency)
                : "amount unknown";
  const std::string assumed = row.is_assumed ? " (date assumed)" : "";
  if (row.kind == Renewal::Kind::domain) return fmt::format("{} renews{}, {}", row.domain, assumed, amount);
  return fmt::format("Licences of {} renew{}, {} domains, {}", row.user.empty() ? row.order : row.user,
                     assumed, row.domains, amount);
}

}  // namespace

std::string icalendar(const Renewals& renewals, std::chrono::system_clock::time_point now) {
  std::string out;
  const std::string stamp = fmt::format("{:%Y%m%dT%H%M%SZ}", utc(now));
  for (const char* const line : {"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//domainplan//renewals//EN"})
    add_line(line, out);
  for (const Renewal& row : renewals.rows) {
    const std::string day = fmt::format("{:%Y%m%d}", utc(row.at));
    const std::string& subject = row.kind == Renewal::Kind::domain ? row.domain : row.order;
    add_line("BEGIN:VEVENT", out);
    add_line(text_value(fmt::format("UID:{}-{}-{}@domainplan", name_of(row.kind), subject, day)), out);
    add_line("DTSTAMP:" + stamp, out);
    add_line("DTSTART;VALUE=DATE:" + day, out);
    add_line("SUMMARY:" + text_value(summary_of(row)), out);
    add_line("END:VEVENT", out);
  }
  add_line("END:VCALENDAR", out);
  return out;
}

}  // namespace domainplan
