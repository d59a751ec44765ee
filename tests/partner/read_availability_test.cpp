#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "domainplan/error.hpp"
#include "partner/availability.hpp"

using namespace domainplan;
using namespace domainplan::partner;
using Catch::Matchers::Contains;

namespace {

std::string body_of(const std::string& rows) { return fmt::format(R"({{"data":{{"domains":[{}]}}}})", rows); }

// What becomes of one row, given without its domain.
AvailabilityRow row_of(const std::string& fields) {
  const AvailabilityRows read =
      read_availability(body_of(fmt::format(R"({{"domain":"a.com",{}}})", fields)), {"a.com"});
  REQUIRE(read.rows.size() == 1);
  return read.rows[0];
}

std::optional<Reason> reason(const std::string& fields) { return row_of(fields).reason; }

constexpr const char* kGood =
    R"("available":true,"price_cents":1200,"renewal_price_cents":1500,"currency":"usd","usable_for":["google","microsoft"])";

}  // namespace

TEST_CASE("a request body holds the names and nothing else") {
  CHECK(availability_body({"a.com", "xn--mller-kva.de"}) == R"({"domains":["a.com","xn--mller-kva.de"]})");
}

TEST_CASE("an available row is read whole") {
  const AvailabilityRow row = row_of(kGood);
  CHECK(row.domain == "a.com");
  CHECK(row.available());
  CHECK(row.price_cents == 1200);
  CHECK(row.renewal_price_cents == 1500);
  CHECK(row.currency == "usd");
  CHECK(row.usable_for == ProviderSet::both());
}

TEST_CASE("the reason of a row follows from what it says, never from a guess") {
  for (const char* word : {"taken", "premium", "invalid", "errored", "stale"}) {
    CHECK(reason(fmt::format(R"("available":false,"reason":"{}")", word)) == reason_of(word));
    CHECK(reason(fmt::format(R"({},"reason":"{}")", kGood, word)) == reason_of(word));
  }
  CHECK(reason(R"("available":false,"reason":"on_fire")") == Reason::errored);
  CHECK(reason(fmt::format(R"({},"reason":"")", kGood)) == Reason::errored);
  CHECK(reason(R"("available":false)") == Reason::taken);
  CHECK(reason(R"("available":false,"premium":true)") == Reason::premium);
  CHECK(reason(fmt::format(R"({},"premium":true)", kGood)) == Reason::premium);
  CHECK(reason(fmt::format(R"({},"premium":false)", kGood)) == std::nullopt);
  CHECK(reason(R"("available":true,"currency":"usd","usable_for":["google"])") == Reason::errored);
  CHECK(reason(R"("available":true,"price_cents":5,"usable_for":["google"])") == Reason::errored);
  CHECK(reason(R"("available":true,"price_cents":5,"currency":"")") == Reason::errored);
  CHECK(reason(R"("available":true,"price_cents":0,"currency":"usd")") == std::nullopt);
}

TEST_CASE("optional fields may be absent, and unknown ones are ignored") {
  const AvailabilityRow row = row_of(
      R"("available":true,"price_cents":1,"currency":"USD","usable_for":["yahoo","google"],"new":{"available":[false,{"price_cents":"x"}]},"n":null)");
  CHECK(row.available());
  CHECK(row.currency == "usd");
  CHECK_FALSE(row.renewal_price_cents);
  CHECK(row.usable_for == ProviderSet(Provider::google));
  CHECK(row_of(R"("available":true,"price_cents":1,"currency":"usd")").usable_for.empty());
  const std::string body =
      R"({"meta":{"data":{"domains":"x"}},"data":{"more":[[{}]],"domains":[{"domain":"a.com","available":false}],"domains2":1},"data2":[{"domain":1}]})";
  CHECK(read_availability(body, {"a.com"}).rows.size() == 1);
}

TEST_CASE("rows in any order and any spelling meet the names asked") {
  const AvailabilityRows read = read_availability(
      body_of(
          R"({"domain":"C.com.","available":false},{"domain":"Müller.de","available":false},{"domain":"A.COM","available":false})"),
      {"a.com", "b.com", "c.com", "xn--mller-kva.de"});
  REQUIRE(read.rows.size() == 3);
  CHECK(read.rows[0].domain == "a.com");
  CHECK(read.rows[1].domain == "c.com");
  CHECK(read.rows[2].domain == "xn--mller-kva.de");
  CHECK(read.missing == std::vector<std::string>{"b.com"});
  CHECK(read.warnings.empty());
  CHECK(read.raw[0] == R"({"domain":"A.COM","available":false})");
}

