// RFC 4180 records and the physical lines they start on.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>
#include <vector>

namespace domainplan {

// Bounds on what a file may claim to be a row; a spreadsheet has far lower ones.
inline constexpr std::size_t kLongestCsvCell = std::size_t{1} << 20;  // bytes
inline constexpr std::size_t kMostCsvCells = 16'384;                  // in a row

struct CsvFormat {
  char separator = ',';
  std::size_t first_line = 1;  // the number of the first line of the bytes
};

struct ParsedRow {
  std::size_t line = 0;                 // the physical line on which the record starts
  std::vector<std::string_view> cells;  // exact; valid until the visitor returns
  std::string_view problem;             // set: malformed; `cells` are those before it
  std::size_t problem_line = 0;         // where the malformed cell begins
  std::string_view bytes;               // the record as it stands, with the end of its last line
};

// Calls `visit` with each record in order, until it returns false. Blank lines are not records. After a
// malformed record, reading goes on at the line below its first one: a missing quote mark costs its own row
// and no other. A UTF-8 byte-order mark at the start is skipped.
//
// A line ends with LF or CRLF; with CR only where the bytes contain no LF at all.
void read_csv(std::string_view bytes, const std::function<bool(const ParsedRow&)>& visit,
              CsvFormat format = {});

}  // namespace domainplan
