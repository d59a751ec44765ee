#include "intake/findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace domainplan {

void Findings::move(std::vector<Diagnostic>& from, std::vector<Diagnostic>& to) {
  std::stable_sort(from.begin(), from.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.line < b.line; });
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

void Findings::add_to(std::vector<Diagnostic>& all, std::size_t line, std::string_view column,
                      Problem problem) {
  std::string expected = std::move(problem.expected);
  if (expected.empty()) {
    const auto known =
        std::find_if(columns_.begin(), columns_.end(), [&](const Column& one) { return one.name == column; });
    if (known != columns_.end()) expected = known->expected;
  }
  all.push_back({file_, line, std::string(column), problem.code, std::move(problem.message),
                 std::move(expected), std::move(problem.value)});
}

Problem invisible_removed(std::size_t count) {
  return {DiagnosticCode::invisible_removed,
          fmt::format("{} invisible character{} removed", count, count == 1 ? " was" : "s were"),
          std::to_string(count)};
}

void Findings::note_invisible(std::size_t removed) {
  if (removed > 0) note(0, "", invisible_removed(removed));
}

}  // namespace domainplan
