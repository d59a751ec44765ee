// A value made from a cell, or what is wrong with the cell. Bad cells are not exceptions here: a file may
// hold a hundred thousand of them, and all are reported.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "domainplan/diagnostic.hpp"

namespace domainplan {

// What is wrong with a value, and what would be right; or, as a warning or note, how it is read.
struct Problem {
  DiagnosticCode code = DiagnosticCode::invalid;
  std::string message;
  std::string value = {};     // what was read, where the message quotes it
  std::string expected = {};  // where the file has no table of columns that says it
};

// What is wrong with a value, which is quoted before `why`.
Problem refused(DiagnosticCode code, std::string_view value, std::string_view why, std::string expected = {});

// The problem of a value that is of no file.
Diagnostic diagnostic_of(std::string column, Problem problem);

template <class T>
using Checked = std::variant<T, Problem>;

// Something wrong in one column of a row.
struct Mistake : Problem {
  Mistake(std::string where, Problem problem) : Problem(std::move(problem)), column(std::move(where)) {}
  std::string column;
};

}  // namespace domainplan
