#include <fmt/format.h>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <random>

#include "domainplan/error.hpp"
#include "partner/availability.hpp"
#include "row_reference.hpp"

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
  CHECK(read.warnings[0] == Notice{.code = NoticeCode::row_not_asked, .subject = "x.com"});
  CHECK(read.warnings[1].code == NoticeCode::row_ignored);
  CHECK(read.warnings[1].subject == "not a\x1b name");
}

TEST_CASE("a flood of rows that nobody asked for leaves few warnings") {
  std::string rows;
  for (int i = 0; i < 5000; ++i)
    rows += fmt::format(R"({}{{"domain":"x{}.com","available":false}})", i ? "," : "", i);
  const AvailabilityRows read = read_availability(body_of(rows), {"a.com"});
  CHECK(read.warnings.size() == 21);
  CHECK(read.warnings.back() == Notice{.code = NoticeCode::more_of_answer, .count = 4980});
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
  CHECK(differs.warnings.at(0) == Notice{.code = NoticeCode::rows_contradict, .subject = "a.com"});
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

TEST_CASE("null is the same as absent in every optional field") {
  CHECK(reason(R"("available":false,"reason":null)") == Reason::taken);
  CHECK(reason(fmt::format(R"({},"reason":null,"premium":null)", kGood)) == std::nullopt);
  CHECK(reason(R"("available":true,"price_cents":null,"currency":"usd")") == Reason::errored);
  CHECK(reason(R"("available":true,"price_cents":1,"currency":null)") == Reason::errored);
  const AvailabilityRow row = row_of(
      R"("available":true,"price_cents":1,"currency":"usd","renewal_price_cents":null,"usable_for":null)");
  CHECK(row.available());
  CHECK_FALSE(row.renewal_price_cents);
  CHECK(row.usable_for.empty());
}

TEST_CASE("a row without a price is errored, and the others of the answer are as they were") {
  const AvailabilityRows read = read_availability(
      body_of(fmt::format(
          R"({{"domain":"a.com","available":true,"price_cents":null,"currency":"usd"}},{{"domain":"b.com",{}}})",
          kGood)),
      {"a.com", "b.com"});
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].reason == Reason::errored);
  CHECK(read.rows[1].available());
  CHECK(read.raw[0] == R"({"domain":"a.com","available":true,"price_cents":null,"currency":"usd"})");
}

TEST_CASE("a field of a wrong type or an impossible value makes its row errored, and a warning says where") {
  const auto [fields, where] = GENERATE(table<const char*, const char*>({
      {R"("available":"yes")", "data.domains[1].available is 'yes', not true or false"},
      {R"("available":null)", "data.domains[1].available is null"},
      {R"("available":1)", "data.domains[1].available is 1"},
      {R"("available":true,"premium":"no")", "data.domains[1].premium"},
      {R"("available":true,"price_cents":12.5)", "data.domains[1].price_cents is 12.5, not a whole number"},
      {R"("available":true,"price_cents":1e3)", "data.domains[1].price_cents is 1e3"},
      {R"("available":true,"price_cents":-1)", "data.domains[1].price_cents is -1"},
      {R"("available":true,"price_cents":-0)", "data.domains[1].price_cents is -0"},
      {R"("available":true,"price_cents":"1200")", "data.domains[1].price_cents is '1200'"},
      {R"("available":true,"price_cents":true)", "data.domains[1].price_cents is true"},
      {R"("available":true,"price_cents":{})", "data.domains[1].price_cents is an object"},
      {R"("available":true,"price_cents":8589934593)", "data.domains[1].price_cents is 8589934593"},
      {R"("available":true,"price_cents":18446744073709551615)", "data.domains[1].price_cents"},
      {R"("available":true,"price_cents":99999999999999999999999)", "data.domains[1].price_cents"},
      {R"("available":true,"renewal_price_cents":[])", "data.domains[1].renewal_price_cents is a list"},
      {R"("available":true,"currency":840)", "data.domains[1].currency"},
      {R"("available":true,"currency":"us dollar")", "data.domains[1].currency is 'us dollar'"},
      {R"("available":true,"currency":"usdollars")", "data.domains[1].currency"},
      {R"("available":true,"usable_for":"google")", "data.domains[1].usable_for"},
      {R"("available":true,"usable_for":["google",3])", "data.domains[1].usable_for holds 3, not a string"},
      {R"("available":true,"usable_for":[["google"]])", "data.domains[1].usable_for holds a list"},
      {R"("available":true,"usable_for":{"google":true})", "data.domains[1].usable_for"},
      {R"("available":false,"reason":5)", "data.domains[1].reason"},
      {R"("available":false,"available":true)", "data.domains[1].available appears twice"},
      {R"("available":false,"domain":"c.com")", "data.domains[1].domain appears twice"},
      {R"("premium":false)", "data.domains[1].available is missing"},
  }));
  INFO(fields);
  const std::string body = body_of(fmt::format(
      R"({{"domain":"a.com",{0}}},{{"domain":"b.com","x":1,{1}}},{{"domain":"c.com",{0}}})", kGood, fields));
  const AvailabilityRows read = read_availability(body, {"a.com", "b.com", "c.com"});
  REQUIRE(read.rows.size() == 3);
  CHECK(read.rows[0].available());
  CHECK(read.rows[1] == AvailabilityRow{.domain = "b.com", .reason = Reason::errored});
  CHECK(read.rows[2].available());
  REQUIRE(read.warnings.size() == 1);
  CHECK(read.warnings[0].code == NoticeCode::row_unusable);
  CHECK(read.warnings[0].subject == "b.com");
  CHECK_THAT(read.warnings[0].reason, Contains(where));
  CHECK(read_availability_row(read.raw[1]) == read.rows[1]);
  CHECK(read.unusable == 1);
  CHECK_THAT(read.refusal, Contains(where));
}

