// What one input file gives cause to say.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/diagnostic.hpp"
#include "intake/checked.hpp"
#include "intake/column.hpp"

namespace domainplan {

// The note that characters that nobody sees were removed.
Problem invisible_removed(std::size_t count);

class Findings {
 public:
  explicit Findings(std::string file) : file_(std::move(file)) {}
  // What the columns of the file hold, so that each finding can say it. The list must outlive this.
  void expect(std::span<const Column> columns) { columns_ = columns; }

  // Something wrong: its row cannot be used. Where the problem does not say what would be right, the column
  // does.
  void add(std::size_t line, std::string_view column, Problem problem) {
    add_to(found_, line, column, std::move(problem));
  }
  // Something that is used as it is, but a person should look at.
  void warn(std::size_t line, std::string_view column, Problem problem) {
    add_to(warnings_, line, column, std::move(problem));
  }
  // Something that was changed or ignored.
  void note(std::size_t line, std::string_view column, Problem problem) {
    add_to(notes_, line, column, std::move(problem));
  }
  // How many characters that nobody sees were removed, if any.
  void note_invisible(std::size_t removed);

  // These move everything to the end of `all`, by line; what is on one line stays in the order of finding.
  void move_to(std::vector<Diagnostic>& all) { move(found_, all); }
  void move_warnings_to(std::vector<Diagnostic>& all) { move(warnings_, all); }
  void move_notes_to(std::vector<Diagnostic>& all) { move(notes_, all); }

 private:
  static void move(std::vector<Diagnostic>& from, std::vector<Diagnostic>& to);

  void add_to(std::vector<Diagnostic>& all, std::size_t line, std::string_view column, Problem problem);

  std::string file_;
  std::span<const Column> columns_;
  std::vector<Diagnostic> found_, warnings_, notes_;
};

}  // namespace domainplan
