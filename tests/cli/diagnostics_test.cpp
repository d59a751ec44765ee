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

TEST_CASE("rows with one cause are one line that lists them, though each quotes its own value") {
  const std::vector<Diagnostic> found = {{"c.csv", 2, "customer", "'a' has no personas", "", "no personas"},
                                         {"c.csv", 3, "customer", "'b' has no personas", "", "no personas"},
                                         {"c.csv", 5, "customer", "'d' has no personas", "", "no personas"},
                                         {"c.csv", 6, "bundle", "'x' is not a bundle", "", "unknown bundle"}};
  std::ostringstream err;
  report_rows(found, "", err);
  CHECK(err.str() ==
        "c.csv:2: customer: 'a' has no personas (3 such rows: lines 2-3, 5)\n"
        "c.csv:6: bundle: 'x' is not a bundle\n");
}
