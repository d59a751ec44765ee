#include "partner/withhold.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using domainplan::partner::withhold;
using nlohmann::json;

TEST_CASE("a secret is taken out of a text, as it is and as JSON inside JSON writes it") {
  const std::string secret = "pass\"\\é word";
  const auto ascii = GENERATE(false, true);
  const auto quoted = [&](const std::string& text) { return json(text).dump(-1, ' ', ascii); };
  for (std::string text : {secret + " " + secret, quoted(secret), quoted(quoted(secret))}) {
    withhold(secret, "[secret]", text);
    INFO(text);
    CHECK(text.find("[secret]") != std::string::npos);
    CHECK(text.find("pass") == std::string::npos);
    CHECK(text.find("word") == std::string::npos);
  }
}

TEST_CASE("what is left of JSON is JSON") {
  const std::string secret = "\"hunter";
  std::string text = json({{"message", json({{"password", secret}}).dump()}}).dump();
  withhold(secret, "[secret]", text);
  const json whole = json::parse(text, nullptr, false);
  REQUIRE(whole.is_object());
  CHECK(whole["message"] == "{\"password\":\"[secret]\"}");
}

TEST_CASE("a text without the secret stays as it is, and no secret is found everywhere") {
  std::string text = "{\"error\":{\"code\":\"validation_failed\"}}";
  const std::string before = text;
  withhold("hunter2", "[secret]", text);
  withhold("", "[secret]", text);
  CHECK(text == before);
}

TEST_CASE("what stands in a secret's place is not searched again") {
  std::string text = "aa";
  withhold("a", "[a]", text);
  CHECK(text == "[a][a]");
}
