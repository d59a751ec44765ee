#include "orders/csv_writer.hpp"

namespace domainplan {

std::string csv_cell(std::string_view text) {
  constexpr std::string_view formula_starts = "=+-@\t\r";
  std::string cell;
  if (!text.empty() && formula_starts.find(text.front()) != std::string_view::npos) cell.push_back('\'');
  cell += text;
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  quoted += '"';
  return quoted;
}

CsvRow& CsvRow::text(std::string_view cell) { return raw(csv_cell(cell)); }

CsvRow& CsvRow::raw(std::string_view cell) {
  if (!first_) row_ += ',';
  first_ = false;
  row_ += cell;
  return *this;
}

}  // namespace domainplan
