// What the first lines of a file say about it: whether it is CSV at all, what separates its columns, and
// which columns those are.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "intake/checked.hpp"
#include "intake/column.hpp"
#include "io/csv_reader.hpp"

namespace domainplan {

// A column's name as it is compared: in lower case, without `_`, `-`, blanks and invisible characters.
std::string column_key(std::string_view name);

// The column that `name` may be a slip of the hand for: it differs by `sequencer_` or `_cents`, or by one
// edit (two where the column's name has 8 letters or more). Null where there is none, or where it is the
// column itself.
const Column* near_column(std::string_view name, std::span<const Column> columns);

// What a file is that is not CSV, and what to do, for files that begin like another format: a workbook,
// HTML, PDF, JSON, or in an encoding that is not read. Nothing for all others.
std::optional<Problem> other_format(std::string_view bytes);

// How to read the file: a first line `sep=;` decides; else the separator of comma, semicolon and tab under
// which the header has the most known columns. Removes that first line from `bytes`.
CsvFormat csv_format(std::string_view& bytes, std::span<const Column> columns);

// Why the header has too few of the columns, where what stands below or another separator shows it: a title
// above the header, columns separated by '|'. Empty where nothing does.
std::string wrong_first_line(std::string_view bytes, CsvFormat format, std::span<const Column> columns);

}  // namespace domainplan
