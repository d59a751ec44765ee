#include "planning/ledger_worker.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <future>

#include "scratch_folder.hpp"

using namespace domainplan;

namespace {

partner::AvailabilityRows said(const std::string& domain, std::optional<Reason> reason) {
  partner::AvailabilityRows rows;
  rows.rows.push_back({.domain = domain, .reason = reason});
  if (reason)
    rows.raw.push_back(R"({"domain":")" + domain + R"(","available":false,"reason":")" +
                       std::string(name_of(*reason)) + R"("})");
  else
    rows.raw.push_back(
        R"({"domain":")" + domain +
        R"(","available":true,"price_cents":900,"renewal_price_cents":900,"currency":"usd","usable_for":["google"]})");
  return rows;
}

using LookUp = void (LedgerWorker::*)(std::vector<std::string>, LedgerWorker::LookUpDone);

LedgerWorker::Found found_by(LedgerWorker& worker, const std::vector<std::string>& names,
                             LookUp look_up = &LedgerWorker::look_up) {
  std::promise<LedgerWorker::Found> promise;
  (worker.*look_up)(names, [&](LedgerWorker::Found found, std::exception_ptr error) {
    error ? promise.set_exception(error) : promise.set_value(std::move(found));
  });
  return promise.get_future().get();
}

std::vector<AvailabilityRow> look_up(LedgerWorker& worker, const std::vector<std::string>& names) {
  return found_by(worker, names).rows;
}

}  // namespace

TEST_CASE("what one process was told another one finds, and the log keeps what was found",
          "[ledger_worker]") {
  const ScratchFolder folder;
  Ledger ledger({.address = folder.path() + "/ledger.sqlite", .account = "test-par_1"});
  LedgerUse use;
  use.ledger = &ledger;
  {
    LedgerWorker first(use, nullptr);
    const auto now = std::chrono::system_clock::now();
    first.record(said("free.com", std::nullopt), now);
    first.record(said("taken.com", Reason::taken), now);
    first.record(said("stale.com", Reason::stale), now);
    first.record(said("errored.com", Reason::errored), now);
    first.record(said("old.com", std::nullopt), now - std::chrono::minutes(6));
    first.record(said("taken-long-ago.com", Reason::taken), now - std::chrono::hours(23));
    first.record(said("taken-too-long-ago.com", Reason::taken), now - std::chrono::hours(25));
    first.finish();
  }
  LedgerLog log(folder.path());
  log.begin({"plan", "test-par_1", {}});
  LedgerWorker second(use, &log, "plan");
  std::vector<std::string> found;
  for (const AvailabilityRow& row :
       look_up(second, {"free.com", "taken.com", "stale.com", "errored.com", "old.com", "taken-long-ago.com",
                        "taken-too-long-ago.com", "unknown.com"}))
    found.push_back(row.domain);
  std::sort(found.begin(), found.end());
  CHECK(found == std::vector<std::string>{"free.com", "taken-long-ago.com", "taken.com"});
  CHECK(ledger_snapshot(folder.path())->answers.size() == 3);
}

TEST_CASE("a line of the ledger that is not a row is asked for as if nobody knew it") {
  const ScratchFolder folder;
  Ledger ledger({.address = folder.path() + "/ledger.sqlite", .account = "test-par_1"});
  const LedgerTime now = std::chrono::floor<LedgerTime::duration>(std::chrono::system_clock::now());
  ledger.record_answers({{"a.com", "junk", false, now},
                         {"b.com", R"({"domain":"other.com","available":false,"reason":"taken"})", true, now},
                         {"c.com", R"({"domain":"c.com","available":false,"reason":"stale"})", false, now}});
  LedgerUse use;
  use.ledger = &ledger;
  LedgerWorker worker(use, nullptr);
  CHECK(look_up(worker, {"a.com", "b.com", "c.com"}).empty());
}

TEST_CASE("what one process is about to ask for, another one looks up again until it is answered",
          "[ledger_worker]") {
  const ScratchFolder folder;
  Ledger ledger({.address = folder.path() + "/ledger.sqlite", .account = "test-par_1"});
  LedgerUse use;
  use.ledger = &ledger;
  LedgerWorker second(use, nullptr);
  const std::vector<std::string> names = {"free.com", "stale.com", "unasked.com"};
  {
    LedgerWorker first(use, nullptr);
    CHECK(found_by(first, names).asked_elsewhere.empty());
    CHECK(found_by(second, names).asked_elsewhere == names);
    CHECK(found_by(second, names, &LedgerWorker::look_up_again).asked_elsewhere == names);
    first.record(said("free.com", std::nullopt), std::chrono::system_clock::now());
    first.record(said("stale.com", Reason::stale), std::chrono::system_clock::now());
    first.finish();
    const LedgerWorker::Found found = found_by(second, names, &LedgerWorker::look_up_again);
    CHECK(found.names == names);
    REQUIRE(found.rows.size() == 1);
    CHECK(found.rows[0].domain == "free.com");
    CHECK(found.asked_elsewhere == std::vector<std::string>{"unasked.com"});
  }
  CHECK(found_by(second, {"unasked.com"}).asked_elsewhere.empty());
}

TEST_CASE("a callback that throws ends in finish(), and later callbacks get what it threw") {
  const ScratchFolder folder;
  Ledger ledger({.address = folder.path() + "/ledger.sqlite", .account = "test-par_1"});
  LedgerUse use;
  use.ledger = &ledger;
  LedgerWorker worker(use, nullptr, "plan");
  std::promise<void> called;
  const auto throws = [&called](auto&&...) {
    called.set_value();
    throw 7;
  };
  SECTION("of a look-up") { worker.look_up({"a.com"}, throws); }
  SECTION("of a reservation") { worker.reserve({{"acme", {"a.com"}}}, throws); }
  called.get_future().get();
  CHECK_THROWS_AS(look_up(worker, {"b.com"}), int);
  worker.record(said("free.com", std::nullopt), std::chrono::system_clock::now());
  CHECK_THROWS_AS(worker.finish(), int);
}
