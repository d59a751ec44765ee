#include "store/ledger_log.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "domainplan/ledger.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
using Names = std::vector<std::string>;

TEST_CASE("what a plan read from the ledger is read back") {
  const ScratchFolder folder;
  CHECK_FALSE(ledger_snapshot(folder.path()));
  CHECK_FALSE(plan_in_ledger(folder.path()));
  {
    LedgerLog log(folder.path());
    log.begin({"id", "live-par_1", {"a.com", "b.com"}, {}});
    log.lost("acme", {"c.com", "d.com"});
  }
  {
    LedgerLog log(folder.path());
    log.lost("acme", {"e.com"});
    log.lost("other", {"f.com"});
  }
  const auto snapshot = ledger_snapshot(folder.path());
  REQUIRE(snapshot);
  CHECK(snapshot->plan == "id");
  CHECK(snapshot->account == "live-par_1");
  CHECK(snapshot->reserved == Names{"a.com", "b.com"});
  CHECK(snapshot->lost.at("acme") == Names{"c.com", "d.com", "e.com"});
  CHECK(snapshot->lost.at("other") == Names{"f.com"});
  CHECK(plan_in_ledger(folder.path()) == "id");
}

TEST_CASE(
    "answers of others and names that were reserved later are read back, and a replay is not a plan of the "
    "ledger") {
  const ScratchFolder folder;
  {
    LedgerLog log(folder.path());
    log.begin({"", "live-par_1", {"a.com"}});
    log.answers({R"({"domain":"b.com","available":false,"checked_at":"2026-01-01T00:00:00Z"})"});
    log.reserved({"c.com"});
    log.reserved({});
  }
  const auto snapshot = ledger_snapshot(folder.path());
  REQUIRE(snapshot);
  CHECK(snapshot->reserved == Names{"a.com", "c.com"});
  REQUIRE(snapshot->answers.size() == 1);
  CHECK(snapshot->answers[0].row.domain == "b.com");
  CHECK(snapshot->answers[0].row.reason == Reason::taken);
  CHECK(snapshot->answers[0].checked_at == read_rfc3339("2026-01-01T00:00:00Z"));
  CHECK(snapshot->answers[0].line ==
        R"({"domain":"b.com","available":false,"checked_at":"2026-01-01T00:00:00Z"})");
  CHECK_FALSE(plan_in_ledger(folder.path()));
}

TEST_CASE("a log of the ledger that was not begun to the end is none") {
  CHECK_FALSE(read_ledger_log("", "ledger.ndjson"));
  CHECK_FALSE(read_ledger_log(
      "{\"version\":1,\"plan\":\"x\",\"account\":\"a\",\"reserved\":2}\n{\"domain\":\"a.com\"}\n",
      "ledger.ndjson"));
  CHECK_FALSE(read_ledger_log("{\"version\":1,\"pl", "ledger.ndjson"));
}

TEST_CASE("a log of the ledger that is damaged, or of a later version, is refused with its line") {
  const std::string head = "{\"version\":1,\"plan\":\"x\",\"account\":\"a\",\"reserved\":0}\n";
  CHECK_THROWS_WITH(read_ledger_log(head + "{\"domain\":7}\n", "f"), Catch::Matchers::Contains("f:2: "));
  CHECK_THROWS_WITH(read_ledger_log(head + "junk\n", "f"), Catch::Matchers::Contains("f:2: "));
  CHECK_THROWS_WITH(read_ledger_log(head + "{\"domain\":\"a.com\"}" + '\0' + "\n" + head, "f"),
                    Catch::Matchers::Contains("f:2: "));
  CHECK_THROWS_WITH(read_ledger_log(head + "{\"answer\":{\"domain\":\"a.com\"}}\n", "f"),
                    Catch::Matchers::Contains("f:2: "));
  CHECK_THROWS_WITH(read_ledger_log("{\"version\":2,\"plan\":\"x\",\"account\":\"a\",\"reserved\":0}\n", "f"),
                    Catch::Matchers::Contains("later version"));
}

TEST_CASE("ledger.ndjson keeps the form in which earlier versions wrote it") {
  const ScratchFolder folder;
  {
    LedgerLog log(folder.path());
    log.begin({"id", "live-par_1", {"a.com"}, {}});
    log.lost("acme", {"c.com"});
    log.answers({R"({"domain":"b.com","available":false})"});
    log.reserved({"d.com"});
  }
  CHECK(bytes_of(folder / "ledger.ndjson") ==
        "{\"version\":1,\"plan\":\"id\",\"account\":\"live-par_1\",\"reserved\":1}\n"
        "{\"domain\":\"a.com\"}\n"
        "{\"domain\":\"c.com\",\"customer\":\"acme\"}\n"
        "{\"answer\":{\"domain\":\"b.com\",\"available\":false}}\n"
        "{\"domain\":\"d.com\"}\n");
}
