#include "intake/table.hpp"

#include <catch2/catch.hpp>

#include "intake/files.hpp"

using namespace domainplan;

namespace {

constexpr Column kColumns[] = {
    {"customer", true, "a key"}, {"website", false, "a site"}, {"brand", true, "a brand"}};

struct Read {
  Lines rows;      // "line: cell|cell|cell", each trimmed, then what is wrong with the row
  Lines findings;  // what is wrong with the header
  bool usable;
};

Read read(std::string bytes) {
  Read result;
  Findings findings("f.csv");
  const TableHeader header =
      read_table({"f.csv", std::move(bytes)}, kColumns, findings, [&](const TableRow& row) {
        std::string text = fmt::format("{}: {}|{}|{}", row.line, row.cell(0), row.cell(1), row.cell(2));
        for (const Mistake& mistake : row.mistakes)
          text += fmt::format(" [{}: {}]", mistake.column, mistake.message);
        result.rows.push_back(text);
      });
  std::vector<Diagnostic> found;
  findings.move_to(found);
  result.findings = texts(found);
  result.usable = !header.mistake;
  return result;
}

}  // namespace

TEST_CASE("columns are found by name, in any order and letter case, with spaces around") {
  CHECK(read("brand,customer\nAcme,a\n").rows == Lines{"2: a||Acme"});
  CHECK(read("\xEF\xBB\xBF Brand ,\"CUSTOMER\",website\r\n Acme , a,x \r\n").rows == Lines{"2: a|x|Acme"});
  CHECK(read("customer,brand").rows.empty());
  CHECK(read("customer,brand").usable);
}

TEST_CASE("columns of the user's own are ignored, and so are rows without a value") {
  const Read result =
      read("notes,customer,step,brand,,\n\"two\nlines\",a,1,Acme,,\n,,,,,\n  \nx,b,2,Bolt,,\n");
  CHECK(result.findings.empty());
  CHECK(result.rows == Lines{"2: a||Acme", "6: b||Bolt"});
}

TEST_CASE("a header's mistakes are each told, on the line where it stands") {
  CHECK(read("\nnotes\nx\n").findings ==
        Lines{"f.csv:2: customer: the header lacks this column: add it, with a key",
              "f.csv:2: brand: the header lacks this column: add it, with a brand"});
  CHECK(read("customer,brand,customer,customer\n").findings ==
        Lines{"f.csv:1: customer: the header has this column twice: keep one of them"});
  CHECK(read("costumer,brand,webiste\n").findings ==
        Lines{"f.csv:1: customer: the header has no such column but 'costumer': did you mean 'customer'?",
              "f.csv:1: website: the header has no such column but 'webiste': did you mean 'website'?"});
}

TEST_CASE("a file without a header that can be read is told once") {
  CHECK(read("").findings == Lines{"f.csv:1: the file is empty: begin it with a header, customer,brand"});
  CHECK(read("\xEF\xBB\xBF\n\n").findings ==
        Lines{"f.csv:1: the file is empty: begin it with a header, customer,brand"});
  CHECK(read("customer;brand\na;b\n").findings ==
        Lines{"f.csv:1: the header is one cell: separate the columns by ',', not by ';' or tabs"});
  CHECK(read("\"customer,brand\na,b\n").findings ==
        Lines{"f.csv:1: a quoted cell is never closed: add the quote mark that ends it"});
  CHECK(read(std::string("\xFF\xFE"
                         "c\0,\0",
                         6))
            .findings == Lines{"f.csv:1: the file is UTF-16: save it as UTF-8"});
}

TEST_CASE("ragged rows are told with both counts") {
  CHECK(
      read("customer,brand\na\nb,Bolt,x\n").rows ==
      Lines{
          "2: a|| [brand: the row has 1 cell, but the header 2: give each column a cell, and put a cell that "
          "holds a "
          "comma in quotes]",
          "3: b||Bolt [brand: the row has 3 cells, but the header 2: give each column a cell, and put a cell "
          "that holds "
          "a comma in quotes]"});
}

TEST_CASE("malformed quoting is reported with the column it stands in") {
  CHECK(
      read("customer,brand\na,Ac\"me\n").rows ==
      Lines{
          "2: a|| [brand: there is a quote mark inside a cell: put the whole cell in quotes, from separator "
          "to separator, and double each quote mark within it]"});
  CHECK(
      read("customer,brand\na,\"Acme\nb,Bolt\n").rows ==
      Lines{"2: a|| [brand: a quoted cell is never closed: add the quote mark that ends it]", "3: b||Bolt"});
}

TEST_CASE("bytes that are no text are told with their column, in the columns that are read") {
  CHECK(read("customer,brand,notes\na,M\xFCller,\xFC\n").rows ==
        Lines{"2: a||M\xFCller [brand: the cell is not UTF-8: save the file in that encoding]"});
  const std::string nul(1, '\0');
  CHECK(read(fmt::format("customer,brand\na,A{}b\n", nul)).rows ==
        Lines{fmt::format("2: a||A{}b [brand: the cell holds a NUL byte: remove it]", nul)});
}
