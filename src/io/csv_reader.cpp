#include "io/csv_reader.hpp"

#include <algorithm>
#include <deque>
#include <string>

#include "io/encoding.hpp"

namespace domainplan {
namespace {

constexpr std::string_view kStrayQuote =
    "there is a quote mark inside a cell: put the whole cell in quotes, from separator to separator, and "
    "double each quote mark within it";
constexpr std::string_view kNeverClosed = "a quoted cell is never closed: add the quote mark that ends it";
constexpr std::string_view kTooLong =
    "a cell is longer than 1 MiB: shorten it, or add the quote mark that ends it";
constexpr std::string_view kTooWide = "the row has more than 16384 cells: remove the empty columns";

class RowReader {
 public:
  RowReader(std::string_view bytes, CsvFormat format)
      : bytes_(bytes),
        separator_(format.separator),
        line_end_(bytes.find('\n') != std::string_view::npos ? '\n' : '\r'),
        line_(format.first_line) {}

  // Reads the next record; false at the end of the bytes.
  bool next(ParsedRow& row) {
    skip_blank_lines();
    if (at_ == bytes_.size()) return false;
    const std::size_t start = at_;
    row.line = line_;
    row.cells.clear();
    row.problem = {};
    unescaped_.clear();
    while (true) {
      row.problem_line = line_;
      const End end = read_cell(row);
      if (end == End::cell && row.cells.size() < kMostCsvCells) continue;
      if (end == End::cell) row.problem = kTooWide;
      if (end != End::record) resume_below(start, row.line);
      row.bytes = bytes_.substr(start, at_ - start);
      return true;
    }
  }

 private:
  enum class End { cell, record, problem };

  void skip_blank_lines() {
    while (at_ < bytes_.size() && ends_line(at_)) step_over_line_end();
  }

  void resume_below(std::size_t start, std::size_t line) {
    const std::size_t end = bytes_.find(line_end_, start);
    at_ = end == std::string_view::npos ? bytes_.size() : end + 1;
    line_ = line + 1;
  }

  // Whether the line ends at `at`: an LF, the CR of a CRLF, or of a file that lacks the last LF.
  bool ends_line(std::size_t at) const {
    if (bytes_[at] == line_end_) return true;
    return bytes_[at] == '\r' && (at + 1 == bytes_.size() || bytes_[at + 1] == '\n');
  }
  void step_over_line_end() {
    at_ = std::min(bytes_.find(line_end_, at_), bytes_.size() - 1) + 1;
    ++line_;
  }

  End read_cell(ParsedRow& row) {
    const bool quoted = at_ < bytes_.size() && bytes_[at_] == '"';
    row.problem = quoted ? read_quoted(row.cells) : read_plain(row.cells);
    if (!row.problem.empty()) return End::problem;
    if (at_ == bytes_.size()) return End::record;
    if (bytes_[at_] == separator_) {
      ++at_;
      return End::cell;
    }
    step_over_line_end();
    return End::record;
  }

  // These leave at_ behind the cell: at a separator, at the end of a line, or at the end of the bytes. They
  // return what is wrong, if anything.
  std::string_view read_plain(std::vector<std::string_view>& cells) {
    const std::size_t start = at_;
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_];
      if (c == separator_ || c == line_end_ || (c == '\r' && ends_line(at_))) break;
      if (c == '"') return kStrayQuote;
      ++at_;
    }
    return add(cells, bytes_.substr(start, at_ - start));
  }

  std::string_view read_quoted(std::vector<std::string_view>& cells) {
    std::string* joined =
        nullptr;  // where a doubled quote mark keeps the cell from being a view of the bytes
    for (std::size_t start = ++at_;; start = at_) {
      const std::size_t quote = bytes_.find('"', at_);
      if (quote == std::string_view::npos) return kNeverClosed;
      const std::string_view text = bytes_.substr(start, quote - start);
      line_ += static_cast<std::size_t>(std::count(text.begin(), text.end(), line_end_));
      at_ = quote + 1;
      if (at_ == bytes_.size() || bytes_[at_] != '"') {
        if (joined) joined->append(text);
        if (at_ < bytes_.size() && bytes_[at_] != separator_ && !ends_line(at_)) return kStrayQuote;
        return add(cells, joined ? *joined : text);
      }
      if (!joined) joined = &unescaped_.emplace_back();
      joined->append(text) += '"';
      if (joined->size() > kLongestCsvCell) return kTooLong;
      ++at_;
    }
  }

  static std::string_view add(std::vector<std::string_view>& cells, std::string_view text) {
    if (text.size() > kLongestCsvCell) return kTooLong;
    cells.push_back(text);
    return {};
  }

  std::string_view bytes_;
  char separator_;
  char line_end_;
  std::size_t line_;                   // the number of the line that at_ stands on
  std::size_t at_ = 0;                 // the next byte to read
  std::deque<std::string> unescaped_;  // the record's cells that are not views of the bytes
};

}  // namespace

void read_csv(std::string_view bytes, const std::function<bool(const ParsedRow&)>& visit, CsvFormat format) {
  RowReader reader(without_byte_order_mark(bytes), format);
  ParsedRow row;
  while (reader.next(row))
    if (!visit(row)) return;
}

}  // namespace domainplan
