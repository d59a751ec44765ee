#include "domainplan/select_rows.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {

CheckedCandidate row(std::string domain, int score, Cents cents, std::string pattern = "{stem}hq") {
  AvailabilityRow row{.domain = domain,
                      .price_cents = cents,
                      .renewal_price_cents = cents,
                      .currency = "usd",
                      .usable_for = ProviderSet::both()};
  return {{std::move(domain), score, std::move(pattern)}, std::move(row)};
}

InputFile file(std::string bytes) { return {"rows", std::move(bytes)}; }

}  // namespace

TEST_CASE("the best rows of an order are selected, with what they cost") {
  const std::vector<CheckedCandidate> rows = {row("a.com", 1, 900, "a"), row("b.com", 3, 1100, "b"),
                                              row("c.com", 2, 1000, "c")};
  const auto selected = select_rows(rows, {1, 1}, {});
  const auto* const best = std::get_if<RowSelection>(&selected);
  REQUIRE(best);
  REQUIRE(best->lines.size() == 2);
  CHECK(best->lines[0].row == 1);
  CHECK(best->lines[0].provider == Provider::google);
  CHECK(best->lines[1].row == 2);
  CHECK(best->cost_cents == 2100);
  CHECK(best->renewal_cents == 2100);
  CHECK(best->score == 5);
}

TEST_CASE(
    "where no selection exists the rows that are missing are counted, and whether the share caps bind") {
  const std::vector<CheckedCandidate> alike = {row("a.com", 1, 900), row("b.com", 3, 1100)};
  const auto capped = select_rows(alike, {2, 0}, {});
  const auto* const none = std::get_if<NoSelection>(&capped);
  REQUIRE(none);
  CHECK(none->missing.google == 1);
  CHECK(none->eligible == 2);
  CHECK(none->share_caps_bind);

  ChoiceOptions cheap;
  cheap.max_price_cents = 1000;
  cheap.pattern_share = 100;
  const auto dear = select_rows(alike, {2, 0}, cheap);
  REQUIRE(std::holds_alternative<NoSelection>(dear));
  CHECK(std::get<NoSelection>(dear).eligible == 1);
  CHECK_FALSE(std::get<NoSelection>(dear).share_caps_bind);
}

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
