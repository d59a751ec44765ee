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
    CHECK_THAT(error.what(),
               Catch::StartsWith("f.json:3: at character 1 of the line the file stops being JSON: "));
  }
}

TEST_CASE("JSON that nests too deeply is an error with its line and not a crash") {
  CHECK_NOTHROW(parse_located(std::string(64, '[') + std::string(64, ']'), "f.json"));
  CHECK_THROWS_WITH(parse_located("\n" + std::string(1'000'000, '['), "f.json"),
                    "f.json:2: the JSON nests deeper than 64 levels");
}

TEST_CASE(
    "a value is found with its line in a text of which nothing is kept, or else what would be around it") {
  const std::string text =
      "{\n \"a\": {\"x\": [1]},\n \"b\":\n [\n  true,\n  {\"c/d\": [[2,\n3]]}],\"x\": 4}";
  const LocatedJson json = parse_located(text, "f.json");
  for (const char* const pointer : {"", "/a", "/a/x", "/a/x/0", "/b", "/b/0", "/b/1", "/b/1/c~1d",
                                    "/b/1/c~1d/0", "/b/1/c~1d/0/0", "/b/1/c~1d/0/1", "/x"}) {
    CAPTURE(pointer);
    REQUIRE(json.line_of(pointer) > 0);
    CHECK(line_of_value(text, "f.json", pointer) == json.line_of(pointer));
  }
  CHECK(line_of_value(text, "f.json", "/b/1/none") == 6);
  CHECK(line_of_value(text, "f.json", "/b/7") == 3);
  CHECK(line_of_value(text, "f.json", "/a/x/0/y") == 2);
  CHECK(line_of_value(text, "f.json", "/none") == 1);
}

TEST_CASE("what is no JSON is told from what is, whatever is sought in it") {
  CHECK_NOTHROW(demand_json("{\"a\": [1, {}]}", "f.json"));
  for (const char* const text : {"", "[", "{\"a\": 1,}", "[1] 2", "\xff"}) {
    CAPTURE(text);
    CHECK_THROWS_AS(demand_json(text, "f.json"), InputError);
  }
  CHECK_THROWS_WITH(line_of_value("[\n1,\n x]", "f.json", "/9"),
                    Catch::StartsWith("f.json:3: at character 2 of the line the file stops being JSON: "));
  CHECK_THROWS_AS(demand_json(std::string(1'000'000, '['), "f.json"), InputError);
}
