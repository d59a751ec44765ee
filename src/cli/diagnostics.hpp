// Telling bad input.
#pragma once

#include <iosfwd>
#include <vector>

#include "domainplan/error.hpp"

namespace domainplan::cli {

// One line each: the first 100 in full, the rest counted.
void tell(const std::vector<Diagnostic>& found, std::ostream& err);

}  // namespace domainplan::cli
