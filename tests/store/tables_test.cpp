#include "store/tables.hpp"

#include <catch2/catch.hpp>

#include "domainplan/damaged_file.hpp"

using namespace domainplan;
using namespace domainplan::store;
using Catch::Matchers::Contains;

namespace {

template <class Row, class... Values>
std::vector<Row> read_back(const CsvTable<Row, Values...>& table, const std::string& bytes) {
  std::vector<Row> rows;
  table.read(bytes, "f.csv", [&](Row row, std::size_t) { rows.push_back(std::move(row)); });
  return rows;
}

template <class Row, class... Values>
void check_round_trip(const CsvTable<Row, Values...>& table, const std::vector<Row>& rows) {
  std::string bytes = table.header();
  for (const Row& row : rows) bytes += table.line(row);
  CHECK(read_back(table, bytes) == rows);
}

const char* const kOdd = "=1+1,\"quoted\"\nsecond line";

}  // namespace

TEST_CASE("the rows of plan.csv are read back as they were written") {
  check_round_trip(kPlanTable, {{"acme", "a.com", Provider::google, Source::registrar, 1'200, 1'500, "usd",
                                 77, "{stem}{tld}"},
                                {"acme", "own.com", Provider::microsoft, Source::owned, {}, {}, "", {}, ""},
                                {"beta", "b.com", Provider::google, Source::inventory, 0, {}, "eur", 0, kOdd},
                                {"beta", "'=x", Provider::google, Source::registrar, {}, 1, "'", 1, "''-"}});
}

TEST_CASE("the rows of candidates.csv are read back as they were written, whatever the verdict") {
  std::vector<CandidateRow> rows;
  for (std::size_t i = 0; i < kVerdicts; ++i)
    rows.push_back({"acme", "a.com", 5, "{stem}", static_cast<Verdict>(i), 9, {}, Provider::google});
  rows.push_back({"acme", "b.com", 0, "", Verdict::taken, {}, {}, {}});
  rows.push_back({"acme", "c.com", 0, "-{stem}", Verdict::eligible, 1, 2, ProviderSet::both()});
  check_round_trip(kCandidatesTable, rows);
}

TEST_CASE("the rows of shortfall.csv are read back as they were written, whatever the reason") {
  std::vector<ShortfallRow> rows;
  for (std::size_t i = 0; i < kShortfallReasonNames.size(); ++i)
    rows.push_back({"acme", static_cast<ShortfallReason>(i), 1, 2, 3, 4, 5, 6, kOdd});
  check_round_trip(kShortfallTable, rows);
}

TEST_CASE("a key in plan.csv that is no customer's key is damage, as it would name a file anywhere") {
  for (const std::string key : {"../../precious", "", "..", "a/b", "/etc/x"}) {
    PlannedDomain row;
    row.customer = key;
    CHECK_THROWS_WITH(read_back(kPlanTable, kPlanTable.header() + kPlanTable.line(row)),
                      Contains("f.csv:2: customer: '" + key + "' is not a key") && Contains("damaged"));
  }
}

TEST_CASE("a file of an earlier version may lack the last columns") {
  const auto rows =
      read_back(kCandidatesTable, "customer,domain,score,pattern,verdict\nacme,a.com,1,p,taken\n");
  REQUIRE(rows.size() == 1);
  CHECK(rows[0] == CandidateRow{"acme", "a.com", 1, "p", Verdict::taken, {}, {}, {}});
}

TEST_CASE("a cell that is not UTF-8 is damage, whatever its column holds, and is shown with its place") {
  const std::string header = kShortfallTable.header();
  for (const char* const row : {"a\xff"
                                "b,bad_row,0,0,0,0,0,0,m\n",
                                "acme,bad_row,0,0,0,0,0,0,a\xff"
                                "b\n"}) {
    CAPTURE(row);
    CHECK_THROWS_WITH(read_back(kShortfallTable, header + row),
                      Contains("f.csv:2: ") && Contains("'a\\xffb' is not UTF-8") && Contains("damaged"));
  }
  CHECK(read_back(kShortfallTable, header + "acme,bad_row,0,0,0,0,0,0,größer\n").front().message == "größer");
}

TEST_CASE("damage is reported with its place") {
  const auto [bytes, place] = GENERATE(table<std::string, std::string>({
      {"", "f.csv:1"},
      {"customer,name\n", "f.csv:1: name: the column 'domain' is expected"},
      {"customer,domain,score\n\nacme,a.com,-1\n",
       "f.csv:3: score: '-1' is not expected here; right would be a whole number from 0 to 1099511627776"},
      {"customer,domain,score\nacme,a.com,1x\n", "f.csv:2: score"},
      {"customer,domain,score\nacme,a.com,99999999999999999999\n", "f.csv:2: score"},
      {"customer,domain,score\nacme,a.com\n", "f.csv:2: 2 cells, and the header has 3"},
      {"customer,domain,score\nacme\n", "f.csv:2: 1 cell, and the header has 3"},
      {"customer,domain,score\nacme,\"a.com,1\n", "f.csv:2: "},
      {"customer,domain,score,pattern,verdict\nacme,a.com,1,p,lost\n",
       "f.csv:2: verdict: 'lost' is not expected here; right would be one of selected, eligible, "},
      {kCandidatesTable.header() + "acme,a.com,1,p,taken,null,,\n",
       "f.csv:2: price_cents: 'null' is not expected here; right would be a whole number from 0 to "
       "1099511627776, or nothing"},
      {kCandidatesTable.header() + "acme,a.com,1,p,taken,,,bing\n",
       "f.csv:2: usable_for: 'bing' is not expected here; right would be google, microsoft, "},
  }));
  CHECK_THROWS_WITH(read_back(kCandidatesTable, bytes), Contains(place) && Contains("damaged"));
}

TEST_CASE("a cell that is damaged is there as data: its file, line, column, value, and what would be right") {
  try {
    read_back(kPlanTable, kPlanTable.header() + "acme,a.com,google,registra,1,1,usd,1,p\n");
    FAIL("it was read");
  } catch (const DamagedFile& error) {
    CHECK(error.code() == ErrorCode::disk);
    CHECK(error.subject() == "f.csv");
    const Diagnostic& found = error.found();
    CHECK((found.file == "f.csv" && found.line == 2 && found.column == "source"));
    CHECK(found.value == "registra");
    CHECK(found.expected == "one of registrar, owned, inventory");
  }
}
