#include "cli/output.hpp"

#include <catch2/catch.hpp>
#include <sstream>

using namespace domainplan::cli;

TEST_CASE("a record has no control characters in any format") {
  const auto format = GENERATE(Format::text, Format::json, Format::ndjson, Format::csv);
  std::ostringstream out;
  print_records(out, format, {"name"}, {{{"name", "a\x1b[31mb"}}}, "list");
  CHECK(out.str().find('\x1b') == std::string::npos);
  CHECK(out.str().find("[31mb") != std::string::npos);
}

TEST_CASE("a stream that throws is marked as failed without a throw") {
  std::ostringstream out;
  out.exceptions(std::ios::badbit);
  mark_failed(out);
  CHECK(out.bad());
}