TEST_CASE("rows that nobody asked for are ignored with a warning") {
  const AvailabilityRows read = read_availability(
      body_of(R"({"domain":"x.com","available":false},{"domain":"not a\u001b name","available":false})"),
      {"a.com"});
  CHECK(read.rows.empty());
  CHECK(read.missing == std::vector<std::string>{"a.com"});
  REQUIRE(read.warnings.size() == 2);
  CHECK_THAT(read.warnings[0], Contains("'x.com'") && Contains("not asked"));
  CHECK_THAT(read.warnings[1], Contains(R"('not a\x1b name')"));
}

TEST_CASE("a flood of rows that nobody asked for leaves few warnings") {
  std::string rows;
  for (int i = 0; i < 5000; ++i)
    rows += fmt::format(R"({}{{"domain":"x{}.com","available":false}})", i ? "," : "", i);
  const AvailabilityRows read = read_availability(body_of(rows), {"a.com"});
  CHECK(read.warnings.size() == 21);
  CHECK_THAT(read.warnings.back(), Contains("4980 more"));
}

TEST_CASE(
    "a second row for a name is ignored where it says the same, and makes it errored where it does not") {
  const std::string good = fmt::format(R"({{"domain":"a.com",{}}})", kGood);
  const AvailabilityRows same = read_availability(body_of(good + "," + good), {"a.com"});
  CHECK(same.rows.at(0).available());
  CHECK(same.warnings.size() == 1);

  const AvailabilityRows differs =
      read_availability(body_of(good + R"(,{"domain":"A.com","available":false},)" + good), {"a.com"});
  REQUIRE(differs.rows.size() == 1);
  CHECK(differs.rows[0].reason == Reason::errored);
  CHECK_FALSE(differs.rows[0].price_cents);
  CHECK(read_availability_row(differs.raw[0]) == differs.rows[0]);
  CHECK_THAT(differs.warnings.at(0), Contains("contradict"));
}

TEST_CASE("the raw row is what the API gave, without white space between its parts") {
  const std::string row =
      "{\n\t\"domain\" : \"a.com\" , \"available\" : false,\r\n \"note\":\"a \\\" b\\\\\" , \"x\": [1, 2.50, "
      "{\"y\" : null}]}";
  const AvailabilityRows read = read_availability(body_of(row), {"a.com"});
  CHECK(read.raw.at(0) ==
        R"({"domain":"a.com","available":false,"note":"a \" b\\","x":[1,2.50,{"y":null}]})");
  CHECK(nlohmann::json::parse(read.raw[0]) == nlohmann::json::parse(row));
  CHECK(read_availability_row(read.raw[0]) == read.rows[0]);
}

