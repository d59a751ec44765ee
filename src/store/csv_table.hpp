// A CSV file of our own as one table of columns, which serves its writer and its reader.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "core/text.hpp"
#include "domainplan/damaged_file.hpp"
#include "io/csv_reader.hpp"
#include "store/cells.hpp"
#include "store/damage.hpp"

namespace domainplan::store {

template <class Row, class Value>
struct CsvColumn {
  std::string_view name;
  Value Row::*value;
  // What is wrong with a value that was read; "" where nothing is.
  std::string (*problem)(const Value&) = nullptr;
};
template <class Row, class Value>  // clang 14 deduces none for an aggregate
CsvColumn(std::string_view, Value Row::*)->CsvColumn<Row, Value>;
template <class Row, class Value>
CsvColumn(std::string_view, Value Row::*, std::string (*)(const Value&)) -> CsvColumn<Row, Value>;

template <class Row, class... Values>
class CsvTable {
 public:
  constexpr explicit CsvTable(CsvColumn<Row, Values>... columns) : columns_(columns...) {}

  // The first line of the file.
  std::string header() const {
    CsvRow row;
    each([&](const auto& column, std::size_t) { row.text(column.name); });
    return row.end();
  }

  std::string line(const Row& values) const {
    CsvRow row;
    each([&](const auto& column, std::size_t) { write_cell(row, values.*column.value); });
    return row.end();
  }

  // Calls visit(Row&&, line) for each row of a file, given as its bytes. A file of an earlier version may
  // lack the last columns. Throws RunError with the place where the header is another, or a cell is no such
  // value or not UTF-8.
  template <class Visit>
  void read(std::string_view bytes, const std::string& file, Visit visit) const {
    read_parsed(bytes, file, [&](Row&& values, const ParsedRow& row) { visit(std::move(values), row.line); });
  }

  // The same with visit(Row&&, const ParsedRow&).
  template <class Visit>
  void read_parsed(std::string_view bytes, const std::string& file, Visit visit) const {
    std::size_t width = 0;  // of the header
    const bool ascii = is_ascii(bytes);
    read_csv(bytes, [&](const ParsedRow& row) {
      if (!row.problem.empty()) throw_damaged(file, row.line, "", row.problem);
      if (width == 0) {
        width = check_header(row, file);
        return true;
      }
      if (row.cells.size() != width)
        throw_damaged(file, row.line, "",
                      fmt::format("{} cell{}, and the header has {}", row.cells.size(),
                                  row.cells.size() == 1 ? "" : "s", width));
      Row values;
      each([&](const auto& column, std::size_t i) {
        if (i >= width) return;
        if (!ascii && !is_utf8(row.cells[i]))
          throw DamagedFile(
              {file, row.line, std::string(column.name), DiagnosticCode::not_utf8,
               fmt::format("{} is not UTF-8: put back what the plan wrote", in_quotes(row.cells[i]))});
        if (!read_cell(row.cells[i], values.*column.value))
          throw_wrong_value(file, row.line, column.name, std::string(row.cells[i]),
                            cell_words(values.*column.value));
        if (!column.problem) return;
        if (const std::string problem = column.problem(values.*column.value); !problem.empty())
          throw_damaged(file, row.line, column.name, problem);
      });
      visit(std::move(values), row);
      return true;
    });
    if (width == 0) throw_damaged(file, 1, "", "the header is missing");
  }

  // A row that was read, as a line of this table: its own bytes, unless its file lacks the last columns.
  std::string line_as_read(const Row& values, const ParsedRow& row) const {
    if (row.cells.size() < sizeof...(Values)) return line(values);
    std::string_view text = row.bytes;
    if (text.ends_with('\n')) return std::string(text);
    if (text.ends_with('\r')) text.remove_suffix(1);
    return std::string(text) + "\n";
  }

 private:
  template <class Visit>
  constexpr void each(Visit visit) const {
    std::apply(
        [&](const auto&... column) {
          std::size_t i = 0;
          (visit(column, i++), ...);
        },
        columns_);
  }

  std::size_t check_header(const ParsedRow& row, const std::string& file) const {
    if (row.cells.empty() || row.cells.size() > sizeof...(Values))
      throw_damaged(file, row.line, "", fmt::format("the header is not '{}'", trimmed(header())));
    each([&](const auto& column, std::size_t i) {
      if (i < row.cells.size() && row.cells[i] != column.name)
        throw_damaged(file, row.line, row.cells[i],
                      fmt::format("the column '{}' is expected here", column.name));
    });
    return row.cells.size();
  }

  std::tuple<CsvColumn<Row, Values>...> columns_;
};

}  // namespace domainplan::store
