#include <catch2/catch.hpp>

#include <sqlite3.h>
#include <sys/stat.h>

#include <csignal>
#include <thread>

#include "backends.hpp"
#include "ledger/database.hpp"
#include "ledger/schema.hpp"

using namespace domainplan;
using Catch::Matchers::Contains;

namespace {

void in_file(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
  REQUIRE(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
  sqlite3_close(database);
}

// What opening it, or reserving a name in it, throws.
std::string problem_of(const LedgerOptions& options) {
  try {
    Ledger ledger(options);
    ledger.reserve("mine", {{"1", {"one.com"}}}, 14);
  } catch (const Error& error) {
    return std::string(name_of(error.code())) + ": " + error.what();
  }
  return "";
}

}  // namespace

ON_BOTH("a ledger of a later version is refused", "[ledger]") {
  const TestType at;
  { Ledger ledger(options_at(at.address())); }
  ledger::connect(at.address(), false)->run("UPDATE domainplan_ledger SET version = 99");
  CHECK_THAT(problem_of(options_at(at.address())),
             Contains("usage: ") && Contains("has version 99") && Contains("newer"));
}

ON_BOTH("a ledger of an earlier version is brought up to date, and keeps what it holds", "[ledger]") {
  const TestType at;
  {
    // The version table alone is version 0.
    const auto database = ledger::connect(at.address(), true);
    database->run("CREATE TABLE domainplan_ledger (version BIGINT NOT NULL)");
  }
  { Ledger(options_at(at.address())).reserve("mine", {{"1", {"one.com"}}}, 14); }
  const auto database = ledger::connect(at.address(), false);
  CHECK(ledger::number(database->run("SELECT version FROM domainplan_ledger").at(0).at(0)) ==
        ledger::schema_version());
  ledger::bring_up_to_date(*database);
  CHECK(database->run("SELECT version FROM domainplan_ledger").size() == 1);
  CHECK(Ledger(options_at(at.address())).reservations().size() == 1);
}

ON_BOTH("an account whose partner id is odd is kept under its hash", "[ledger]") {
  CHECK(ledger_account(Environment::live, "par_1") == "live-par_1");
  CHECK(ledger_account(Environment::test, "a b").size() == 5 + 64);
  CHECK(ledger_account(Environment::test, std::string(65, 'a')).size() == 5 + 64);
}

TEST_CASE("a new ledger file is for its owner alone", "[ledger]") {
  const ScratchFolder folder;
  const Ledger ledger(options_at(folder / "ledger.sqlite"));
  for (const std::string& name : names_in(folder.path())) {
    struct stat status {};
    REQUIRE(::stat((folder / name).c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0600);
  }
}

TEST_CASE("a file that is not a ledger is refused, and left as it is", "[ledger]") {
  const ScratchFolder folder;
  const std::string text = folder / "customers.csv", foreign = folder / "other.sqlite";
  put_bytes(text, std::string(5000, 'x'));
  CHECK_THAT(problem_of(options_at(text)), Contains("disk: ") && Contains("not a ledger"));
  CHECK(bytes_of(text) == std::string(5000, 'x'));
  in_file(foreign, "CREATE TABLE mine (x)");
  CHECK_THAT(problem_of(options_at(foreign)), Contains("usage: ") && Contains("not a ledger's"));
}

TEST_CASE("an address that is none is refused", "[ledger]") {
  CHECK_THAT(problem_of(options_at("")), Contains("usage: ") && Contains("empty"));
  CHECK_THAT(problem_of(options_at("mysql://host/db")), Contains("usage: ") && Contains("postgresql://"));
  for (const char* mistyped : {"postgresql:me:trout@db/x", "postgresql:/me:trout@db/x", "me:trout@db/x"})
    CHECK_THAT(problem_of(options_at(mistyped)),
               Contains("usage: ") && Contains("postgresql://") && !Contains("trout"));
}

TEST_CASE("a ledger that cannot be opened is an error at once", "[ledger]") {
  const ScratchFolder folder;
  CHECK_THAT(problem_of(options_at(folder / "no/such/folder/l.sqlite")), Contains("disk: "));
  CHECK_THAT(problem_of(options_at(folder.path())), Contains("disk: "));
  LedgerOptions absent = options_at(folder / "absent.sqlite");
  absent.create = false;
  CHECK_THAT(problem_of(absent), Contains("disk: ") && Contains("is not there"));
  CHECK_FALSE(std::filesystem::exists(folder / "absent.sqlite"));
}

TEST_CASE("a PostgreSQL server that is not there is an error that shows no password", "[ledger]") {
  const std::string problem =
      problem_of(options_at("postgresql://me:swordfish@127.0.0.1:1/x?sslmode=disable&password=swordfish"));
  CHECK_THAT(problem,
             Contains("network: ") && Contains("postgresql://me@127.0.0.1:1/x") && !Contains("swordfish"));
}

TEST_CASE("no part of a password in a ledger's address is shown, whatever characters it has", "[ledger]") {
  for (const char* const address :
       {"postgresql://me:trout?fish@127.0.0.1:1/x", "postgresql://me:trout#fish@127.0.0.1:1/x",
        "postgresql://me:trout%zzfish@127.0.0.1:1/x", "postgresql://me@127.0.0.1:1/x?password=trout@fish",
        "postgres://me:trout@fish@127.0.0.1:1/x", "postgresql://me:trout/fish@127.0.0.1:1/x",
        "postgresql://me:trout/1@127.0.0.1/fish"}) {
    CAPTURE(address);
    CHECK_THAT(problem_of(options_at(address)), !Contains("trout") && !Contains("fish"));
    CHECK_THAT(shown_ledger_address(address), !Contains("trout") && !Contains("fish"));
  }
  CHECK(shown_ledger_address("postgresql://me:pw@db/x?sslmode=require") == "postgresql://me@db/x");
  CHECK(shown_ledger_address("team.sqlite") == "team.sqlite");
  CHECK(shown_ledger_address("host=db password=swordfish") == "...");
  CHECK(shown_ledger_address("me:swordfish@db/x") == "...");
  CHECK_THROWS_AS(Ledger(options_at("host=db password=swordfish")), UsageError);
}

TEST_CASE("what a plan keeps of a ledger's address has no secret, and is one text for one ledger",
          "[ledger]") {
  for (const char* const address :
       {"postgresql://me:trout@db/x?sslmode=require", "postgres://me@db/x?sslmode=require&password=trout",
        "postgresql://db/x?user=me&sslpassword=trout&sslmode=require"}) {
    CAPTURE(address);
    CHECK(ledger_identity(address) == "postgresql:///?user=me&dbname=x&host=db&sslmode=require");
  }
  const std::string identity =
      ledger_identity("postgresql:///x?host=/run/a%20b&options=-csearch_path%3Dteam");
  CHECK(identity == ledger_identity(identity));
  CHECK_THAT(identity, Contains("host=/run/a%20b") && Contains("search_path%3Dteam"));
  CHECK(ledger_identity("x/../team.sqlite") == (std::filesystem::current_path() / "team.sqlite").string());
  for (const char* const address :
       {"host=db password=trout", "mysql://db/x", "postgresql://me:trout@fish@db/x",
        "postgresql://me:trout/fish@db/x", "pk_live_0123456789abcdef", ""}) {
    CAPTURE(address);
    try {
      ledger_identity(address);
      FAIL("it was taken for an address");
    } catch (const UsageError& error) {
      CHECK_THAT(error.what(), !Contains("trout") && !Contains("pk_live_0"));
    }
  }
}

TEST_CASE("a damaged ledger is an error", "[ledger]") {
  const ScratchFolder folder;
  const std::string path = folder / "ledger.sqlite";
  { Ledger(options_at(path)).reserve("mine", {{"1", {"one.com"}}}, 14); }
  std::string bytes = bytes_of(path);
  for (std::size_t at = 100; at < bytes.size(); at += 3) bytes[at] = '\x55';
  put_bytes(path, bytes);
  CHECK_THAT(problem_of(options_at(path)), Contains("disk: ") && Contains("damaged"));
}

TEST_CASE("a ledger that is removed or replaced while it is open is an error", "[ledger]") {
  const ScratchFolder folder;
  const std::string path = folder / "ledger.sqlite";
  Ledger ledger(options_at(path));
  std::filesystem::rename(path, path + ".away");
  CHECK_THROWS_WITH(ledger.reservations(), Contains("is gone"));
  { Ledger other(options_at(path)); }
  CHECK_THROWS_WITH(ledger.reserve("mine", {{"1", {"one.com"}}}, 14), Contains("replaced"));
}

TEST_CASE("a ledger that comes back in time is waited for", "[ledger]") {
  const ScratchFolder folder;
  const std::string path = folder / "ledger.sqlite";
  LedgerOptions options = options_at(path);
  options.patience = std::chrono::seconds(60);
  Ledger ledger(options);
  std::filesystem::rename(path, path + ".away");
  std::jthread back([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    std::filesystem::rename(path + ".away", path);
  });
  CHECK(ledger.reserve("mine", {{"1", {"one.com"}}}, 14).customers == 1);
}

TEST_CASE("a full disk is an error, and what was there before stays", "[ledger]") {
  const ScratchFolder folder;
  const std::string path = folder / "ledger.sqlite";
  { Ledger(options_at(path)).reserve("mine", {{"1", {"one.com"}}}, 14); }
  // The limit on the size of a file stands for the disk: SQLite sees the same short write.
  in_file(path, "VACUUM");
  const auto database = ledger::connect(path, false);
  database->run("PRAGMA max_page_count=20");
  CHECK_THROWS_WITH(
      [&] {
        for (int i = 0; i < 10'000; ++i)
          database->run("INSERT INTO domainplan_answer VALUES ('a', $1, 0, 0, $2)",
                        {std::int64_t{i}, std::string(1000, 'x')});
      }(),
      Contains("cannot be written"));
  CHECK(Ledger(options_at(path)).reservations().size() == 1);
}

TEST_CASE("a key does not stand in the ledger", "[ledger]") {
  const ScratchFolder folder;
  const std::string path = folder / "ledger.sqlite", key = "pk_live_0123456789abcdef";
  {
    const auto rate = Ledger::share_rate(options_at(path), key, 600);
    rate->next_start(std::chrono::steady_clock::now(), 5);
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
  for (const std::string& name : names_in(folder.path()))
    CHECK(bytes_of(folder / name).find("0123456789abcdef") == std::string::npos);
}

TEST_CASE("a symbolic link is no ledger", "[ledger]") {
  const ScratchFolder folder;
  { Ledger ledger(options_at(folder / "real.sqlite")); }
  std::filesystem::create_symlink(folder / "real.sqlite", folder / "link.sqlite");
  CHECK_THAT(problem_of(options_at(folder / "link.sqlite")), Contains("is a symbolic link"));
}

TEST_CASE("a name that SQLite would take for a database in memory is a file", "[ledger]") {
  const ScratchFolder folder;
  const std::filesystem::path before = std::filesystem::current_path();
  std::filesystem::current_path(folder / "");
  Ledger(options_at(":memory:")).reserve("mine", {{"1", {"one.com"}}}, 14);
  const std::size_t kept = Ledger(options_at(":memory:")).reservations().size();
  std::filesystem::current_path(before);
  CHECK(kept == 1);
}

TEMPLATE_TEST_CASE("a server that is there and does not answer is lost", "[ledger]", InPostgres) {
  const TestType at;
  const auto database = opened(at.address());
  const auto served_by = static_cast<pid_t>(
      ledger::number(database->run("SELECT CAST(pg_backend_pid() AS BIGINT)").at(0).at(0)));
  REQUIRE(::kill(served_by, SIGSTOP) == 0);
  CHECK_THROWS_WITH(database->run("SELECT 1"), Contains("has not answered for 15 s"));
  CHECK_THROWS_WITH(database->run("SELECT 1"), Contains("failed"));
  ::kill(served_by, SIGCONT);
  database->reconnect();
  CHECK(database->run("SELECT CAST(1 AS BIGINT)").size() == 1);
}