TEST_CASE("a field of a wrong type or an impossible value fails the answer, and the message says where") {
  const auto [fields, where] = GENERATE(table<const char*, const char*>({
      {R"("available":"yes")", "data.domains[1].available"},
      {R"("available":null)", "data.domains[1].available"},
      {R"("available":1)", "data.domains[1].available"},
      {R"("available":true,"premium":"no")", "data.domains[1].premium"},
      {R"("available":true,"price_cents":12.5)", "data.domains[1].price_cents"},
      {R"("available":true,"price_cents":1e3)", "data.domains[1].price_cents"},
      {R"("available":true,"price_cents":-1)", "data.domains[1].price_cents"},
      {R"("available":true,"price_cents":"1200")", "data.domains[1].price_cents"},
      {R"("available":true,"price_cents":null)", "data.domains[1].price_cents"},
      {R"("available":true,"price_cents":true)", "data.domains[1].price_cents"},
      {R"("available":true,"price_cents":{})", "data.domains[1].price_cents"},
      {R"("available":true,"price_cents":8589934593)", "data.domains[1].price_cents"},
      {R"("available":true,"price_cents":18446744073709551615)", "data.domains[1].price_cents"},
      {R"("available":true,"price_cents":99999999999999999999999)", "data.domains[1].price_cents"},
      {R"("available":true,"renewal_price_cents":[])", "data.domains[1].renewal_price_cents"},
      {R"("available":true,"currency":840)", "data.domains[1].currency"},
      {R"("available":true,"currency":"us dollar")", "data.domains[1].currency"},
      {R"("available":true,"currency":"usdollars")", "data.domains[1].currency"},
      {R"("available":true,"usable_for":"google")", "data.domains[1].usable_for"},
      {R"("available":true,"usable_for":["google",3])", "data.domains[1].usable_for"},
      {R"("available":true,"usable_for":[["google"]])", "data.domains[1].usable_for"},
      {R"("available":true,"usable_for":{"google":true})", "data.domains[1].usable_for"},
      {R"("available":false,"reason":null)", "data.domains[1].reason"},
      {R"("available":false,"reason":5)", "data.domains[1].reason"},
      {R"("available":false,"available":true)", "data.domains[1].available is there twice"},
      {R"("available":false,"domain":"c.com")", "data.domains[1].domain is there twice"},
      {R"("premium":false)", "data.domains[1].available is missing"},
  }));
  INFO(fields);
  const std::string body =
      body_of(fmt::format(R"({{"domain":"a.com","available":false}},{{"domain":"b.com",{}}})", fields));
  CHECK_THROWS_AS(read_availability(body, {"a.com", "b.com"}), RunError);
  CHECK_THROWS_WITH(read_availability(body, {"a.com", "b.com"}), Contains(where));
}

TEST_CASE("the highest price that is believed is 2^33 cents") {
  CHECK(row_of(R"("available":true,"price_cents":8589934592,"currency":"usd")").price_cents == Cents{1}
                                                                                                   << 33);
}

TEST_CASE("a body of another shape fails with what was expected") {
  const auto [body, what] = GENERATE(table<const char*, const char*>({
      {"", "no JSON"},
      {"null", "the whole is null, not an object"},
      {"[]", "the whole is an array"},
      {"3", "the whole is a number"},
      {"{}", "data is missing"},
      {R"({"data":null})", "data is null"},
      {R"({"data":[]})", "data is an array, not an object"},
      {R"({"data":{}})", "data.domains is missing"},
      {R"({"data":{"domains":{}}})", "data.domains is an object, not an array"},
      {R"({"data":{"domains":"a.com"}})", "data.domains is a string"},
      {R"({"data":{"domains":[null]}})", "data.domains[0] is null, not an object"},
      {R"({"data":{"domains":["a.com"]}})", "data.domains[0] is a string"},
      {R"({"data":{"domains":[[]]}})", "data.domains[0] is an array"},
      {R"({"data":{"domains":[{}]}})", "data.domains[0].domain is missing"},
      {R"({"data":{"domains":[{"domain":null}]}})", "data.domains[0].domain is null, not a string"},
      {R"({"data":{"domains":[],"domains":[]}})", "data.domains is there twice"},
      {R"({"data":{"domains":[]},"data":{"domains":[]}})", "data is there twice"},
      {R"({"data":{"domains":[]}} x)", "no JSON at byte"},
      {R"({"data":{"domains":[]}}{})", "no JSON at byte"},
      {R"({"data":{"domains":[{"domain":"a.com","available":fal)", "no JSON at byte"},
      {R"({"data":{"domains":[{"domain":"a.com","available":false},]}})", "no JSON at byte"},
      {"{\"data\":{\"domains\":[{\"domain\":\"a\xff.com\",\"available\":false}]}}", "no JSON at byte"},
      {"{\"data\":{\"domains\":[]},\"x\":\"\x1b\"}", "no JSON at byte"},
      {"<html>\x1b[31m</html>", "no JSON at byte"},
  }));
  INFO(body);
  CHECK_THROWS_AS(read_availability(body, {"a.com"}), RunError);
  CHECK_THROWS_WITH(read_availability(body, {"a.com"}),
                    Contains(what) && !Contains("\x1b") && !Contains("\xff"));
}

TEST_CASE(
    "what other readers of the evidence would not take is refused, though nobody asked for that field") {
  const std::string half = GENERATE(R"("\udc00")", R"(["a\udfff"])", R"({"\ud83dx":1})", R"({"\ude00":1})");
  const std::string body = body_of(fmt::format(R"({{"domain":"a.com","available":false,"note":{}}})", half));
  CHECK_FALSE(nlohmann::json::accept(body));
  CHECK_THROWS_WITH(read_availability(body, {"a.com"}), Contains("no JSON at byte"));
}

