#include "cli/diagnostics.hpp"

#include <fmt/format.h>

#include <ostream>

namespace domainplan::cli {

void tell(const std::vector<Diagnostic>& found, std::ostream& err) {
  constexpr std::size_t kMost = 100;  // rows in full; a row may have more than one mistake
  std::size_t rows = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool same_row = i > 0 && found[i].file == found[i - 1].file && found[i].line == found[i - 1].line;
    if (!same_row) ++rows;
    if (rows <= kMost) err << found[i].text() << '\n';
  }
  if (rows > kMost) err << fmt::format("… and {} more bad rows\n", rows - kMost);
}

}  // namespace domainplan::cli
