#include "cli/diagnostics.hpp"

#include <fmt/format.h>

#include <ostream>

namespace domainplan::cli {

void tell(const std::vector<Diagnostic>& found, std::ostream& err) {
  constexpr std::size_t most = 100;
  for (std::size_t i = 0; i < found.size() && i < most; ++i) err << found[i].text() << '\n';
  if (found.size() > most) err << fmt::format("… and {} more\n", found.size() - most);
}

}  // namespace domainplan::cli
