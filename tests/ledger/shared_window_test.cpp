#include "ledger/shared_window.hpp"

#include <catch2/catch.hpp>

#include <atomic>

#include "backends.hpp"
#include "forwarding_database.hpp"

using namespace domainplan;
using namespace domainplan::ledger;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

bool has_slot(SharedWindow& window, std::size_t waiting) {
  const auto now = Clock::now();
  return window.next_start(now, waiting) <= now;
}

// Starts up to `most` calls, each ending at once, as the network thread would; returns how many could start
// before `until`.
int start_calls(SharedWindow& window, int most, Clock::time_point until) {
  int started = 0;
  while (started < most && Clock::now() < until && window.failure().empty()) {
    if (has_slot(window, static_cast<std::size_t>(most - started)) && window.start(Clock::now())) {
      ++started;
      window.end(Clock::now());
    } else {
      std::this_thread::sleep_for(1ms);
    }
  }
  return started;
}

// A database that throws what is no std::exception.
class Odd final : public Database {
 public:
  std::vector<Row> run(std::string_view, const std::vector<Value>&) override { throw 7; }
  void begin(Sync) override { throw 7; }
  void commit() override { throw 7; }
  void rollback() noexcept override {}
  bool try_lock(const std::string&) override { throw 7; }
  void lock_schema() override { throw 7; }
  bool holds_something_else() override { throw 7; }
  void reconnect() override { throw 7; }
  std::string boot() const override { throw 7; }
  std::string name() const override { throw 7; }
};

// A database whose every answer takes `wait`, as one far away.
class FarAway final : public ForwardingDatabase {
 public:
  FarAway(std::unique_ptr<Database> database, std::chrono::milliseconds wait)
      : ForwardingDatabase(*database), database_(std::move(database)), wait_(wait) {}
  std::vector<Row> run(std::string_view sql, const std::vector<Value>& parameters) override {
    std::this_thread::sleep_for(wait_);
    return ForwardingDatabase::run(sql, parameters);
  }

 private:
  const std::unique_ptr<Database> database_;
  const std::chrono::milliseconds wait_;
};

}  // namespace

TEST_CASE("calls start although the database takes longer to answer than the shortest lease lasts",
          "[ledger][rate]") {
  const InSqlite at;
  SharedWindow window(std::make_unique<FarAway>(opened(at.address()), 100ms), "k", 40, {});
  CHECK(start_calls(window, 5, Clock::now() + 60s) == 5);
}

ON_BOTH("two processes together start as many calls as the rate allows, and no more", "[ledger][rate]") {
  const TestType at;
  SharedWindow first(opened(at.address()), "k", 40, {}), second(opened(at.address()), "k", 40, {});
  std::atomic<int> started = 0;
  const auto start = [&](SharedWindow& window) {
    for (const auto until = Clock::now() + 30s; started < 40 && Clock::now() < until;)
      started += start_calls(window, 1, Clock::now() + 100ms);
  };
  {
    std::jthread one([&] { start(first); });
    std::jthread two([&] { start(second); });
  }
  CHECK(started == 40);
  CHECK(start_calls(first, 1, Clock::now() + 500ms) == 0);
  CHECK(start_calls(second, 1, Clock::now() + 500ms) == 0);
}

ON_BOTH("slots that nobody uses go back within a second", "[ledger][rate]") {
  const TestType at;
  const auto database = opened(at.address());
  SharedWindow window(opened(at.address()), "k", 40, {});
  const auto taken_at_some_time = [&](std::int64_t count, bool asks) {
    for (const auto until = Clock::now() + 20s; Clock::now() < until; std::this_thread::sleep_for(5ms)) {
      if (asks) window.next_start(Clock::now(), 30);
      if (slots_taken(*database, "k") == count) return true;
    }
    return false;
  };
  CHECK(taken_at_some_time(1, true));
  CHECK(taken_at_some_time(0, false));
}

ON_BOTH("a process that ends gives its slots back, but not those of its calls", "[ledger][rate]") {
  const TestType at;
  const auto database = opened(at.address());
  {
    SharedWindow window(opened(at.address()), "k", 40, {});
    CHECK(start_calls(window, 3, Clock::now() + 20s) == 3);
    window.next_start(Clock::now(), 1);
  }
  CHECK(slots_taken(*database, "k") == 3);
}

ON_BOTH("whoever waits is woken when slots come", "[ledger][rate]") {
  const TestType at;
  SharedWindow window(opened(at.address()), "k", 40, {});
  std::atomic<bool> woken = false;
  window.connect([&] { woken = true; });
  CHECK_FALSE(has_slot(window, 1));
  for (int tries = 0; !woken && tries < 4000; ++tries) std::this_thread::sleep_for(5ms);
  CHECK(woken);
  bool has = false;  // a slot that is not used at once goes back, and comes again
  for (int tries = 0; !has && tries < 4000; ++tries) {
    has = has_slot(window, 1);
    if (!has) std::this_thread::sleep_for(5ms);
  }
  CHECK(has);
  window.connect({});
}

TEST_CASE("a slot that a call did not need is at hand again", "[ledger][rate]") {
  const InSqlite at;
  SharedWindow window(opened(at.address()), "k", 1, {});
  while (!has_slot(window, 1)) std::this_thread::sleep_for(1ms);
  REQUIRE(window.start(Clock::now()));
  CHECK_FALSE(window.start(Clock::now()));
  window.put_back();
  CHECK(window.start(Clock::now()));
}

TEST_CASE("without its database a process uses the slots it has, waits, and then fails", "[ledger][rate]") {
  const InSqlite at;
  std::atomic<bool> reported = false;
  Patience patience{.longest = 3s,
                    .waiting = [&](const std::string& why) { reported = reported || !why.empty(); }};
  const auto made = Clock::now();
  SharedWindow window(opened(at.address()), "k", 400, patience);
  while (!has_slot(window, 10)) std::this_thread::sleep_for(1ms);
  std::filesystem::rename(at.address(), at.address() + ".away");
  const bool has_started = window.start(Clock::now());
  if (Clock::now() < made + kShortestLease) CHECK(has_started);
  if (has_started) window.end(Clock::now());
  start_calls(window, 1000, Clock::now() + 30s);
  CHECK(reported);
  CHECK_THAT(window.failure(), Catch::Matchers::Contains("waited 3 s"));
}

TEMPLATE_TEST_CASE("a process whose database comes back goes on", "[ledger][rate]", InPostgres) {
  const TestType at;
  SharedWindow window(opened(at.address()), "k", 400, {.longest = 60s});
  CHECK(start_calls(window, 100, Clock::now() + 20s) == 100);
  postgres_server().kill_server();
  postgres_server().start();
  CHECK(start_calls(window, 300, Clock::now() + 30s) == 300);
  CHECK(start_calls(window, 1, Clock::now() + 500ms) == 0);
}

TEST_CASE("whatever a database throws is why there is no slot any more", "[ledger][rate]") {
  SharedWindow window(std::make_unique<Odd>(), "k", 40, {});
  std::atomic<bool> woken = false;
  window.connect([&] {
    woken = true;
    throw 7;
  });
  CHECK(start_calls(window, 1, Clock::now() + 20s) == 0);
  CHECK(window.failure() == "unknown exception");
  for (int tries = 0; !woken && tries < 4000; ++tries) std::this_thread::sleep_for(5ms);
  CHECK(woken);
  window.connect({});
}
