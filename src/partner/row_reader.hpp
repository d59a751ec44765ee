// Availability rows from JSON, with simdjson: an answer is read in one pass, without a tree.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "domainplan/availability.hpp"

namespace domainplan::partner {

// One row as it was read.
struct ReadRow {
  AvailabilityRow row = {};     // row.domain is as the API wrote it; "" where it could not be read
  std::string_view json = {};   // the row's text
  std::string checked_at = {};  // of a row of the availability log: when the API gave it, as written
  std::string problem = {};  // where and why the row cannot be used ("data.domains[3].available is missing");
                             // "" where it can be
  // Whether its text holds anything but what the contract allows, such as an unknown field.
  bool has_more = false;
};
using OnRow = std::function<void(ReadRow& row)>;

// Reads {"data": {"domains": [rows…]}} and calls on_row for each row in turn. null is the same as absent in
// every optional field; unknown fields are ignored, but must be valid JSON. Throws RunError, with the field
// or the byte, for what is no such document or exceeds the limits of size, depth and rows.
void read_rows(std::string_view body, const OnRow& on_row);

// Reads one row, a document of its own, by the same rules. Throws RunError for a row that cannot be used,
// too.
ReadRow read_one_row(std::string_view json);

// `json`, a valid document, without the white space between its tokens.
std::string compact(std::string_view json);

}  // namespace domainplan::partner
