#include "planning/replay.hpp"

#include "io/append_log.hpp"
#include "partner/availability.hpp"

namespace domainplan {

std::unordered_map<std::string, AvailabilityRow> read_recorded(const InputFile& file) {
  std::unordered_map<std::string, AvailabilityRow> recorded;
  std::vector<Diagnostic> bad;
  each_line(file.bytes, [&](std::string_view line, std::size_t number, bool whole) {
    try {
      AvailabilityRow row = partner::read_availability_row(line);
      std::string name = row.domain;
      recorded.insert_or_assign(std::move(name), std::move(row));
    } catch (const RunError& error) {
      if (whole) bad.push_back({file.name, number, "", error.what()});
    }
  });
  if (!bad.empty()) throw InputError(std::move(bad));
  return recorded;
}

}  // namespace domainplan
