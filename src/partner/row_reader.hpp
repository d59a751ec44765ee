// Availability rows out of JSON, in one pass and without a tree, as an answer holds thousands of them a
// second.
#pragma once

#include <functional>
#include <string_view>

#include "domainplan/availability.hpp"

namespace domainplan::partner {

// Told of each row: `row` as the rules of read_availability() read it, but for `row.domain`, which is as the
// API wrote it; `json` is the row's text.
using OnRow = std::function<void(AvailabilityRow& row, std::string_view json)>;

// Reads {"data": {"domains": [rows…]}}. Throws RunError, saying where, for what is no such document.
void read_rows(std::string_view body, const OnRow& on_row);

// Reads one row: a document of its own.
void read_one_row(std::string_view json, const OnRow& on_row);

}  // namespace domainplan::partner
