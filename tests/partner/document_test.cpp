#include "partner/document.hpp"

#include <catch2/catch.hpp>

using namespace domainplan::partner;

TEST_CASE("a document nested too deeply is refused instead of walked") {
  const auto nested = [](int depth, const std::string& open, const std::string& close) {
    std::string text;
    for (int i = 0; i < depth; ++i) text += open;
    text += "1";
    for (int i = 0; i < depth; ++i) text += close;
    return text;
  };
  CHECK(parse_document(nested(kDeepest, "[", "]")).is_array());
  CHECK(parse_document(nested(kDeepest + 1, "[", "]")).is_discarded());
  CHECK(parse_document(nested(1'000'000, "[", "]")).is_discarded());
  CHECK(parse_document(nested(1'000'000, "{\"a\":", "}")).is_discarded());
  CHECK(parse_document(std::string(1'000'000, '[')).is_discarded());
}

TEST_CASE("brackets inside strings do not count as nesting") {
  const std::string text = "{\"a\": \"" + std::string(1000, '[') + "\\\"" + std::string(1000, '{') + "\"}";
  CHECK(parse_document(text).is_object());
}

TEST_CASE("what is not JSON is discarded") {
  for (const char* text : {"", "<html>", "{", "{\"a\":\"\xFF\"}", "[1] 2", "nul"}) {
    INFO(text);
    CHECK(parse_document(text).is_discarded());
  }
  CHECK(parse_document("\xEF\xBB\xBF{\"a\": 1}")["a"] == 1);
}
