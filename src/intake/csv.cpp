#include "intake/csv.hpp"

#include <csv.h>

#include <algorithm>
#include <new>
#include <string>

namespace domainplan {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kStrayQuote =
    "a quote mark stands inside a cell: put the whole cell in quotes, from comma to comma, and double each "
    "quote "
    "mark within it";
constexpr std::string_view kNeverClosed = "a quoted cell is never closed: add the quote mark that ends it";

// libcsv with the cells it has delivered. They are handed on outside its callbacks, as no exception may cross
// C.
class Machine {
 public:
  Machine() { start(); }
  ~Machine() { csv_free(&parser_); }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  // Whether all of `text` was well formed.
  bool feed(std::string_view text) {
    if (csv_parse(&parser_, text.data(), text.size(), take_cell, take_row, this) == text.size()) return true;
    if (csv_error(&parser_) != CSV_EPARSE) throw std::bad_alloc();
    return false;
  }

  bool has_rows() const { return !row_ends_.empty(); }

  // Visits the finished rows and forgets them; false where the visitor wants no more. All but the first began
  // on this `line`.
  bool deliver(ParsedRow& row, std::size_t line, const std::function<bool(const ParsedRow&)>& visit) {
    std::size_t cell = 0;
    bool more = true;
    for (const std::size_t end : row_ends_) {
      fill(row, cell, end);
      cell = end;
      if (more) more = visit(row);
      row.line = line;
    }
    forget();
    return more;
  }

  // Visits the cells of the row that cannot be finished, and starts afresh.
  bool give_up(ParsedRow& row, std::string_view problem, const std::function<bool(const ParsedRow&)>& visit) {
    fill(row, 0, cell_ends_.size());
    row.problem = problem;
    const bool more = visit(row);
    row.problem = {};
    forget();
    csv_free(&parser_);
    start();
    return more;
  }

 private:
  void start() {
    if (csv_init(&parser_, CSV_STRICT) != 0) throw std::bad_alloc();
    csv_set_blk_size(&parser_, 4096);
    // Spaces are part of a cell (RFC 4180 section 2.4): a password may begin or end with them.
    csv_set_space_func(&parser_, [](unsigned char) { return 0; });
  }

  static void take_cell(void* cell, std::size_t size, void* self) {
    auto& machine = *static_cast<Machine*>(self);
    machine.text_.append(static_cast<const char*>(cell), size);
    machine.cell_ends_.push_back(machine.text_.size());
  }
  static void take_row(int, void* self) {
    auto& machine = *static_cast<Machine*>(self);
    machine.row_ends_.push_back(machine.cell_ends_.size());
  }

  void fill(ParsedRow& row, std::size_t first, std::size_t end) const {
    row.cells.clear();
    for (std::size_t i = first; i < end; ++i) {
      const std::size_t begin = i == 0 ? 0 : cell_ends_[i - 1];
      row.cells.push_back(std::string_view(text_).substr(begin, cell_ends_[i] - begin));
    }
  }

  // Drops the finished rows; the cells of the row still open stay.
  void forget() {
    const std::size_t cells = row_ends_.empty() ? cell_ends_.size() : row_ends_.back();
    const std::size_t bytes = cells == 0 ? 0 : cell_ends_[cells - 1];
    text_.erase(0, bytes);
    cell_ends_.erase(cell_ends_.begin(), cell_ends_.begin() + static_cast<std::ptrdiff_t>(cells));
    for (std::size_t& end : cell_ends_) end -= bytes;
    row_ends_.clear();
  }

  csv_parser parser_;
  std::string text_;                    // the cells, one after another
  std::vector<std::size_t> cell_ends_;  // where each ends in text_
  std::vector<std::size_t> row_ends_;   // how many cells there are up to the end of each finished row
};

}  // namespace

void read_csv(std::string_view bytes, const std::function<bool(const ParsedRow&)>& visit) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  const char line_end = bytes.find('\n') != std::string_view::npos ? '\n' : '\r';
  Machine machine;
  ParsedRow row;
  std::size_t at = 0;           // where the next line begins
  std::size_t line = 0;         // its number, less one
  std::size_t second_line = 0;  // where the line below the row's first one begins
  bool open = false;            // whether a row goes on over the end of a line
  while (at < bytes.size() || open) {
    bool good = at < bytes.size();
    if (good) {
      const std::size_t end = std::min(bytes.find(line_end, at), bytes.size() - 1) + 1;
      const std::string_view text = bytes.substr(at, end - at);
      // The end of the last line may be missing, and is then supplied; the row is closed by it or stays open.
      const std::string_view content = text.substr(0, text.find_last_not_of("\r\n") + 1);
      const std::string_view ending = content.size() < text.size() ? text.substr(content.size()) : "\n";
      ++line;
      at = end;
      if (!open) {
        row.line = line;
        second_line = end;
      }
      open = open || !content.empty();
      good = machine.feed(content);
      if (machine.has_rows()) {  // a lone CR ends a record, but not the line
        if (!machine.deliver(row, line, visit)) return;
        second_line = end;
      }
      good = good && machine.feed(ending);
      if (machine.has_rows()) {
        open = false;
        if (!machine.deliver(row, line, visit)) return;
      }
      if (good) continue;
      if (!machine.give_up(row, kStrayQuote, visit)) return;
    } else if (!machine.give_up(row, kNeverClosed, visit)) {
      return;
    }
    open = false;
    at = second_line;
    line = row.line;
  }
}

}  // namespace domainplan
