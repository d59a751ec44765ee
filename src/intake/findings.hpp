// What one input file gives cause to say.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/error.hpp"
#include "intake/column.hpp"

namespace domainplan {

class Findings {
 public:
  explicit Findings(std::string file) : file_(std::move(file)) {}
  // What the columns of the file hold, so that each finding can say it. The list must outlive this.
  void expect(std::span<const Column> columns) { columns_ = columns; }

  // Something wrong: its row cannot be used. `expected`: what would be right, if the columns do not say it.
  // `cause`: as in Diagnostic.
  void add(std::size_t line, std::string_view column, std::string message, std::string expected = {},
           std::string cause = {}) {
    if (expected.empty()) expected = expected_of(column);
    found_.push_back(
        {file_, line, std::string(column), std::move(message), std::move(expected), std::move(cause)});
  }
  // Something that is used as it is, but a person should look at.
  void warn(std::size_t line, std::string_view column, std::string message) {
    warnings_.push_back({file_, line, std::string(column), std::move(message), expected_of(column)});
  }
  // Something that was changed or ignored.
  void note(std::size_t line, std::string_view column, std::string message) {
    notes_.push_back({file_, line, std::string(column), std::move(message)});
  }
  // How many characters that nobody sees were removed, if any.
  void note_invisible(std::size_t removed);

  // These move everything to the end of `all`, by line; what is on one line stays in the order of finding.
  void move_to(std::vector<Diagnostic>& all) { move(found_, all); }
  void move_warnings_to(std::vector<Diagnostic>& all) { move(warnings_, all); }
  void move_notes_to(std::vector<Diagnostic>& all) { move(notes_, all); }

 private:
  static void move(std::vector<Diagnostic>& from, std::vector<Diagnostic>& to);

  std::string expected_of(std::string_view column) const {
    for (const Column& one : columns_)
      if (one.name == column) return std::string(one.expected);
    return {};
  }

  std::string file_;
  std::span<const Column> columns_;
  std::vector<Diagnostic> found_, warnings_, notes_;
};

}  // namespace domainplan
