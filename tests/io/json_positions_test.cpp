#include "io/json_positions.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

TEST_CASE("every value of a JSON text is found with the line it stands on") {
  const LocatedJson json =
      parse_located("{\n \"a\": 1,\n \"b\": [\n  true,\n  {\"c/d\": null}]\n}", "f.json");
  CHECK(json.line_of("") == 1);
  CHECK(json.line_of("/a") == 2);
  CHECK(json.line_of("/b/0") == 4);
  CHECK(json.line_of(pointer_to("/b/1", "c/d")) == 5);
  CHECK(json.line_of("/absent") == 0);
  CHECK(json.value["b"][0] == true);
}

TEST_CASE("a key that an object has twice is reported with its line") {
  const LocatedJson json = parse_located("{\"a\":1,\n\"a\":2}", "f.json");
  REQUIRE(json.repeated.size() == 1);
  CHECK(json.repeated.front().line == 2);
  CHECK(json.value["a"] == 2);
}

TEST_CASE("text that is not JSON is reported with the exact line") {
  try {
    parse_located("{\n \"a\": 1,\n}", "f.json");
    FAIL("it was read");
  } catch (const InputError& error) {
    CHECK(error.diagnostics().front().line == 3);
  }
}

TEST_CASE("JSON that nests too deeply is an error with its line and not a crash") {
  CHECK_NOTHROW(parse_located(std::string(64, '[') + std::string(64, ']'), "f.json"));
  CHECK_THROWS_WITH(parse_located("\n" + std::string(1'000'000, '['), "f.json"),
                    "f.json:2: the JSON nests deeper than 64 levels");
}
