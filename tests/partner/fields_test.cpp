#include "partner/fields.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "partner/reading.hpp"

using namespace domainplan;
using namespace domainplan::partner;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

// Fields of an object given as text, kept alive.
struct Object {
  explicit Object(const std::string& text) : json(nlohmann::json::parse(text)) {}
  nlohmann::json json;
  Redactor redactor;
  std::vector<Odd> odd;
  Fields fields{json, "it", {redactor, odd}};
};

}  // namespace

TEST_CASE("an id is its prefix and 1 to 64 letters, digits, underscores and hyphens") {
  CHECK(is_id("ord_1", "ord_"));
  CHECK(is_id(fmt::format("ord_{:Z>64}", ""), "ord_"));
  CHECK(is_id("ord_a-B_9", "ord_"));
  CHECK_FALSE(is_id(fmt::format("ord_{:a>65}", ""), "ord_"));
  for (const char* text :
       {"ord_", "usr_1", "ord_a b", "ord_a/b", "ord_\xC3\xA9", "ord_a\n", "ord_a?x", "", " ord_1"})
    CHECK_FALSE(is_id(text, "ord_"));
}

TEST_CASE("a required value that is missing or malformed throws, naming the place and the value") {
  const Object object(R"({"id": "ord 1", "status": "a b", "domain": "-x-", "n": null})");
  CHECK_THROWS_WITH(object.fields.id("id", "ord_"), Contains("it: id: 'ord 1' is not an id such as ord_"));
  CHECK_THROWS_WITH(object.fields.id("n", "ord_"), Contains("it: n: missing"));
  CHECK_THROWS_WITH(object.fields.word("status"), Contains("'a b'"));
  CHECK_THROWS_WITH(object.fields.word("absent"), Contains("absent: missing"));
  CHECK_THROWS_WITH(object.fields.domain("domain"), Contains("'-x-' is not a domain name"));
}

TEST_CASE("an optional value that is wrong is absent and odd; null is only absent") {
  const Object object(R"({"id": 7, "status": [], "domain": {}, "email": "nobody", "url": "javascript:x",
    "currency": "us dollar", "cents": -1, "count": "many", "time": "yesterday", "object": 1, "null": null})");
  const Fields& fields = object.fields;
  CHECK(fields.optional_id("id", "ord_").empty());
  CHECK(fields.optional_word("status").empty());
  CHECK(fields.optional_domain("domain").empty());
  CHECK(fields.email("email").empty());
  CHECK(fields.url("url").empty());
  CHECK(fields.currency("currency").empty());
  CHECK_FALSE(fields.cents("cents"));
  CHECK_FALSE(fields.count("count", 10));
  CHECK_FALSE(fields.time("time"));
  CHECK_FALSE(fields.object("object"));
  CHECK(object.odd.size() == 10);
  for (const char* name : {"null", "absent"}) {
    CHECK(fields.optional_id(name, "ord_").empty());
    CHECK(fields.optional_word(name).empty());
    CHECK(fields.optional_domain(name).empty());
    CHECK(fields.text(name).empty());
    CHECK_FALSE(fields.cents(name));
    CHECK_FALSE(fields.time(name));
    CHECK_FALSE(fields.object(name));
  }
  CHECK(object.odd.size() == 10);
}

TEST_CASE("money is between 0 and 2^33 cents") {
  const Object object(R"({"a": 0, "b": 8589934592, "c": 8589934593, "d": -1, "e": 10.5})");
  CHECK(object.fields.cents("a") == 0);
  CHECK(object.fields.cents("b") == 8'589'934'592);
  for (const char* name : {"c", "d", "e"}) CHECK_FALSE(object.fields.cents(name));
}

TEST_CASE("a whole number may be quoted or end in .0, and is cut to 64 bits") {
  const Object object(R"({"a": "3300", "b": 3300.0, "c": "3300.00", "d": 18446744073709551615, "e": 1e300,
    "f": "99999999999999999999", "g": "-99999999999999999999", "h": "12 usd", "i": "", "j": "1.5", "k": true,
    "l": "."})");
  for (const char* name : {"a", "b", "c"}) CHECK(object.fields.number(name) == 3300);
  for (const char* name : {"d", "e", "f"})
    CHECK(object.fields.number(name) == std::numeric_limits<std::int64_t>::max());
  CHECK(object.fields.number("g") == std::numeric_limits<std::int64_t>::min());
  for (const char* name : {"h", "i", "j", "k", "l"}) CHECK_FALSE(object.fields.number(name));
}

TEST_CASE("a time is RFC 3339 between 2000 and 2100") {
  const Object object(
      R"({"a": "2026-11-21T03:04:05Z", "b": "1999-12-31T23:59:59Z", "c": "2100-01-01T00:00:00Z",
    "d": "0000-00-00T00:00:00Z", "e": 1764000000})");
  CHECK(object.fields.time("a"));
  for (const char* name : {"b", "c", "d", "e"}) CHECK_FALSE(object.fields.time(name));
}

TEST_CASE("free text is redacted before it is cut, and cut between characters") {
  Object object(R"({"message": "login with hunter2 failed", "long": "ééééé"})");
  object.redactor.add("hunter2");
  CHECK(object.fields.text("message") == "login with [secret] failed");
  CHECK(object.fields.text("message", 15) == "login with [sec…");
  CHECK(object.fields.text("long", 5) == "éé…");
}

TEST_CASE("a secret in an odd value is redacted in what is said about it") {
  Object object(R"({"id": "hunter2 x"})");
  object.redactor.add("hunter2");
  CHECK(object.fields.optional_id("id", "ord_").empty());
  CHECK(object.odd.at(0).reason == "'[secret] x' is not an id such as ord_01HZX");
}

TEST_CASE("of a list with too many items the first ones are read") {
  const Object object(R"({"list": ["a.com", "b.com", "c.com"]})");
  CHECK(object.fields.domains("list", 2) == std::vector<std::string>{"a.com", "b.com"});
  CHECK(object.odd.size() == 1);
}

TEST_CASE("a name of a megabyte is not given to the domain library") {
  const Object object(json{{"domain", std::string(1'000'000, 'a') + ".com"}}.dump());
  CHECK_THROWS_WITH(object.fields.domain("domain"), Contains("too long"));
}
