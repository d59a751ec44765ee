// A value made from a cell, or what is wrong with the cell. Bad cells are not exceptions here: a file may
// hold a hundred thousand of them, and all are reported.
#pragma once

#include <string>
#include <string_view>
#include <variant>

namespace domainplan {

struct Problem {
  std::string message;  // what is wrong, and what would be right
};

template <class T>
using Checked = std::variant<T, Problem>;

// Something wrong in one column of a row.
struct Mistake {
  std::string column;
  std::string message;
  std::string expected = {};  // where the file has no table of columns that says it
};

}  // namespace domainplan
