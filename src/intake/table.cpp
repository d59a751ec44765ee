#include "intake/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "io/csv_reader.hpp"
#include "intake/near.hpp"

namespace domainplan {

std::string_view TableRow::cell(std::size_t column) const { return trimmed(cells_[column]); }

class TableReader {
 public:
  TableReader(const InputFile& file, std::span<const Column> columns, Findings& findings)
      : columns_(columns), findings_(findings), places_(columns.size(), kNowhere) {
    header_.good.assign(columns.size(), true);
    row_.cells_.resize(columns.size());
    all_text_ = is_utf8(file.bytes) && file.bytes.find('\0') == std::string::npos;
  }

  // Takes the next record; false where no more are wanted.
  bool take(const ParsedRow& csv, const std::function<void(const TableRow&)>& visit) {
    const bool blank = csv.problem.empty() && std::all_of(csv.cells.begin(), csv.cells.end(),
                                                          [](auto cell) { return trimmed(cell).empty(); });
    if (blank) return true;
    if (!header_seen_) return read_header(csv);
    read_row(csv);
    visit(row_);
    return true;
  }

  TableHeader result() {
    if (!header_seen_) {
      std::string names;
      for (const Column& column : columns_)
        if (column.required) names += fmt::format("{}{}", names.empty() ? "" : ",", column.name);
      give_up(1, fmt::format("the file is empty: begin it with a header, {}", names));
    }
    return std::move(header_);
  }

  // There is no header to read rows by.
  bool give_up(std::size_t line, std::string_view why) {
    header_seen_ = true;
    header_.good.assign(columns_.size(), false);
    header_.mistake = Mistake{"", std::string(why)};
    findings_.add(line, "", std::string(why));
    return false;
  }

 private:
  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

  // Notes where each column is. What is wrong is told once for each column.
  bool read_header(const ParsedRow& csv) {
    header_seen_ = true;
    width_ = csv.cells.size();
    if (!csv.problem.empty()) return give_up(csv.line, csv.problem);
    if (width_ == 1 && csv.cells[0].find_first_of(";\t") != std::string_view::npos)
      return give_up(csv.line, "the header is one cell: separate the columns by ',', not by ';' or tabs");
    for (const std::string_view cell : csv.cells) names_.push_back(ascii_lower(trimmed(cell)));
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const std::size_t column = column_of(names_[i]);
      if (column == columns_.size()) continue;
      if (places_[column] == kNowhere)
        places_[column] = i;
      else
        blame(csv.line, column, "the header has this column twice: keep one of them");
    }
    for (std::size_t column = 0; column < columns_.size(); ++column)
      if (places_[column] == kNowhere) look_for(column, csv.line);
    return true;
  }

  // The column of that name; columns_.size() where there is none.
  std::size_t column_of(std::string_view name) const {
    const auto found = std::find_if(columns_.begin(), columns_.end(),
                                    [&](const Column& column) { return column.name == name; });
    return static_cast<std::size_t>(found - columns_.begin());
  }

  // Blames the cell that looks as if it should have been the column, or that a required column is missing.
  void look_for(std::size_t column, std::size_t line) {
    Nearest nearest(columns_[column].name);
    for (const std::string& name : names_)
      if (column_of(name) == columns_.size()) nearest.consider(name);
    if (nearest.found())
      blame(line, column,
            fmt::format("the header has no such column but {}: did you mean {}?", in_quotes(nearest.word()),
                        in_quotes(columns_[column].name)));
    else if (columns_[column].required)
      blame(line, column,
            fmt::format("the header lacks this column: add it, with {}", columns_[column].expected));
  }

  void blame(std::size_t line, std::size_t column, std::string message) {
    if (!header_.good[column]) return;  // told already
    header_.good[column] = false;
    if (!header_.mistake) header_.mistake = Mistake{std::string(columns_[column].name), message};
    findings_.add(line, columns_[column].name, std::move(message));
  }

  void read_row(const ParsedRow& csv) {
    row_.line = csv.line;
    row_.mistakes.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i)
      row_.cells_[i] = places_[i] < csv.cells.size() ? csv.cells[places_[i]] : std::string_view();
    check_shape(csv);
    row_.readable = row_.mistakes.empty();
    check_bytes();
  }

  // A misshapen row is told with the column where it goes wrong: the first that has no cell, or the last one.
  void check_shape(const ParsedRow& csv) {
    const std::size_t count = csv.cells.size();
    std::string column = escaped(names_[std::min(count, width_ - 1)]);
    if (!csv.problem.empty())
      row_.mistakes.push_back({std::move(column), std::string(csv.problem)});
    else if (count != width_)
      row_.mistakes.push_back(
          {std::move(column),
           fmt::format("the row has {} cell{}, but the header {}: give each column a cell, and put "
                       "a cell that holds a comma in quotes",
                       count, count == 1 ? "" : "s", width_)});
  }

  void check_bytes() {
    row_.text_ = header_.good;
    if (all_text_) return;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string_view cell = row_.cells_[i];
      const bool has_nul = cell.find('\0') != std::string_view::npos;
      if (!has_nul && is_utf8(cell)) continue;
      row_.text_[i] = false;
      if (row_.readable && header_.good[i])
        row_.mistakes.push_back({std::string(columns_[i].name),
                                 has_nul ? "the cell holds a NUL byte: remove it"
                                         : "the cell is not UTF-8: save the file in that encoding"});
    }
  }

  std::span<const Column> columns_;
  Findings& findings_;
  std::vector<std::size_t> places_;  // for each column, which cell of a row it is
  std::vector<std::string> names_;   // the header
  std::size_t width_ = 0;
  bool header_seen_ = false;
  bool all_text_ = false;
  TableHeader header_;
  TableRow row_;
};

TableHeader read_table(const InputFile& file, std::span<const Column> columns, Findings& findings,
                       const std::function<void(const TableRow&)>& visit) {
  TableReader reader(file, columns, findings);
  if (file.bytes.starts_with("\xFF\xFE") || file.bytes.starts_with("\xFE\xFF"))
    reader.give_up(1, "the file is UTF-16: save it as UTF-8");
  else
    read_csv(file.bytes, [&](const ParsedRow& csv) { return reader.take(csv, visit); });
  return reader.result();
}

}  // namespace domainplan
