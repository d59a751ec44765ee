#include "domainplan/csv_writer.hpp"

#include <algorithm>
#include <array>

namespace domainplan {
namespace {

// Whether the text runs as a formula (OWASP, "CSV injection"), leading apostrophes aside.
bool is_formula(std::string_view text) {
  static constexpr std::array<std::string_view, 11> kStarts = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                               "\n", "＝", "＋", "－", "＠"};
  text.remove_prefix(std::min(text.find_first_not_of('\''), text.size()));
  return std::any_of(kStarts.begin(), kStarts.end(),
                     [&](std::string_view start) { return text.starts_with(start); });
}

bool is_special(char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; }

// Whether the text is a cell as it is. Nearly all are.
bool is_plain(std::string_view text) {
  if (text.empty()) return true;
  const char first = text.front();
  const bool starts_plainly =
      (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || (first >= '0' && first <= '9');
  return starts_plainly && std::none_of(text.begin(), text.end(), is_special);
}

}  // namespace

std::string csv_cell(std::string_view text) {
  std::string cell;
  if (is_formula(text)) cell.push_back('\'');
  cell += text;
  if (std::none_of(cell.begin(), cell.end(), is_special)) return cell;
  std::string quoted = "\"";
  for (const char c : cell) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  quoted += '"';
  return quoted;
}

std::string_view formula_unescaped(std::string_view cell) {
  if (cell.starts_with('\'') && is_formula(cell)) cell.remove_prefix(1);
  return cell;
}

CsvRow& CsvRow::text(std::string_view cell) { return is_plain(cell) ? raw(cell) : raw(csv_cell(cell)); }

CsvRow& CsvRow::raw(std::string_view cell) {
  if (!first_) row_ += ',';
  first_ = false;
  row_ += cell;
  return *this;
}

}  // namespace domainplan
