#include "intake/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/api_key.hpp"
#include "intake/damage.hpp"
#include "intake/error_values.hpp"
#include "intake/header.hpp"
#include "intake/invisible.hpp"
#include "io/csv_reader.hpp"
#include "io/encoding.hpp"

namespace domainplan {
namespace {

using Code = DiagnosticCode;

constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
constexpr std::size_t kMostNamed = 20;  // unknown columns in a note

std::string_view in_words(char separator) {
  return separator == ';'    ? "semicolon"
         : separator == '\t' ? "tab"
         : separator == ','  ? "comma"
                             : "separator";
}

bool is_blank(const ParsedRow& row) {
  return row.problem.empty() &&
         std::all_of(row.cells.begin(), row.cells.end(), [](auto cell) { return trimmed(cell).empty(); });
}

// The bytes as UTF-8 without a byte-order mark; `decoded` keeps what is not a view of the file.
std::string_view as_utf8(const InputFile& file, std::string& decoded) {
  if (!is_utf16(file.bytes)) return without_byte_order_mark(file.bytes);
  decoded = utf8_of_utf16(file.bytes);
  return decoded;
}

}  // namespace

bool TableRow::are_neighbours(std::size_t column, std::size_t other) const {
  const std::size_t a = places_[column], b = places_[other];
  return a != kNowhere && b != kNowhere && (a + 1 == b || b + 1 == a);
}

class TableReader {
 public:
  TableReader(std::string_view bytes, CsvFormat format, std::span<const Column> columns, Findings& findings)
      : bytes_(bytes), format_(format), columns_(columns), findings_(findings) {
    header_.good.assign(columns.size(), true);
    row_.places_.assign(columns.size(), kNowhere);
    row_.cells_.resize(columns.size());
    row_.exact_.resize(columns.size());
    has_nul_ = bytes.find('\0') != std::string_view::npos;
    needs_no_look_ = is_ascii(bytes) && !has_nul_ && !has_api_key(bytes);
    // The mark that is the encoding's own has been dropped; the CSV reader drops a second one.
    if (without_byte_order_mark(bytes).size() < bytes.size()) ++removed_;
  }

  // Takes the next record; false where no more are wanted.
  bool take(const ParsedRow& csv, const std::function<void(const TableRow&)>& visit) {
    if (is_blank(csv)) return true;
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
      const std::string expected = fmt::format("a header, {}", names);
      give_up(1,
              {Code::empty_file, fmt::format("the file is empty: begin it with {}", expected), {}, expected});
    }
    findings_.note_invisible(removed_);
    return std::move(header_);
  }

  // There is no header to read rows by.
  bool give_up(std::size_t line, Problem why) {
    header_seen_ = true;
    header_.good.assign(columns_.size(), false);
    header_.mistake = Mistake("", why);
    findings_.add(line, "", std::move(why));
    return false;
  }

 private:
  // Notes where each column is. What is wrong is reported once for each column.
  bool read_header(const ParsedRow& csv) {
    header_seen_ = true;
    width_ = csv.cells.size();
    if (!csv.problem.empty()) return give_up(csv.line, {Code::bad_csv, std::string(csv.problem)});
    for (const std::string_view cell : csv.cells) {
      VisibleText name = visible_text(cell, Joiners::removed);
      removed_ += name.removed;
      names_.push_back(std::move(name.text));
    }
    find_columns(csv.line);
    const bool incomplete = std::any_of(places().begin(), places().end(), [&](const std::size_t& place) {
      return place == kNowhere && columns_[static_cast<std::size_t>(&place - places().data())].required;
    });
    if (incomplete)
      if (const std::string why = wrong_first_line(bytes_, format_, columns_); !why.empty())
        return give_up(csv.line, {Code::no_header, why});
    blame_near_columns(csv.line);
    for (std::size_t column = 0; column < columns_.size(); ++column)
      if (places()[column] == kNowhere && columns_[column].required)
        blame(csv.line, column,
              {Code::missing_column,
               fmt::format("the header lacks this column: add it, with {}", columns_[column].expected)});
    note_unknown_columns();
    return true;
  }

