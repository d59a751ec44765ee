// A CSV file with a header: known columns in any order, cells by column, and what is wrong with the shape of
// a row.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/intake.hpp"
#include "intake/checked.hpp"
#include "intake/column.hpp"
#include "intake/findings.hpp"

namespace domainplan {

// A row, its cells numbered as the columns are in the list given to read_table().
class TableRow {
 public:
  std::size_t line = 0;
  std::vector<Mistake> mistakes;  // what is wrong with its shape and its text; no value is quoted
  bool readable =
      true;  // false: the row has another shape than the header, so that any cell may be another's

  // The cell without invisible characters, and without white space at its ends; empty where there is none.
  std::string_view cell(std::size_t column) const { return cells_[column]; }
  // The cell as it stands.
  std::string_view exact(std::size_t column) const { return exact_[column]; }
  // Whether there is something to check in the cell: false where its text is damaged, or the header has it
  // wrong; that is reported already.
  bool is_text(std::size_t column) const { return text_[column]; }
  // Whether the two columns are neighbours in the file.
  bool are_neighbours(std::size_t column, std::size_t other) const;

 private:
  friend class TableReader;
  std::vector<std::string_view> exact_;
  std::vector<std::string_view> cells_;
  std::vector<bool> text_;
  std::vector<std::size_t> places_;  // for each column, which cell of a row it is
  std::deque<std::string> cleaned_;  // the cells that are not views of the file
};

struct TableHeader {
  std::optional<Mistake>
      mistake;             // the first one: then no row of the file may be used, though all are checked
  std::vector<bool> good;  // for each column, whether its cells are known
};

// Visits the rows that are not blank. What is wrong with the header goes to `findings`, and so do notes on
// unknown columns and removed characters; other mistakes are left to the visitor, who knows whom they hit.
TableHeader read_table(const InputFile& file, std::span<const Column> columns, Findings& findings,
                       const std::function<void(const TableRow&)>& visit);

// Whether the file is a table whose header has the column of this name.
bool is_table_with(const InputFile& file, std::string_view column);

}  // namespace domainplan
