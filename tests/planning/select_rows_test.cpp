#include "domainplan/select_rows.hpp"

#include <catch2/catch.hpp>
#include <set>

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

TEST_CASE("with a surplus the choice is among the rows that a plan would have taken") {
  std::vector<CheckedCandidate> rows;
  for (int i = 0; i < 10; ++i)  // the better the dearer, and not in the order of the scores
    rows.push_back(row(std::string(1, static_cast<char>('a' + (i * 3) % 10)) + ".com", 100 - (i * 3) % 10,
                       2000 - 100 * ((i * 3) % 10), std::string(1, static_cast<char>('a' + i))));
  ChoiceOptions cheap;
  cheap.prefer = Prefer::price;
  cheap.pattern_share = 100;
  const auto chosen = [&](std::optional<int> surplus) {
    const auto selected = select_rows(rows, {1, 1}, cheap, surplus);
    std::set<std::string> domains;
    for (const RowSelection::Line& line : std::get<RowSelection>(selected).lines)
      domains.insert(rows[line.row].candidate.domain);
    return domains;
  };
  using Domains = std::set<std::string>;
  CHECK(chosen(std::nullopt) == Domains{"i.com", "j.com"});
  CHECK(chosen(0) == Domains{"a.com", "b.com"});
  CHECK(chosen(50) == Domains{"c.com", "d.com"});  // 2 for each provider, so 4 rows
  CHECK(chosen(100) == Domains{"c.com", "d.com"});
  CHECK(chosen(101) == Domains{"e.com", "f.com"});
  CHECK(chosen(1000) == Domains{"i.com", "j.com"});
}

TEST_CASE(
    "a surplus takes rows that no cap keeps out of a selection, and skips those that are not eligible") {
  std::vector<CheckedCandidate> rows = {row("a.com", 9, 900), row("b.com", 8, 900), row("c.com", 7, 900, "c"),
                                        row("d.com", 6, 900, "d")};
  rows[2].row.usable_for = {};
  rows[2].row.price_cents.reset();
  const auto selected = select_rows(rows, {2, 0}, {}, 0);  // one of {stem}hq at most
  const auto& lines = std::get<RowSelection>(selected).lines;
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].row == 0);
  CHECK(lines[1].row == 3);
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
