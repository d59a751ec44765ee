#include "operations/change_journal.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
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
    CHECK(journal.intend("swap", {{"domain", "a.com"}}) == 1);
    CHECK(journal.intend("swap", {{"domain", "b.com"}}) == 2);
    journal.note(1, State::refused, {{"message", "no"}});
    CHECK(journal.intend("forward", {{"url", "https://a.com/"}}) == 3);
    journal.note(3, State::accepted, {{"job", "fwj_1"}});
  }
  ChangeJournal journal(folder.path(), *session);
  REQUIRE(journal.pending("swap").size() == 1);
  CHECK(journal.pending("swap")[0].what["domain"] == "b.com");
  REQUIRE(journal.pending("forward").size() == 1);
  CHECK(journal.pending("forward")[0].result["job"] == "fwj_1");
  CHECK(journal.intend("swap", {}) == 4);
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
  { ChangeJournal(folder.path(), *session).intend("swap", {}); }
  const std::string good = bytes_of(path_in(folder));
  for (const std::string& line :
       {std::string("{}"), std::string("no"), std::string("[]"), good.substr(0, good.size() - 1),
        std::string(R"({"version":2,"change":2,"event":"intent"})"),
        std::string(R"({"version":1,"change":7,"event":"done","result":{}})"),
        std::string(R"({"version":1,"change":1,"event":"lost","result":{}})")}) {
    put_bytes(path_in(folder), good + line + "\n");
    CHECK_THROWS_WITH(ChangeJournal(folder.path(), *session), Catch::Contains(":2: not a line"));
    CHECK(bytes_of(path_in(folder)) == good + line + "\n");
  }
}

TEST_CASE("without a folder nothing is kept") {
  TestAccount account;
  const auto session = account.session();
  ChangeJournal journal("", *session);
  journal.note(journal.intend("swap", {}), State::done);
  CHECK(journal.pending("swap").empty());
  CHECK(account.counters().requests == 0);
}
