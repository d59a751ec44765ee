#include "operations/change_journal.hpp"

#include <catch2/catch.hpp>

#include <tuple>

#include "domainplan/error.hpp"
#include "io/rfc3339.hpp"
#include "operations/account.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using State = Change::State;

namespace {

std::string path_in(const ScratchFolder& folder) { return folder / *names_in(folder.path()).begin(); }

}  // namespace

TEST_CASE("what was begun and not answered is pending, also for the next process") {
  const ScratchFolder folder;
  TestAccount account;
  const auto session = account.session();
  {
    ChangeJournal journal(folder.path(), *session);
    CHECK(journal.intend(SwapIntent{.domain = "a.com"}) == 1);
    CHECK(journal.intend(SwapIntent{.domain = "b.com"}) == 2);
    journal.note(1, State::refused, {.message = "no"});
    CHECK(journal.intend(ForwardIntent{"https://a.com/"}) == 3);
    journal.note(3, State::accepted, {.job = "fwj_1"});
  }
  ChangeJournal journal(folder.path(), *session);
  REQUIRE(journal.pending<SwapIntent>().size() == 1);
  CHECK(std::get<SwapIntent>(journal.pending<SwapIntent>()[0].what).domain == "b.com");
  REQUIRE(journal.pending<ForwardIntent>().size() == 1);
  CHECK(journal.pending<ForwardIntent>()[0].result.job == "fwj_1");
  CHECK(journal.pending<CancelIntent>().empty());
  CHECK(journal.intend(SwapIntent()) == 4);
}

TEST_CASE("why nothing was done is escaped in the journal of changes") {
  const ScratchFolder folder;
  TestAccount account;
  const auto session = account.session();
  {
    ChangeJournal journal(folder.path(), *session);
    journal.intend(SwapIntent{.domain = "a.com"});
    journal.note(1, State::refused, {.message = "no \x1b[2J\xff"});
  }
  CHECK_THAT(bytes_of_file(path_in(folder)), Catch::Contains(R"(no \\x1b[2J\\xff)"));
}

TEST_CASE("each kind of change is read from the journal as it was written") {
  const ScratchFolder folder;
  TestAccount account;
  const auto session = account.session();
  const ForwardIntent forward{"https://a.com/?q=\"1\"", {"a.com", "b.com"}};
  const SwapIntent swap{.order = "ord_1",
                        .domain = "a.com",
                        .domain_id = "dom_1",
                        .replacement = "c.com",
                        .type = "premium",
                        .price_cents = 1299,
                        .known = {"swp_1", "swp_2"}};
  const RenameIntent rename{.domain = "a.com",
                            .domain_id = "dom_1",
                            .order = "ord_1",
                            .personas = {{"Zoë", "O'Neil", ""}, {"Ann", "Lee", "https://a.com/a.png"}},
                            .known = {"swp_3"}};
  const CancelIntent cancel{"ord_2", {"d.com"}};
  const ChangeResult result{.job = "fwj_1", .status = "completed", .message = "", .swaps = {"swp_4"}};
  {
    ChangeJournal journal(folder.path(), *session);
    journal.note(journal.intend(forward), State::done, result);
    journal.note(journal.intend(swap), State::not_done);
    journal.intend(rename);
    journal.intend(cancel);
  }
  const ChangeJournal journal(folder.path(), *session);
  const auto forwarded = std::get<ForwardIntent>(journal.changes().at(1).what);
  CHECK(forwarded.url == forward.url);
  CHECK(forwarded.domains == forward.domains);
  const ChangeResult read = journal.changes().at(1).result;
  CHECK(read.job == result.job);
  CHECK(read.status == result.status);
  CHECK(read.message == result.message);
  CHECK(read.swaps == result.swaps);
  const auto swapped = std::get<SwapIntent>(journal.changes().at(2).what);
  CHECK(std::tie(swapped.order, swapped.domain, swapped.domain_id, swapped.replacement, swapped.type,
                 swapped.price_cents, swapped.known) == std::tie(swap.order, swap.domain, swap.domain_id,
                                                                 swap.replacement, swap.type,
                                                                 swap.price_cents, swap.known));
  CHECK(journal.changes().at(2).state == State::not_done);
  CHECK_FALSE(journal.changes().at(2).result.message);
  const auto renamed = std::get<RenameIntent>(journal.changes().at(3).what);
  CHECK(std::tie(renamed.domain, renamed.domain_id, renamed.order, renamed.personas, renamed.known) ==
        std::tie(rename.domain, rename.domain_id, rename.order, rename.personas, rename.known));
  const auto cancelled = std::get<CancelIntent>(journal.changes().at(4).what);
  CHECK(std::tie(cancelled.order, cancelled.domains) == std::tie(cancel.order, cancel.domains));
}

