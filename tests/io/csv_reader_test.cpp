#include "io/csv_reader.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <string>

using namespace domainplan;

namespace {

// "line: cell|cell" for each record, with "!" behind one that is malformed.
std::vector<std::string> read(std::string_view bytes) {
  std::vector<std::string> rows;
  read_csv(bytes, [&](const ParsedRow& row) {
    std::string text = fmt::format("{}: {}", row.line, fmt::join(row.cells, "|"));
    if (!row.problem.empty()) text += "!";
    rows.push_back(text);
    return true;
  });
  return rows;
}
using Rows = std::vector<std::string>;

}  // namespace

TEST_CASE("records come with the physical line they start on") {
  CHECK(read("a,b\nc,d\n") == Rows{"1: a|b", "2: c|d"});
  CHECK(read("a,b\r\nc,d\r\n") == Rows{"1: a|b", "2: c|d"});
  CHECK(read("a,b\nc,d") == Rows{"1: a|b", "2: c|d"});
  CHECK(read("\n\r\na\n\n\nb\n") == Rows{"3: a", "6: b"});
  CHECK(read("").empty());
}

TEST_CASE("a quoted cell may hold commas, quotes and line ends, and the lines below are still counted") {
  CHECK(read("\"a,b\",\"say \"\"hi\"\"\"\nx,y\n") == Rows{"1: a,b|say \"hi\"", "2: x|y"});
  CHECK(read("1,\"two\nlines\"\n2,x\n") == Rows{"1: 1|two\nlines", "3: 2|x"});
  CHECK(read("1,\"two\r\n\r\nlines\"\r\n2,x\r\n") == Rows{"1: 1|two\r\n\r\nlines", "4: 2|x"});
  CHECK(read("\"\n\n\",a\nb,c\n") == Rows{"1: \n\n|a", "4: b|c"});
  CHECK(read("1,\"x\ry\"\n2,z\n") == Rows{"1: 1|x\ry", "2: 2|z"});
  CHECK(read("\"a\n\"\n\"b\n\"") == Rows{"1: a\n", "3: b\n"});
}

TEST_CASE("a record has its own bytes, with the end of its last line and without blank lines around it") {
  const auto bytes_of_records = [](std::string_view bytes) {
    Rows records;
    read_csv(bytes, [&](const ParsedRow& row) {
      records.emplace_back(row.bytes);
      return true;
    });
    return records;
  };
  CHECK(bytes_of_records("a,b\r\n\n\"x\n\"\"y\",2\n\nz") == Rows{"a,b\r\n", "\"x\n\"\"y\",2\n", "z"});
  CHECK(bytes_of_records("\xEF\xBB\xBF"
                         "a\rb\r") == Rows{"a\r", "b\r"});
  CHECK(bytes_of_records("a\"b\nc\n") == Rows{"a\"b\n", "c\n"});
}

TEST_CASE("cells are exact: spaces and empty cells are kept, a byte order mark is not") {
  CHECK(read("\xEF\xBB\xBF"
             "a, b ,,\"\"\n") == Rows{"1: a| b ||"});
  CHECK(read(",\n") == Rows{"1: |"});
  CHECK(read(std::string_view("a\0b\n", 4)) == Rows{std::string("1: a\0b", 6)});
}

TEST_CASE("lines that end with CR alone are lines where no other end is used") {
  CHECK(read("a,b\rc,\"d\re\"\rf,g") == Rows{"1: a|b", "2: c|d\re", "4: f|g"});
  CHECK(read("a\r\rb") == Rows{"1: a", "3: b"});
  CHECK(read("a\r\"b") == Rows{"1: a", "2: !"});
}

TEST_CASE("a CR in a file with LF is part of its cell unless an LF follows") {
  CHECK(read("a\rb\nc\n") == Rows{"1: a\rb", "2: c"});
  CHECK(read("a,\"b\"\rc\nd\n") == Rows{"1: a!", "2: d"});
  CHECK(read("a\r\r\nb\r\n") == Rows{"1: a\r", "2: b"});
  CHECK(read("a\r\n\"b\"\r") == Rows{"1: a", "2: b"});
  CHECK(read("\r\na\n\r") == Rows{"2: a"});
}

