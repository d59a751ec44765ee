#include "cli/diagnostics.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace domainplan;
using namespace domainplan::cli;

TEST_CASE("a warning is one line, and nothing in it drives the terminal") {
  std::ostringstream err;
  report_warning("order ord_1\033[2J cannot be read\n", err);
  CHECK(err.str() == "warning: order ord_1\\x1b[2J cannot be read\\n\n");
}
