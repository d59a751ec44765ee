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

void Findings::note_invisible(std::size_t removed) {
  if (removed > 0)
    note(0, "", fmt::format("{} invisible character{} removed", removed, removed == 1 ? " was" : "s were"));
}

}  // namespace domainplan