TEST_CASE("a stray quote spoils its own row and no other") {
  CHECK(read("a,b\nc,d\"e\nf,g\n") == Rows{"1: a|b", "2: c!", "3: f|g"});
  CHECK(read("\"a\"b,c\nd,e\n") == Rows{"1: !", "2: d|e"});
  CHECK(read("a, \"b\"\nd,e\n") == Rows{"1: a!", "2: d|e"});
  CHECK(read("a,\"b\" \nd,e\n") == Rows{"1: a!", "2: d|e"});
}

TEST_CASE(
    "a quote that is never closed is reported of the line where its row starts, and costs no other row") {
  CHECK(read("a,b\nc,\"d\ne,f\ng,h\n") == Rows{"1: a|b", "2: c!", "3: e|f", "4: g|h"});
  CHECK(read("a,\"") == Rows{"1: a!"});
  CHECK(read("\"") == Rows{"1: !"});
  CHECK(read("1,\"x\n2,\"y\n3,z\n") == Rows{"1: 1!", "2: 2!", "3: 3|z"});
}

TEST_CASE("another separator than the comma leaves commas to the cells") {
  std::vector<std::string> rows;
  read_csv("a;\"b;c\";d,e\nf\n",
           [&](const ParsedRow& row) {
             rows.push_back(fmt::format("{}: {}", row.line, fmt::join(row.cells, "|")));
             return true;
           },
           {.separator = ';', .first_line = 2});
  CHECK(rows == Rows{"2: a|b;c|d,e", "3: f"});
}

TEST_CASE("a malformed cell is reported with the line on which it begins") {
  const auto problem_line = [](std::string_view bytes) {
    std::size_t line = 0;
    read_csv(bytes, [&](const ParsedRow& row) {
      if (line == 0 && !row.problem.empty()) line = row.problem_line;
      return true;
    });
    return line;
  };
  CHECK(problem_line("a,b\nc,\"d\n") == 2);
  CHECK(problem_line("\n\"two\nlines\",\"x\n\n") == 3);
  CHECK(problem_line("\"two\nlines\",x\"y\n") == 2);
}

TEST_CASE("a cell and a row have a greatest size, and what is beyond it costs its row alone") {
  const std::string longest(kLongestCsvCell, 'x');
  CHECK(read(longest + "\n") == Rows{"1: " + longest});
  CHECK(read("a," + longest + "x\nb\n") == Rows{"1: a!", "2: b"});
  CHECK(read("a,\"" + longest + "x\"\nb\n") == Rows{"1: a!", "2: b"});
  CHECK(read("a,\"" + longest + "\"\"\"\nb\n") == Rows{"1: a!", "2: b"});
  std::size_t most = 0;
  const std::string wide(kMostCsvCells, ',');
  read_csv(wide.substr(1) + "\n" + wide + "\nb\n", [&](const ParsedRow& row) {
    CHECK(row.problem.empty() == (row.line != 2));
    most = std::max(most, row.cells.size());
    return true;
  });
  CHECK(most == kMostCsvCells);
}

TEST_CASE("reading stops when the visitor wants no more") {
  int seen = 0;
  read_csv("a\nb\nc\n", [&](const ParsedRow&) { return ++seen < 2; });
  CHECK(seen == 2);
}

TEST_CASE("a forgotten quote in each of very many rows costs those rows alone") {
  std::string bytes;
  constexpr int kPairs = 100'000;
  for (int i = 0; i < kPairs; ++i) bytes += "a,\"b\nc,d\n";
  std::size_t bad = 0, good = 0;
  read_csv(bytes, [&](const ParsedRow& row) { return ++(row.problem.empty() ? good : bad), true; });
  CHECK(bad == kPairs);
  CHECK(good == kPairs);
}