TEST_CASE("zeros behind a document are no part of it") {
  const std::string row = R"({"domain":"a.com","available":false})";
  CHECK_THROWS_WITH(read_availability_row(row + std::string(3, '\0')), Contains("NUL byte"));
  CHECK_THROWS_WITH(read_availability(body_of(row) + std::string("\0{}", 3), {"a.com"}),
                    Contains("NUL byte"));
}

TEST_CASE("a byte order mark before a document is passed over") {
  const std::string row = R"({"domain":"a.com","available":false})";
  CHECK(read_availability("\xEF\xBB\xBF" + body_of(row), {"a.com"}).rows.size() == 1);
  CHECK(read_availability("\xEF\xBB\xBF" + body_of(row), {"a.com"}).raw.at(0) == row);
}

TEST_CASE("an answer nested without end is refused, wherever the nesting is") {
  const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
  for (const std::string& body : {deep, fmt::format(R"({{"x":{}}})", deep),
                                  body_of(fmt::format(R"({{"x":{}}})", deep)), std::string(1'000'000, '[')}) {
    CHECK_THROWS_AS(read_availability(body, {"a.com"}), RunError);
  }
  std::string objects;
  for (int i = 0; i < 1000; ++i) objects += R"({"x":)";
  CHECK_THROWS_WITH(read_availability(body_of(objects), {"a.com"}),
                    Contains("an object") || Contains("nested"));
  CHECK_THROWS_WITH(read_availability(body_of(fmt::format(R"({{"x":{}}})", deep)), {"a.com"}),
                    Contains("nested more than 32"));
  const std::string fine = std::string(20, '[') + std::string(20, ']');
  CHECK(read_availability(body_of(fmt::format(R"({{"domain":"a.com","available":false,"x":{}}})", fine)),
                          {"a.com"})
            .rows.size() == 1);
}

TEST_CASE("every cut of a good answer is refused without harm") {
  const std::string body = body_of(fmt::format(R"({{"domain":"a.com",{}}})", kGood));
  for (std::size_t length = 0; length < body.size(); ++length)
    CHECK_THROWS_AS(read_availability(body.substr(0, length), {"a.com"}), RunError);
  CHECK(read_availability(body, {"a.com"}).rows.size() == 1);
}

TEST_CASE("every changed byte of a good answer is read or refused, never more") {
  const std::string good = body_of(fmt::format(
      R"({{"domain":"a.com",{}}},{{"domain":"b.com","available":false,"reason":"taken"}})", kGood));
  for (std::size_t i = 0; i < good.size(); ++i)
    for (const char c :
         {'"', '{', '}', '[', ']', ',', ':', '\\', '0', '-', 'e', '\0', '\n', '\x80', '\xff'}) {
      std::string body = good;
      body[i] = c;
      try {
        const AvailabilityRows read = read_availability(body, {"a.com", "b.com"});
        REQUIRE(read.rows.size() + read.missing.size() == 2);
        REQUIRE(read.raw.size() == read.rows.size());
        for (std::size_t k = 0; k < read.rows.size(); ++k)
          REQUIRE(read_availability_row(read.raw[k]).domain == read.rows[k].domain);
      } catch (const RunError&) {
      }
    }
}

TEST_CASE("one row alone is read by the same rules, as evidence holds it") {
  const AvailabilityRow row = read_availability_row(
      fmt::format(R"({{"domain":"Müller.de",{},"checked_at":"2026-11-21T03:00:00Z"}})", kGood));
  CHECK(row.domain == "xn--mller-kva.de");
  CHECK(row.available());
  CHECK_THROWS_WITH(read_availability_row(R"({"domain":"a.com","available":0})"),
                    Contains("the row cannot be used: available is"));
  CHECK_THROWS_WITH(read_availability_row(R"({"available":true})"), Contains("domain is missing"));
  CHECK_THROWS_WITH(read_availability_row(R"({"domain":"a_b","available":true})"), Contains("'a_b'"));
  for (const char* bad :
       {"", "[]", "null", "5", "{", R"({"domain":"a.com","available":true}{})", R"("a.com")"})
    CHECK_THROWS_AS(read_availability_row(bad), RunError);
}