  std::vector<std::size_t>& places() { return row_.places_; }

  void find_columns(std::size_t line) {
    std::vector<std::string> known, keys;
    for (const Column& column : columns_) known.push_back(column_key(column.name));
    for (std::size_t i = 0; i < names_.size(); ++i) {
      std::string key = column_key(names_[i]);
      const auto column =
          static_cast<std::size_t>(std::find(known.begin(), known.end(), key) - known.begin());
      const bool twice = !key.empty() && std::find(keys.begin(), keys.end(), key) != keys.end();
      keys.push_back(std::move(key));
      if (twice && column < columns_.size())
        blame(line, column, {Code::repeated_column, "the header has this column twice: keep one of them"});
      else if (twice)
        twice_.push_back(i);
      else if (column < columns_.size())
        places()[column] = i;
      else if (!keys.back().empty())
        unknown_.push_back(i);
    }
  }

  // A column that is nearly a known one is a slip of the hand, and what it holds would be missed.
  void blame_near_columns(std::size_t line) {
    for (const std::size_t i : twice_)
      fault(line, names_[i],
            {Code::repeated_column, "the header has this column twice: rename or remove one of them"});
    std::erase_if(unknown_, [&](std::size_t i) {
      const Column* const near = near_column(names_[i], columns_);
      if (!near) return false;
      const auto column = static_cast<std::size_t>(near - columns_.data());
      if (places()[column] == kNowhere)
        blame(line, column,
              {Code::unclear_column, fmt::format("the header has no such column but {}: did you mean {}?",
                                                 in_quotes(names_[i]), in_quotes(near->name))});
      else
        fault(line, names_[i],
              {Code::unclear_column, fmt::format("the column is unknown and close to {}: rename or remove it",
                                                 in_quotes(near->name))});
      return true;
    });
  }

  void note_unknown_columns() {
    if (unknown_.empty() || header_.mistake) return;  // what is not a header may be a row, with its password
    std::string names;
    for (std::size_t i = 0; i < std::min(unknown_.size(), kMostNamed); ++i)
      names += fmt::format("{}{}", i == 0 ? "" : ", ", in_quotes(names_[unknown_[i]]));
    if (unknown_.size() > kMostNamed) names += fmt::format(" and {} more", unknown_.size() - kMostNamed);
    findings_.note(0, "",
                   {Code::columns_ignored,
                    fmt::format("unknown column{} ignored: {}", unknown_.size() == 1 ? "" : "s", names)});
  }

  void fault(std::size_t line, std::string_view column, Problem problem) {
    problem.expected = "a header that has each column once";
    if (!header_.mistake) header_.mistake = Mistake(std::string(column), problem);
    findings_.add(line, column, std::move(problem));
  }
  void blame(std::size_t line, std::size_t column, Problem problem) {
    if (!header_.good[column]) return;  // reported already
    header_.good[column] = false;
    fault(line, columns_[column].name, std::move(problem));
  }

