// RFC 4180 records and the physical lines they start on. libcsv reads the cells; it tells no positions, so it
// is fed line by line.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

namespace domainplan {

struct ParsedRow {
  std::size_t line = 0;                 // the physical line on which the record starts, from 1
  std::vector<std::string_view> cells;  // exact; valid until the visitor returns
  std::string_view problem;             // set: malformed quoting; `cells` are those before it
};

// Calls `visit` with each record in order, until it returns false. Blank lines are no records. After a
// malformed record, reading goes on at the line below its first one: a forgotten quote costs its own row and
// no other.
//
// A line ends with LF or CRLF; where the bytes hold no LF at all, with CR.
void read_csv(std::string_view bytes, const std::function<bool(const ParsedRow&)>& visit);

}  // namespace domainplan
