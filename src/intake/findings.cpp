#include "intake/findings.hpp"

#include <algorithm>
#include <iterator>

namespace domainplan {

void Findings::move(std::vector<Diagnostic>& from, std::vector<Diagnostic>& to) {
  std::stable_sort(from.begin(), from.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.line < b.line; });
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  from.clear();
}

}  // namespace domainplan