  void read_row(const ParsedRow& csv) {
    row_.line = csv.line;
    row_.mistakes.clear();
    row_.cleaned_.clear();
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      row_.exact_[i] = places()[i] < csv.cells.size() ? csv.cells[places()[i]] : std::string_view();
      row_.cells_[i] = trimmed(row_.exact_[i]);
    }
    check_shape(csv);
    row_.readable = row_.mistakes.empty();
    row_.text_ = header_.good;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].text == CellText::unread)
        row_.text_[i] = false;
      else if (row_.text_[i] && (!needs_no_look_ || may_be_error_value(row_.cells_[i])))
        check_text(i);
    }
  }

  // A misshapen row is reported with the column where it goes wrong: the first that has no cell, or the last.
  void check_shape(const ParsedRow& csv) {
    const std::size_t count = csv.cells.size();
    std::string column = as_utf8(names_[std::min(count, width_ - 1)]);
    std::string expected = fmt::format("a row of {} cell{}", width_, width_ == 1 ? "" : "s");
    if (!csv.problem.empty())
      row_.mistakes.emplace_back(std::move(column),
                                 Problem{Code::bad_csv,
                                         csv.problem_line == csv.line
                                             ? std::string(csv.problem)
                                             : fmt::format("{} (on line {})", csv.problem, csv.problem_line),
                                         {},
                                         std::move(expected)});
    else if (count != width_)
      row_.mistakes.emplace_back(
          std::move(column),
          Problem{Code::cell_count,
                  fmt::format("the row has {} cell{}, but the header {}: give each column a cell, and put "
                              "a cell that has a {} in quotes",
                              count, count == 1 ? "" : "s", width_, in_words(format_.separator)),
                  std::to_string(count), std::move(expected)});
  }

  void check_text(std::size_t column) {
    const std::string_view cell = row_.exact_[column];
    const CellText kind = columns_[column].text;
    const auto refuse = [&](Code code, std::string_view why) {
      row_.text_[column] = false;
      if (row_.readable)
        row_.mistakes.emplace_back(std::string(columns_[column].name), Problem{code, std::string(why)});
    };
    const bool ascii = is_ascii(cell);
    if (has_nul_ && cell.find('\0') != std::string_view::npos)
      return refuse(Code::not_utf8, "the cell has a NUL byte: remove it");
    if (!ascii && !is_utf8(cell))
      return refuse(Code::not_utf8, "the cell is not UTF-8: save the file in that encoding");
    if (const Damage* const damage = damage_of(cell)) return refuse(damage->code, damage->message);
    if (ascii || !may_have_invisible(cell)) return;
    VisibleText visible =
        visible_text(cell, kind == CellText::name ? Joiners::kept_in_context : Joiners::removed);
    if (kind == CellText::exact) {
      if (visible.removed > 0)
        refuse(Code::invisible_character,
               "the cell has an invisible character or a no-break space at its end: type the value again");
      return;
    }
    removed_ += visible.removed;
    if (visible.text != row_.cells_[column])
      row_.cells_[column] = row_.cleaned_.emplace_back(std::move(visible.text));
  }

  std::string_view bytes_;
  CsvFormat format_;
  std::span<const Column> columns_;
  Findings& findings_;
  std::vector<std::string> names_;  // the header
  std::vector<std::size_t> unknown_, twice_;
  std::size_t width_ = 0;
  std::size_t removed_ = 0;  // characters
  bool header_seen_ = false;
  bool needs_no_look_ = false;  // at most cells: all is ASCII, and nothing in it looks like an API key
  bool has_nul_ = false;
  TableHeader header_;
  TableRow row_;
};

TableHeader read_table(const InputFile& file, std::span<const Column> columns, Findings& findings,
                       const std::function<void(const TableRow&)>& visit) {
  findings.expect(columns);
  std::string decoded;
  std::string_view bytes = as_utf8(file, decoded);
  constexpr std::string_view kUtf32("\xFF\xFE\0\0", 4);  // begins as UTF-16 does
  std::optional<Problem> other = other_format(file.bytes.starts_with(kUtf32) ? file.bytes : bytes);
  const CsvFormat format = other ? CsvFormat{} : csv_format(bytes, columns);
  TableReader reader(bytes, format, columns, findings);
  if (other)
    reader.give_up(1, *std::move(other));
  else
    read_csv(
        bytes, [&](const ParsedRow& csv) { return reader.take(csv, visit); }, format);
  return reader.result();
}

bool is_table_with(const InputFile& file, std::string_view column) {
  std::string decoded;
  std::string_view bytes = as_utf8(file, decoded);
  if (other_format(bytes)) return false;
  const Column columns[] = {{column, true, ""}};
  const CsvFormat format = csv_format(bytes, columns);
  bool found = false;
  const auto look = [&](const ParsedRow& row) {
    if (is_blank(row)) return true;
    found = std::any_of(row.cells.begin(), row.cells.end(), [&](std::string_view cell) {
      return cell.size() < 100 && column_key(cell) == column_key(column);
    });
    return false;
  };
  read_csv(bytes, look, format);
  return found;
}

}  // namespace domainplan
