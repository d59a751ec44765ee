// A CSV file with a header: known columns in any order, cells by column, and what is wrong with the shape of
// a row.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/intake.hpp"
#include "intake/checked.hpp"
#include "intake/findings.hpp"

namespace domainplan {

struct Column {
  std::string_view name;
  bool required;              // whether the file must have the column
  std::string_view expected;  // what a cell holds, to follow "expected "
};

// A row, its cells numbered as the columns are in the list given to read_table().
class TableRow {
 public:
  std::size_t line = 0;
  std::vector<Mistake> mistakes;  // what is wrong with its shape and its bytes
  bool readable =
      true;  // false: the row has another shape than the header, so that any cell may be another's

  // The cell, without white space at its ends; empty where there is none.
  std::string_view cell(std::size_t column) const;
  // The cell as it stands.
  std::string_view exact(std::size_t column) const { return cells_[column]; }
  // Whether there is something to check in the cell: false where its bytes are no text, or the header has it
  // wrong; that is told already.
  bool is_text(std::size_t column) const { return text_[column]; }

 private:
  friend class TableReader;
  std::vector<std::string_view> cells_;
  std::vector<bool> text_;
};

struct TableHeader {
  std::optional<Mistake>
      mistake;             // the first one: then no row of the file may be used, though all are checked
  std::vector<bool> good;  // for each column, whether its cells are known
};

// Visits the rows that are not blank. What is wrong with the header goes to `findings`; other mistakes are
// left to the visitor, who knows whom they hit. Columns that are not in the list are the user's own and
// ignored, unless one looks like a column that is missing.
TableHeader read_table(const InputFile& file, std::span<const Column> columns, Findings& findings,
                       const std::function<void(const TableRow&)>& visit);

}  // namespace domainplan
