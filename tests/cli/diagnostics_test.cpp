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
  const auto without_personas = [](std::size_t line, const char* message) {
    return Diagnostic{"c.csv", line, "customer", DiagnosticCode::persona_count, message, "", "0"};
  };
  const std::vector<Diagnostic> found = {
      without_personas(2, "'a' has no personas"),
      without_personas(3, "'b' has no personas"),
      without_personas(5, "'d' has no personas"),
      {"c.csv", 5, "bundle", DiagnosticCode::unknown_bundle, "'x' is not a bundle", "", "x"}};
  std::ostringstream err;
  report_rows(found, "", err);
  CHECK(err.str() ==
        "c.csv:2: customer: 'a' has no personas (3 such rows: lines 2-3, 5)\n"
        "c.csv:5: bundle: 'x' is not a bundle\n");
}