TEST_CASE("an element that is not a row, or has no name, is ignored with a warning") {
  const auto [element, what] = GENERATE(table<const char*, const char*>({
      {"null", "data.domains[0] is null, where a name's answer, an object, is expected"},
      {R"("a.com")", "data.domains[0] is 'a.com', where a name's answer, an object, is expected"},
      {"[]", "data.domains[0] is a list, where a name's answer, an object, is expected"},
      {"{}", "data.domains[0].domain is missing"},
      {R"({"domain":null,"available":true})", "data.domains[0].domain is null, not a string"},
  }));
  INFO(element);
  const AvailabilityRows read = read_availability(
      body_of(fmt::format(R"({},{{"domain":"b.com",{}}})", element, kGood)), {"a.com", "b.com"});
  REQUIRE(read.rows.size() == 1);
  CHECK(read.rows[0].available());
  CHECK(read.missing == std::vector<std::string>{"a.com"});
  CHECK(read.warnings.at(0).code == NoticeCode::row_ignored);
  CHECK_THAT(read.warnings.at(0).reason, Contains(what));
}

TEST_CASE("the highest price that is believed is 2^33 cents") {
  CHECK(row_of(R"("available":true,"price_cents":8589934592,"currency":"usd")").price_cents == Cents{1}
                                                                                                   << 33);
}

TEST_CASE("a body of another shape fails with what was expected") {
  const auto [body, what] = GENERATE(table<const char*, const char*>({
      {"", "invalid JSON at byte 1"},
      {"null", "it is not an object"},
      {"[]", "it is not an object"},
      {"3", "it is not an object"},
      {"nul", "invalid JSON at byte"},
      {"{}", "data is missing"},
      {R"({"data":null})", "data is null, where an object with the list domains is expected"},
      {R"({"data":[]})", "data is a list, where an object with the list domains is expected"},
      {R"({"data":{}})", "data.domains is missing"},
      {R"({"data":{"domains":{}}})", "data.domains is an object, where a list of answers is expected"},
      {R"({"data":{"domains":"a.com"}})", "data.domains is 'a.com', where a list of answers is expected"},
      {R"({"data":{"domains":[],"domains":[]}})", "data.domains appears twice"},
      {R"({"data":{"domains":[]},"data":{"domains":[]}})", "data appears twice"},
      {R"({"data":{"domains":[]}} x)", "invalid JSON at byte 25"},
      {R"({"data":{"domains":[]}}{})", "invalid JSON at byte 24"},
      {R"({"data":{"domains":[{"domain":"a.com","available":fal)", "invalid JSON at byte"},
      {R"({"data":{"domains":[{"domain":"a.com","available":false},]}})", "invalid JSON at byte 58"},
      {R"({"data":{"domains":[{"domain":"a.com","available":true,"price_cents":1e999}]}})", "invalid JSON"},
      {"{\"data\":{\"domains\":[{\"domain\":\"a\xff.com\",\"available\":false}]}}",
       "invalid JSON at byte 33"},
      {"{\"data\":{\"domains\":[]},\"x\":\"\x1b\"}", "invalid JSON at byte 29"},
      {"<html>\x1b[31m</html>", "invalid JSON at byte 1"},
  }));
  INFO(body);
  CHECK_THROWS_AS(read_availability(body, {"a.com"}), RunError);
  CHECK_THROWS_WITH(read_availability(body, {"a.com"}),
                    Contains(what) && !Contains("\x1b") && !Contains("\xff"));
}

