// Rows of CSV that are safe to open in a spreadsheet.
#pragma once

#include <string>
#include <string_view>

namespace domainplan {

// A cell of text, quoted where RFC 4180 asks for it. Text that a spreadsheet would run as a formula (it
// begins with = + - @, their full-width forms, a tab, CR or LF) gets a leading apostrophe; so does text that
// would read like such a cell, so that formula_unescaped() is its exact inverse.
std::string csv_cell(std::string_view text);

// What csv_cell() was given, from the cell as read_csv() reads it.
std::string_view formula_unescaped(std::string_view cell);

// Builds one row: CsvRow().text("a,b").number(3).end() is "\"a,b\",3\n".
class CsvRow {
 public:
  CsvRow& text(std::string_view cell);
  template <class Number>
  CsvRow& number(Number value) {
    return raw(std::to_string(value));
  }
  CsvRow& empty() { return raw(""); }
  std::string end() { return std::move(row_) + "\n"; }

 private:
  CsvRow& raw(std::string_view cell);
  std::string row_;
  bool first_ = true;
};

}  // namespace domainplan
