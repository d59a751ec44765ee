#include "domainplan/csv_writer.hpp"

#include <catch2/catch.hpp>

#include "io/csv_reader.hpp"

using namespace domainplan;

TEST_CASE("a cell is quoted only where RFC 4180 asks for it") {
  CHECK(csv_cell("plain") == "plain");
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(csv_cell("two\nlines") == "\"two\nlines\"");
  CHECK(csv_cell("") == "");
}

TEST_CASE("text that a spreadsheet would run as a formula gets a leading apostrophe") {
  const auto text = GENERATE(as<std::string>{}, "=1+1", "+1", "-1", "@sum", "\tx", "＝1", "＠x");
  CHECK(csv_cell(text) == "'" + text);
  CHECK(csv_cell("=a,b") == "\"'=a,b\"");
}

TEST_CASE("a row is its cells with commas between them and a newline at the end") {
  CHECK(CsvRow().text("a").number(3).empty().text("b,c").end() == "a,3,,\"b,c\"\n");
}

TEST_CASE("text escaped as a formula is read back as it was") {
  const auto text =
      GENERATE(as<std::string>{}, "=1+1", "'=1", "''-x", "\nx", "＝1", "'plain", "plain", "", "'", "it's");
  const std::string row = CsvRow().text(text).text("x").end();
  read_csv(row, [&](const ParsedRow& read) {
    CHECK(formula_unescaped(read.cells.at(0)) == text);
    return true;
  });
}