TEST_CASE("more rows than any answer has are refused") {
  std::string rows = R"({"domain":"a.com","available":false})";
  for (int i = 0; i < 10'000; ++i) rows += R"(,{"domain":"x.com","available":false})";
  CHECK_THROWS_WITH(read_availability(body_of(rows), {"a.com"}), Contains("more than 10000 rows"));
}

TEST_CASE("what other readers of the log would not take is refused, though nobody asked for that field") {
  const std::string half = GENERATE(R"("\udc00")", R"(["a\udfff"])", R"({"\ud83dx":1})", R"({"\ude00":1})",
                                    "01", "1.", "[1,]", "tru", R"("\q")", "{1:2}");
  const std::string body = body_of(fmt::format(R"({{"domain":"a.com","available":false,"note":{}}})", half));
  CHECK_FALSE(nlohmann::json::accept(body));
  CHECK_THROWS_WITH(read_availability(body, {"a.com"}), Contains("invalid JSON at byte"));
}

TEST_CASE("zeros behind a document are not part of it") {
  const std::string row = R"({"domain":"a.com","available":false})";
  CHECK_THROWS_WITH(read_availability_row(row + std::string(3, '\0')), Contains("invalid JSON at byte 37"));
  CHECK_THROWS_WITH(read_availability(body_of(row) + std::string("\0{}", 3), {"a.com"}),
                    Contains("invalid JSON at byte"));
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
  CHECK_THROWS_WITH(read_availability(body_of(objects), {"a.com"}), Contains("nested more than 32"));
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

namespace {

// Documents near a good one: bytes changed, and tokens put in, taken out or moved.
class Mutations {
 public:
  explicit Mutations(unsigned seed) : random_(seed) {}

  std::string of(std::string text) {
    static const std::vector<std::string> tokens = {"{",
                                                    "}",
                                                    "[",
                                                    "]",
                                                    ",",
                                                    ":",
                                                    "\"",
                                                    "\\",
                                                    "\\u00e9",
                                                    "\\ud83d",
                                                    "\\ude00",
                                                    "null",
                                                    "true",
                                                    "false",
                                                    "-",
                                                    "0",
                                                    "-0",
                                                    "1.5",
                                                    "1e5",
                                                    "1e400",
                                                    "18446744073709551616",
                                                    "8589934592",
                                                    "8589934593",
                                                    " ",
                                                    "\n",
                                                    "\t",
                                                    "\x80",
                                                    "\xff",
                                                    "\xc3\xa9",
                                                    "\x1f",
                                                    std::string(1, '\0'),
                                                    "\"a.com\"",
                                                    "\"domain\":",
                                                    "\"price_cents\":",
                                                    "\"reason\":null,",
                                                    "{\"x\":[1,{\"y\":\"\\n\"}]}",
                                                    "\"B.COM.\"",
                                                    "\xEF\xBB\xBF",
                                                    "\"usd\"",
                                                    "[[[[[[[[[["};
    for (int times = 1 + below(3); times > 0; --times) {
      const std::size_t at = below(text.size()), length = below(std::min<std::size_t>(text.size() - at, 40));
      switch (below(4)) {
        case 0:
          text[at] = static_cast<char>(random_());
          break;
        case 1:
          text.insert(at, tokens[below(tokens.size())]);
          break;
        case 2:
          text.erase(at, length);
          break;
        default:
          text.insert(below(text.size()), text.substr(at, length));
      }
    }
    return text;
  }

 private:
  template <class Number>
  Number below(Number bound) {
    return bound == 0 ? bound : static_cast<Number>(random_() % static_cast<std::uint64_t>(bound));
  }
  std::mt19937_64 random_;
};

}  // namespace

TEST_CASE("an independent reader finds the same in 60,000 mutated answers") {
  const std::vector<std::string> asked = {"a.com", "b.com", "xn--mller-kva.de"};
  const std::string good = body_of(fmt::format(
      R"({{"domain":"a.com",{0}}},{{"domain":"b.com","available":false,"reason":"taken","note":"\u00e9\ud83d\ude00"}}, {{"domain":"Müller.de","premium":false,"renewal_price_cents":null,{0},"y":[1,2.5e3,{{}}]}})",
      R"("available":true,"price_cents":1200,"currency":"usd","usable_for":["google","microsoft"])"));
  REQUIRE(read_availability(good, asked).missing.empty());
  Mutations mutations(20261126);
  std::size_t answers = 0, no_json = 0, no_answer = 0;
  for (int i = 0; i < 60'000; ++i) {
    const std::string body = mutations.of(good);
    INFO(nlohmann::json(body).dump(-1, ' ', true, nlohmann::json::error_handler_t::replace));
    const auto document = reference::parse(body);
    const auto expected = document ? reference::read_answer(document->value, asked) : std::nullopt;
    if (document && document->repeats_a_key) continue;
    std::optional<AvailabilityRows> read;
    std::string why;
    try {
      read = read_availability(body, asked);
    } catch (const RunError& error) {
      why = error.what();
    }
    if (!document && why.find("nested") == std::string::npos) {
      // The shape may be wrong before the syntax is.
      ++no_json;
      if (read) FAIL("taken for JSON");
      continue;
    }
    INFO(why);
    if (read.has_value() != expected.has_value()) FAIL("read: " << read.has_value());
    if (!read) {
      ++no_answer;
      continue;
    }
    ++answers;
    std::size_t row = 0;
    for (std::size_t k = 0; k < asked.size(); ++k) {
      if (!(*expected)[k]) continue;
      if (row == read->rows.size() || read->rows[row] != *(*expected)[k])
        FAIL("another row for " << asked[k]);
      if (read_availability_row(read->raw[row]) != read->rows[row]) FAIL("the log says something else");
      ++row;
    }
    if (row != read->rows.size()) FAIL("a row too many");
  }
  CHECK(answers > 5000);
  CHECK(no_json > 5000);
  CHECK(no_answer > 100);
}

TEST_CASE("one row alone is read by the same rules, as the availability log holds it") {
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