TEST_CASE("the journal of an earlier version is read") {
  const ScratchFolder folder;
  TestAccount account;
  const auto session = account.session();
  { const ChangeJournal journal(folder.path(), *session); }
  put_bytes(
      path_in(folder),
      R"({"at":"2026-11-01T10:00:00.000001Z","change":1,"event":"intent","kind":"rename","version":1,"what":)"
      R"({"domain":"a.com","domain_id":"dom_1","known":[],"personas":[["Ann","Lee",""]]}})"
      "\n"
      R"({"at":"2026-11-01T10:00:01Z","change":1,"event":"done","result":{"swaps":["swp_1"]},"version":1})"
      "\n"
      R"({"at":"2026-11-01T10:00:02Z","change":2,"event":"intent","kind":"cancel","version":1,"what":)"
      R"({"domains":[],"order":"ord_1"}})"
      "\n");
  const ChangeJournal journal(folder.path(), *session);
  CHECK(journal.changes().at(1).result.swaps == std::vector<std::string>{"swp_1"});
  CHECK(journal.changes().at(1).at == read_rfc3339("2026-11-01T10:00:00.000001Z"));
  CHECK(std::get<CancelIntent>(journal.pending<CancelIntent>().at(0).what).order == "ord_1");
}

TEST_CASE("the journal is named after environment, account and a loopback port") {
  const ScratchFolder folder;
  TestAccount account;
  const auto session = account.session();
  const ChangeJournal journal(folder.path(), *session);
  CHECK(names_in(folder.path()) ==
        std::set{fmt::format("test-{}-{}.journal.ndjson", session->account().id, account.server().port())});
}

TEST_CASE("an account has one journal writer at a time") {
  const ScratchFolder folder;
  TestAccount account;
  const auto session = account.session();
  const ChangeJournal journal(folder.path(), *session);
  CHECK_THROWS_AS(ChangeJournal(folder.path(), *session, {}, 0s), RunError);
}

TEST_CASE("a damaged line of the journal is an error that names it, and nothing is overwritten") {
  const ScratchFolder folder;
  TestAccount account;
  const auto session = account.session();
  { ChangeJournal(folder.path(), *session).intend(SwapIntent()); }
  const std::string good = bytes_of(path_in(folder));
  for (
      const std::string& line :
      {std::string("{}"), std::string("no"), std::string("[]"), good.substr(0, good.size() - 1),
       std::string(R"({"version":2,"at":"2026-11-01T10:00:00Z","change":2,"event":"intent"})"),
       std::string(R"({"version":1,"at":"2026-11-01T10:00:00Z","change":7,"event":"done","result":{}})"),
       std::string(R"({"version":1,"at":"2026-11-01T10:00:00Z","change":1,"event":"lost","result":{}})"),
       std::string(
           R"({"version":1,"at":"2026-11-01T10:00:00Z","change":1,"event":"done","result":{"job":7}})"),
       std::string(
           R"({"version":1,"at":"2026-11-01T10:00:00Z","change":2,"event":"intent","kind":"sell","what":{}})"),
       std::string(
           R"({"version":1,"at":"2026-11-01T10:00:00Z","change":2,"event":"intent","kind":"cancel","what":{"order":"ord_1"}})")}) {
    put_bytes(path_in(folder), good + line + "\n");
    CHECK_THROWS_WITH(ChangeJournal(folder.path(), *session), Catch::Contains(":2: not a line"));
    CHECK(bytes_of(path_in(folder)) == good + line + "\n");
  }
}

TEST_CASE("the journal of changes never writes what its own reader refuses") {
  const ScratchFolder folder;
  TestAccount account;
  const auto session = account.session();
  ChangeJournal journal(folder.path(), *session);
  journal.note(journal.intend(SwapIntent()), State::done);
  const std::string before = bytes_of(path_in(folder));
  CHECK_THROWS_AS(journal.note(1, State::accepted), RunError);
  CHECK_THROWS_AS(journal.note(2, State::done), RunError);
  CHECK(bytes_of(path_in(folder)) == before);
  CHECK(journal.changes().at(1).state == State::done);
  CHECK(journal.intend(SwapIntent()) == 2);
}

TEST_CASE("without a folder nothing is kept") {
  TestAccount account;
  const auto session = account.session();
  ChangeJournal journal("", *session);
  journal.note(journal.intend(SwapIntent()), State::done);
  CHECK(journal.pending<SwapIntent>().empty());
  CHECK(account.counters().requests == 0);
}
