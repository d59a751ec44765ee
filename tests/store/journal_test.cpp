#include "store/journal.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "domainplan/error.hpp"
#include "domainplan/text.hpp"
#include "scratch_folder.hpp"
#include "store/journal_time.hpp"
#include "store/paths.hpp"

using namespace domainplan;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;

namespace {

// A folder with a journal in it.
struct Folder : ScratchFolder {
  std::string journal() const { return *this / std::string(store::kJournal); }
  std::string bytes() const { return bytes_of_file(journal()); }
};

constexpr std::int64_t kHour = 3'600'000;
JournalTime at(std::int64_t wall, std::int64_t boot = 0, std::int64_t server = 0, const char* start = "b") {
  return {wall, start, boot, server};
}
const JournalTime kThen = at(1'700'000'000'000, 5'000'000, 1'700'000'000);

}  // namespace

TEST_CASE("a journal says after a restart what was sent and what came back") {
  const Folder folder;
  {
    Journal journal(folder.path());
    CHECK(journal.sendings().empty());
    journal.intend("open", "aa", kThen);
    journal.intend("placed", "bb", kThen);
    journal.placed("placed", "ord_1", 1'900, "usd", kThen);
    journal.intend("refused", "cc", kThen);
    journal.refused("refused", "400 invalid_request", kThen);
    journal.intend("free", "dd", kThen);
    journal.placed("free", "ord_2", std::nullopt, "", kThen, "", read_rfc3339("2023-11-14T22:13:20Z"));
  }
  const Sendings sendings = recorded_sendings(folder.path());
  REQUIRE(sendings.size() == 4);
  CHECK(sendings.at("open").state == Sending::State::open);
  CHECK(sendings.at("open").sha256 == "aa");
  CHECK(sendings.at("open").first_sent.wall_ms == kThen.wall_ms);
  CHECK(sendings.at("open").first_sent.boot_ms == kThen.boot_ms);
  CHECK(sendings.at("placed").order_id == "ord_1");
  CHECK(sendings.at("placed").total_cents == 1'900);
  CHECK(sendings.at("refused").state == Sending::State::refused);
  CHECK(sendings.at("refused").message == "400 invalid_request");
  CHECK_FALSE(sendings.at("free").total_cents);
  CHECK(sendings.at("free").created_at == read_rfc3339("2023-11-14T22:13:20Z"));
  CHECK_FALSE(sendings.at("placed").created_at);
}

TEST_CASE("what the API says is escaped in the journal, and so when it is read") {
  const Folder folder;
  Journal journal(folder.path());
  const std::string hostile = "no \x1b[2J\x7f\xff", harmless = "no \\x1b[2J\\x7f\\xff";
  journal.intend("refused", "aa", kThen);
  journal.refused("refused", hostile, kThen);
  journal.intend("gone", "bb", kThen);
  journal.not_placed("gone", hostile, false, kThen);
  journal.intend("odd", "cc", kThen);
  journal.placed("odd", "ord_1", 5, "usd", kThen, hostile);
  journal.intend("odder", "dd", kThen);
  journal.placed("odder", "ord_2", 5, "usd", kThen);
  journal.mismatch("odder", hostile, kThen);
  const Sendings& sendings = journal.sendings();
  CHECK(sendings.at("refused").message == harmless);
  CHECK(sendings.at("gone").message == harmless);
  CHECK(sendings.at("odd").mismatch == harmless);
  CHECK(sendings.at("odder").mismatch == harmless);
  std::string bytes = folder.bytes();
  std::erase(bytes, '\n');
  CHECK(is_printable(bytes));
}

TEST_CASE("a journal torn at any byte of its last line says what the line before said, and can go on") {
  std::string whole;
  {
    const Folder folder;
    Journal journal(folder.path());
    journal.intend("a", "aa", kThen);
    journal.placed("a", "ord_1", 5, "usd", kThen);
    whole = folder.bytes();
  }
  const std::size_t last = whole.find('\n') + 1;
  for (std::size_t size = last; size < whole.size(); ++size) {
    const Folder folder;
    std::ofstream(folder.journal()) << whole.substr(0, size);
    Journal journal(folder.path());
    const bool only_its_end = size == whole.size() - 1;
    REQUIRE(journal.sendings().at("a").state ==
            (only_its_end ? Sending::State::placed : Sending::State::open));
    if (!only_its_end) journal.placed("a", "ord_1", 5, "usd", kThen);
    REQUIRE(folder.bytes() == whole);
  }
}

TEST_CASE("a journal is held by one process at a time") {
  const Folder folder;
  Journal journal(folder.path());
  Journal late(folder.path());
  journal.intend("a", "aa", kThen);
  CHECK_THROWS_WITH(Journal(folder.path()), Contains("another process"));
  CHECK_THROWS_WITH(late.intend("b", "bb", kThen), Contains("another process"));
}

TEST_CASE("a journal that another process has begun meanwhile is not written to") {
  const Folder folder;
  Journal late(folder.path());
  Journal(folder.path()).intend("a", "aa", kThen);
  const std::string bytes = folder.bytes();
  CHECK_THROWS_WITH(late.intend("b", "bb", kThen), Contains("another process"));
  CHECK_THROWS_WITH(late.intend("b", "bb", kThen), Contains("another process"));
  CHECK(folder.bytes() == bytes);
}

TEST_CASE("the first event makes the journal") {
  const Folder folder;
  Journal journal(folder.path());
  CHECK(std::filesystem::is_empty(folder.path()));
  journal.intend("a", "aa", kThen);
  CHECK_FALSE(folder.bytes().empty());
}

TEST_CASE("a journal that cannot be read is an error, never a folder from which nothing was sent") {
  const Folder folder;
  CHECK(recorded_sendings(folder.path()).empty());
  std::filesystem::create_symlink(folder.journal(), folder.journal());
  CHECK_THROWS_AS(recorded_sendings(folder.path()), RunError);
}

TEST_CASE("a line that is none of a journal is an error that names it") {
  for (
      const char* line :
      {"{}", "nonsense", R"({"event":"placed","customer":"a","order_id":"o","total_cents":1,"currency":""})",
       R"({"event":"intent","customer":"a","sha256":"x","at":"yesterday","boot":"","boot_ms":0,"server_s":0})",
       R"({"event":"moved","customer":"a"})"})
    CHECK_THROWS_WITH(read_journal(std::string(line) + "\n", "j"),
                      Contains("j:1") && Contains("nothing is sent"));
}

TEST_CASE("a NUL byte in a journal is damage, also where the line before it would be whole") {
  const Folder folder;
  { Journal(folder.path()).intend("a", "aa", kThen); }
  const std::string line = folder.bytes();
  const std::string bad = line.substr(0, line.size() - 1) + std::string(1, '\0') + "rest\n";
  CHECK_THROWS_WITH(read_journal(bad + line, "j"), Contains("j:1: this is not a line of a journal"));
}

TEST_CASE("a journal of a newer version is refused") {
  CHECK_THROWS_WITH(read_journal(R"({"version":2,"event":"moved"})"
                                 "\n",
                                 "j"),
                    Contains("j:1: a newer version of domainplan"));
}

TEST_CASE("an order that was placed cannot be intended once more") {
  const Folder folder;
  Journal journal(folder.path());
  journal.intend("a", "aa", kThen);
  journal.placed("a", "ord_1", 5, "usd", kThen);
  CHECK_THROWS_AS(journal.intend("a", "aa", kThen), RunError);
}

TEST_CASE("a journal never writes what its own reader refuses, and can be gone on with after that") {
  const Folder folder;
  Journal journal(folder.path());
  CHECK_THROWS_AS(journal.placed("a", "ord_1", 5, "usd", kThen), RunError);
  CHECK_FALSE(std::filesystem::exists(folder.journal()));
  journal.bind({"par_1", "https://a.com", "test"}, kThen);
  journal.intend("a", "aa", kThen);
  journal.placed("a", "ord_1", 5, "usd", kThen);
  const std::string before = folder.bytes();
  CHECK_THROWS_WITH(journal.intend("a", "bb", kThen),
                    Contains("customer 'a'") && Contains("an intent after the order was placed"));
  CHECK_THROWS_AS(journal.placed("a", "ord_2", 5, "usd", kThen), RunError);
  CHECK_THROWS_AS(journal.refused("b", "no", kThen), RunError);
  CHECK_THROWS_AS(journal.bind({"par_2", "https://a.com", "test"}, kThen), RunError);
  CHECK_THROWS_AS(journal.intend("b", "bb", at(400'000'000'000'000)), RunError);
  CHECK(folder.bytes() == before);
  CHECK(journal.sendings().at("a").order_id == "ord_1");
  CHECK(journal.owner()->account == "par_1");
  journal.intend("b", "bb", kThen);
  CHECK(recorded_sendings(folder.path()).size() == 2);
}

TEST_CASE("time that every clock saw pass is certain") {
  const auto within_20h = [](const JournalTime& now) { return certainly_within(20h, kThen, now); };
  CHECK(within_20h(at(kThen.wall_ms + kHour, kThen.boot_ms + kHour, kThen.server_s + 3'600)));
  CHECK(within_20h(at(kThen.wall_ms + kHour, kThen.boot_ms + kHour)));
  CHECK(within_20h(at(kThen.wall_ms + kHour, 7, kThen.server_s + 3'600, "another start")));
  // Any of them late, or running backwards.
  CHECK_FALSE(within_20h(at(kThen.wall_ms + 20 * kHour, kThen.boot_ms + kHour)));
  CHECK_FALSE(within_20h(at(kThen.wall_ms + kHour, kThen.boot_ms + 21 * kHour)));
  CHECK_FALSE(within_20h(at(kThen.wall_ms + kHour, kThen.boot_ms + kHour, kThen.server_s + 80'000)));
  CHECK_FALSE(within_20h(at(kThen.wall_ms - kHour, kThen.boot_ms + kHour)));
  CHECK_FALSE(within_20h(at(kThen.wall_ms + kHour, kThen.boot_ms - kHour)));
  // The wall clock alone.
  CHECK_FALSE(within_20h(at(kThen.wall_ms + kHour, 7, 0, "another start")));
  CHECK_FALSE(certainly_within(20h, at(kThen.wall_ms, 7, 0, ""), at(kThen.wall_ms + kHour, 9, 0, "")));
}

TEST_CASE("the machine's clocks are read") {
  const JournalTime first = journal_time_now();
  const JournalTime second = journal_time_now();
  CHECK(second.boot_ms >= first.boot_ms);
  CHECK(first.boot == second.boot);
  CHECK(first.wall_ms > 1'700'000'000'000);
  CHECK(certainly_within(1min, first, second));
}

TEST_CASE("an order that was not placed has an event of its own, and may be begun again") {
  const Folder folder;
  {
    Journal journal(folder.path());
    journal.intend("a", "aa", kThen);
    journal.not_placed("a", "a person has looked", true, kThen);
    CHECK_FALSE(journal.sendings().at("a").may_exist());
    CHECK_THAT(folder.bytes(), Contains("\"event\":\"not_placed\"") && Contains("\"by\":\"person\""));
  }
  Journal journal(folder.path());
  CHECK(journal.sendings().at("a").state == Sending::State::not_placed);
  CHECK(journal.sendings().at("a").message == "a person has looked");
  journal.intend("a", "bb", kThen);
  CHECK(journal.sendings().at("a").may_exist());
}

TEST_CASE("an order that was replaced counts with the licences it needed, also after a restart") {
  const Folder folder;
  {
    Journal journal(folder.path());
    journal.intend("a", "aa", kThen, 3'000, {3'000, {4, 2, 1, "usd"}});
    journal.placed("a", "ord_1", std::nullopt, "usd", kThen);
    journal.replaced("a", kThen);
  }
  const Sending sending = recorded_sendings(folder.path()).at("a");
  REQUIRE(sending.earlier.size() == 1);
  const Sending::Earlier& earlier = sending.earlier.front();
  CHECK(earlier.order_id == "ord_1");
  CHECK(earlier.cents == 3'000);
  CHECK(earlier.figure.registrations == 3'000);
  CHECK(earlier.figure.licences.google_inboxes == 4);
  CHECK(earlier.figure.licences.google_domains == 2);
  CHECK(earlier.figure.licences.microsoft_domains == 1);
  CHECK(earlier.figure.licences.currency == "usd");
}

TEST_CASE("a journal is bound to one account, and a journal of an earlier version to none") {
  const Folder folder;
  const JournalOwner owner{"par_1", "https://api.example.com/v1", "live"};
  {
    Journal journal(folder.path());
    CHECK_FALSE(journal.owner());
    journal.bind(owner, kThen);
    CHECK(journal.owner() == owner);
    journal.intend("a", "aa", kThen);
  }
  CHECK(recorded_owner(folder.path()) == owner);
  CHECK(recorded_sendings(folder.path()).size() == 1);
}

TEST_CASE("times from 1970 to 9999 are believed, and no others; nor amounts out of bounds") {
  const auto intent = [](const char* at, const char* boot_ms = "1") {
    return fmt::format(
        R"({{"event":"intent","customer":"a","sha256":"aa","at":"{}","boot":"b","boot_ms":{},"server_s":0}})"
        "\n",
        at, boot_ms);
  };
  for (const char* at : {"1970-01-01T00:00:00Z", "4044-05-06T07:08:09.1Z", "9999-12-31T23:59:59Z"})
    CHECK(read_journal(intent(at), "j").sendings.at("a").first_sent.wall_ms >= 0);
  for (const char* at : {"1969-12-31T23:59:59Z", "9999-12-31T23:59:59-00:01", "yesterday"})
    CHECK_THROWS_WITH(read_journal(intent(at), "j"), Contains("j:1"));
  for (const char* boot_ms : {"-1", "1.5", "\"1\"", "999999999999999999", "99999999999999999999"})
    CHECK_THROWS_WITH(read_journal(intent("2026-01-01T00:00:00Z", boot_ms), "j"), Contains("boot_ms"));
  const std::string placed =
      R"({"event":"placed","customer":"a","order_id":"ord_1","total_cents":-5,"currency":"usd",)"
      R"("at":"2026-01-01T00:00:00Z","boot":"b","boot_ms":1,"server_s":0})";
  CHECK_THROWS_WITH(read_journal(intent("2026-01-01T00:00:00Z") + placed + "\n", "j"),
                    Contains("total_cents"));
}
