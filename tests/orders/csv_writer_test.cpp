#include "orders/csv_writer.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

TEST_CASE("a cell is quoted only where RFC 4180 asks for it") {
  CHECK(csv_cell("plain") == "plain");
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("say \"hi\"") == "\"say \"\"hi\"\"\"");
  CHECK(csv_cell("two\nlines") == "\"two\nlines\"");
  CHECK(csv_cell("") == "");
}

TEST_CASE("text that a spreadsheet would run as a formula gets a leading apostrophe") {
  const auto text = GENERATE(as<std::string>{}, "=1+1", "+1", "-1", "@sum", "\tx");
  CHECK(csv_cell(text) == "'" + text);
  CHECK(csv_cell("=a,b") == "\"'=a,b\"");
}

TEST_CASE("a row is its cells with commas between them and a newline at the end") {
  CHECK(CsvRow().text("a").number(3).empty().text("b,c").end() == "a,3,,\"b,c\"\n");
}
