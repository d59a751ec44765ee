#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "domainplan/select_rows.hpp"

using namespace domainplan;

namespace {

constexpr const char* kHeader =
    "domain,available,premium,price_cents,renewal_price_cents,currency,usable_for,reason,score,pattern,"
    "message\n";

InputFile file(std::string bytes) { return {"rows", std::move(bytes)}; }
InputFile csv(const std::string& rows) { return file(kHeader + rows); }

std::vector<Diagnostic> mistakes(const InputFile& input) {
  try {
    read_checked_candidates(input);
  } catch (const InputError& error) {
    return error.diagnostics();
  }
  return {};
}

}  // namespace

TEST_CASE("of two rows of one domain the first gives the place and the last the values") {
  const auto rows =
      read_checked_candidates(file("{\"domain\":\"a.com\",\"available\":false,\"reason\":\"stale\"}\n"
                                   "{\"domain\":\"b.com\",\"available\":false,\"reason\":\"taken\"}\n"
                                   "{\"domain\":\"a.com\",\"available\":false,\"reason\":\"taken\",\"score\":"
                                   "7,\"pattern\":\"{stem}\"}\n"));
  REQUIRE(rows.size() == 2);
  CHECK(rows[0].candidate.domain == "a.com");
  CHECK(rows[0].row.reason == Reason::taken);
  CHECK(rows[0].candidate.score == 7);
  CHECK(rows[0].candidate.pattern == "{stem}");
}

TEST_CASE("a line that is not a checked candidate is reported with its number") {
  try {
    read_checked_candidates(
        file("{\"domain\":\"a.com\",\"available\":false,\"reason\":\"taken\"}\n"
             "{\"domain\":\"b.com\",\"available\":false,\"reason\":\"taken\",\"score\":-1}\n"
             "b.com\n"));
    FAIL("it was accepted");
  } catch (const InputError& error) {
    REQUIRE(error.diagnostics().size() == 2);
    CHECK(error.diagnostics()[0].line == 2);
    CHECK_THAT(error.diagnostics()[0].message, Catch::Contains("score"));
    CHECK(error.diagnostics()[1].line == 3);
  }
}

TEST_CASE("a row of CSV is the row that the same ndjson line is") {
  const struct {
    const char* cells;
    const char* line;
  } kRows[] = {
      {"A.com,true,false,900,1100,USD,google microsoft,,7,{stem}hq,",
       R"({"domain":"A.com","available":true,"premium":false,"price_cents":900,"renewal_price_cents":1100,
           "currency":"USD","usable_for":["google","microsoft"],"score":7,"pattern":"{stem}hq"})"},
      {"a.com,yes,,900,,usd,google,,,,", R"({"domain":"a.com","available":true,"price_cents":900,
           "currency":"usd","usable_for":["google"]})"},
      {"a.com,true,,,1100,usd,google,,,,", R"({"domain":"a.com","available":true,"renewal_price_cents":1100,
           "currency":"usd","usable_for":["google"]})"},
      {"a.com,true,,900,,,google,,,,",
       R"({"domain":"a.com","available":true,"price_cents":900,"usable_for":["google"]})"},
      {"a.com,true,true,900,,usd,fax,,,,", R"({"domain":"a.com","available":true,"premium":true,
           "price_cents":900,"currency":"usd","usable_for":["fax"]})"},
      {"a.com,false,,,,,,stale,,,", R"({"domain":"a.com","available":false,"reason":"stale"})"},
      {"a.com,true,,900,,usd,google,odd,,,", R"({"domain":"a.com","available":true,"price_cents":900,
           "currency":"usd","usable_for":["google"],"reason":"odd"})"},
      {"a.com,no,,,,,,,0,,", R"({"domain":"a.com","available":false,"score":0})"},
  };
  for (const auto& [cells, line] : kRows) {
    INFO(cells);
    std::string one_line = line;
    std::erase(one_line, '\n');
    const auto from_csv = read_checked_candidates(csv(std::string(cells) + "\n"));
    const auto from_json = read_checked_candidates(file(one_line));
    REQUIRE((from_csv.size() == 1 && from_json.size() == 1));
    CHECK(from_csv[0].row == from_json[0].row);
    CHECK(from_csv[0].candidate.domain == from_json[0].candidate.domain);
    CHECK(from_csv[0].candidate.score == from_json[0].candidate.score);
    CHECK(from_csv[0].candidate.pattern == from_json[0].candidate.pattern);
  }
}

TEST_CASE("a cell of CSV that cannot be used is reported with its line, column and value") {
  const struct {
    const char* cells;
    const char* column;
    const char* value;
  } kRows[] = {
      {"b.com,maybe,,,,,,,,,", "available", "'maybe'"},
      {"b.com,,,,,,,,,,", "available", "is empty"},
      {",true,,,,,,,,,", "domain", "is empty"},
      {"b c.com,true,,,,,,,,,", "domain", "'b c.com'"},
      {"b.com,true,x,,,,,,,,", "premium", "'x'"},
      {"b.com,true,,-1,,,,,,,", "price_cents", "'-1'"},
      {"b.com,true,,12.5,,,,,,,", "price_cents", "'12.5'"},
      {"b.com,true,,8589934593,,,,,,,", "price_cents", "'8589934593'"},
      {"b.com,true,,,x,,,,,,", "renewal_price_cents", "'x'"},
      {"b.com,true,,,,us dollars,,,,,", "currency", "'us dollars'"},
      {"b.com,true,,,,,,,-1,,", "score", "'-1'"},
      {"b.com,true,,,,,,,1073741825,,", "score", "'1073741825'"},
  };
  for (const auto& [cells, column, value] : kRows) {
    INFO(cells);
    const auto found = mistakes(csv(std::string("a.com,false,,,,,,taken,,,\n") + cells + "\n"));
    REQUIRE(found.size() == 1);
    CHECK(found[0].line == 3);
    CHECK(found[0].column == column);
    CHECK_THAT(found[0].message, Catch::Contains(value));
  }
}
