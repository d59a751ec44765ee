#include "domainplan/json_text.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using nlohmann::ordered_json;

TEST_CASE("JSON text is as short as it can be, or indented, and keeps the letters of the world") {
  const ordered_json value = {{"name", "Müller \"日本\""}, {"sizes", {1, 2.5}}};
  CHECK(json_text(value) == R"({"name":"Müller \"日本\"","sizes":[1,2.5]})");
  CHECK(json_text(ordered_json{{"name", "ü"}}, 2) == "{\n  \"name\": \"ü\"\n}");
}

TEST_CASE("JSON text holds no character that drives a terminal, and reads back as the same value") {
  const auto hazard =
      GENERATE(as<std::string>{}, "\x1b[2J", "\x7f", "\xc2\x9b", "\xe2\x80\xae", "\xe2\x81\xa6");
  const int indent = GENERATE(-1, 2);
  const ordered_json value = {{"name", "ü" + hazard}};
  const std::string text = json_text(value, indent);
  CHECK(text.find(hazard) == std::string::npos);
  CHECK(ordered_json::parse(text) == value);
}

TEST_CASE("bytes that are not UTF-8 are replaced in JSON text") {
  CHECK(json_text(ordered_json("a\xff")) == "\"a\xef\xbf\xbd\"");
}
