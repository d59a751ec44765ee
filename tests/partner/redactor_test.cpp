#include "partner/redactor.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using domainplan::partner::Redactor;
using nlohmann::json;

namespace {

std::string redacted(const std::string& secret, const std::string& text) {
  Redactor redactor;
  redactor.add(secret);
  return redactor.redacted(text);
}

}  // namespace

TEST_CASE("a secret is redacted as it stands, and in JSON inside JSON") {
  const std::string secret = "pass\"\\é word";
  const auto ascii = GENERATE(false, true);
  const auto quoted = [&](const std::string& text) { return json(text).dump(-1, ' ', ascii); };
  CHECK(redacted(secret, secret + " " + secret) == "[secret] [secret]");
  CHECK(redacted(secret, quoted(secret)) == "\"[secret]\"");
  CHECK(redacted(secret, quoted(quoted(secret))) == "\"\\\"[secret]\\\"\"");
}

TEST_CASE("a secret is redacted in every escape a server may use") {
  struct Case {
    const char* secret;
    const char* text;
  };
  const Case cases[] = {
      {"pa/ss/w0rd!", "pa\\/ss\\/w0rd!"},
      {"a&b<c>d", "a\\u0026b\\u003Cc\\u003ed"},
      {"pä-é", "p\\u00E4-\\u00e9"},
      {"key \xF0\x9F\x98\x80", "key \\uD83D\\ude00"},
      {"p&ss\"w<rd", "p&amp;ss&quot;w&lt;rd"},
      {"p&ss'w", "p&#38;ss&#x27;w"},
      {"pässé", "p&auml;ss&eacute;"},
      {"a b&c", "a%20b%26c"},
      {"a b&c", "a+b%26c"},
      {"a/b\"c", "a%2fb%22c"},
      {"a&\"b", "a\\u0026amp;\\u0026quot;b"},
      {"a&b", "a%26amp%3Bb"},
      {"geš–…λ™€", "ge&scaron;&ndash;&hellip;&lambda;&trade;&euro;"},
      {"a&b\"<c>©®", "a&AMP;b&QUOT;&LT;c&GT;&COPY;&REG;"},
      {"a&b<c", "a&AMPb&LTc"},
      {"{a}[b|c_d*e`f", "&lbrace;a&rbrace;&lbrack;b&vert;c&UnderBar;d&midast;e&DiacriticalGrave;f"},
      {"a–b€c", "a&#150;b&#x80;c"},
      {"a–b", "a\\u0026ndash;b"},
      {"hunter2", "\\u0068\\u0075nter2"}};
  for (const Case& one : cases) {
    INFO(one.text);
    CHECK(redacted(one.secret, std::string("login with ") + one.text + " failed") ==
          "login with [secret] failed");
  }
}

TEST_CASE("what is left of JSON is JSON") {
  const std::string secret = "\"hunter";
  const std::string text = redacted(secret, json({{"message", json({{"password", secret}}).dump()}}).dump());
  const json whole = json::parse(text, nullptr, false);
  REQUIRE(whole.is_object());
  CHECK(whole["message"] == "{\"password\":\"[secret]\"}");
}

TEST_CASE("a text without a secret keeps its bytes, broken escapes included") {
  const std::string text = "{\"code\":\"x\"} \\u12 &unknown; &#xZZ; 100% %zz &amp; \\u0026 \\";
  CHECK(redacted("hunter2", text) == text);
  CHECK(redacted("", text) == text);
  CHECK(redacted("secret", "") == "");
}

TEST_CASE("a secret of three characters is redacted everywhere, a shorter one where it stands alone") {
  CHECK(redacted("#7q", "failed with x#7qx") == "failed with x[secret]x");
  CHECK(redacted("7q", "with '7q' and 17q") == "with '[secret]' and 17q");
  CHECK(redacted("a", "an answer: a") == "an answer: [secret]");
}

TEST_CASE("secrets that overlap leave nothing of either") {
  Redactor redactor;
  redactor.add("hunter22", "[one]");
  redactor.add("hunter2", "[two]");
  redactor.add("22-more", "[three]");
  CHECK(redactor.redacted("x hunter22-more y") == "x [one] y");
  CHECK(redactor.redacted("hunter2 hunter22") == "[two] [one]");
}

TEST_CASE("what stands in a secret's place is not searched again") {
  Redactor redactor;
  redactor.add("secret", "[secret]");
  CHECK(redactor.redacted("secretsecret") == "[secret][secret]");
}

TEST_CASE("a hundred thousand secrets do not make a text slow to search") {
  Redactor redactor;
  for (int i = 0; i < 100'000; ++i) redactor.add("password-" + std::to_string(i));
  CHECK(redactor.redacted("x password-99999 y") == "x [secret] y");
}
