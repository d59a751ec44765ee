#include "store/availability_log.hpp"

#include "domainplan/error.hpp"
#include "io/append_log.hpp"
#include "partner/availability.hpp"

namespace domainplan {
namespace {

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

void each_logged_row(const std::string& path, const LogVisitor& visit) {
  each_line_of_log(path, [&](std::string_view line, std::size_t number) { visit_line(line, number, visit); });
}

void each_logged_row_in(std::string_view bytes, const LogVisitor& visit) {
  each_line(bytes, [&](std::string_view line, std::size_t number, bool whole) {
    if (whole) visit_line(line, number, visit);
  });
}

}  // namespace domainplan
