#include "domainplan/check.hpp"

#include "store/availability_log.hpp"

namespace domainplan {

std::unordered_map<std::string, AvailabilityRow> read_recorded(const InputFile& file) {
  std::unordered_map<std::string, AvailabilityRow> recorded;
  std::vector<Diagnostic> bad;
  const auto add = [&](LoggedRow& logged) {
    std::string name = logged.row.domain;
    recorded.insert_or_assign(std::move(name), std::move(logged.row));
  };
  each_logged_row_in(file.bytes, {.row = add, .bad_line = [&](std::size_t number, const std::string& why) {
                                    bad.push_back({file.name, number, "", DiagnosticCode::bad_line, why});
                                  }});
  if (!bad.empty()) throw InputError(std::move(bad));
  return recorded;
}

}  // namespace domainplan
