// Any bytes as CSV, under the separator that the first byte chooses. What is read and written again is read
// as the same cells.
#include "io/csv_reader.hpp"

#include "domainplan/csv_writer.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

namespace {

void check_round_trip(const ParsedRow& row) {
  CsvRow writer;
  for (const std::string_view cell : row.cells) writer.text(cell);
  const std::string written = writer.end();
  // A blank line is not a record, a byte-order mark at the start is skipped, and without an LF within, the
  // last one is the only one: those cells are not the reader's to keep.
  if (row.cells.size() == 1 && row.cells[0].empty()) return;
  if (written.starts_with("\xEF\xBB\xBF")) return;
  std::size_t rows = 0;
  read_csv(written, [&](const ParsedRow& again) {
    ++rows;
    require(again.problem.empty(), "what is written is well formed");
    require(again.cells.size() == row.cells.size(), "no cell is lost");
    for (std::size_t i = 0; i < again.cells.size(); ++i)
      require(formula_unescaped(again.cells[i]) == row.cells[i], "a cell is read as it was written");
    return true;
  });
  require(rows == 1, "a row is one row");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view text = text_of(bytes, size);
  CsvFormat format;
  if (!text.empty() && (text[0] == ';' || text[0] == '\t' || text[0] == '|')) {
    format.separator = text[0];
    text.remove_prefix(1);
  }
  std::size_t last = 0;
  read_csv(
      text,
      [&](const ParsedRow& row) {
        require(row.line > last, "rows come in the order of their lines");
        require(row.problem.empty() || row.problem_line >= row.line, "a problem is in its row");
        require(!row.cells.empty() || !row.problem.empty(), "a row has a cell");
        last = row.line;
        if (row.problem.empty()) check_round_trip(row);
        return true;
      },
      format);
  return 0;
}
