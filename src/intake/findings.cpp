#include "intake/findings.hpp"

#include <algorithm>
#include <iterator>

namespace domainplan {

void Findings::move_to(std::vector<Diagnostic>& all) {
  std::stable_sort(found_.begin(), found_.end(),
                   [](const Diagnostic& a, const Diagnostic& b) { return a.line < b.line; });
  all.insert(all.end(), std::make_move_iterator(found_.begin()), std::make_move_iterator(found_.end()));
  found_.clear();
}

}  // namespace domainplan
