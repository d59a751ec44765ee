#include "ledger/rate_slots.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

#include <random>
#include <set>
#include <utility>

#include "backends.hpp"
#include "forwarding_database.hpp"
#include "ledger/database.hpp"

using namespace domainplan;
using namespace domainplan::ledger;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

// A database and processes on one time, which is the test's, in milliseconds.
class OnTestTime final : public ForwardingDatabase {
 public:
  OnTestTime(Database& real, const std::int64_t& time_ms) : ForwardingDatabase(real), time_ms_(time_ms) {}
  std::vector<Row> run(std::string_view sql, const std::vector<Value>& parameters) override {
    if (sql == "SELECT {tick}") return {{kBegin + time_ms_}};
    return ForwardingDatabase::run(sql, parameters);
  }

 private:
  static constexpr std::int64_t kBegin = 1'000'000;
  const std::int64_t& time_ms_;
};

// Calls as a vendor counts them that allows `rate` in any 60 s.
class Vendor {
 public:
  void arrive(std::int64_t at_ms) { calls_.insert(at_ms); }
  // The most calls in any 60 s.
  std::size_t most_in_window() const {
    std::size_t most = 0;
    for (auto first = calls_.begin(); first != calls_.end(); ++first)
      most =
          std::max(most, static_cast<std::size_t>(std::distance(first, calls_.lower_bound(*first + 60'000))));
    return most;
  }
  std::size_t calls() const { return calls_.size(); }

 private:
  std::multiset<std::int64_t> calls_;
};

SlotRequest asking(const std::string& holder, std::int64_t wanted, std::int64_t held = 0) {
  return {.key = "k", .holder = holder, .rate = 10, .ended = {}, .held = held, .wanted = wanted};
}

// Moves all that is taken so much nearer to its end, as if the time had passed.
void pass(Database& database, std::chrono::milliseconds time) {
  for (const char* const table : {"domainplan_rate_call", "domainplan_rate_holder"})
    database.run(std::string("UPDATE ") + table + " SET free_tick = free_tick - CAST($1 AS BIGINT)",
                 {time.count()});
}

}  // namespace

ON_BOTH("all holders together get no more slots than the rate", "[ledger][rate]") {
  const TestType at;
  const auto database = opened(at.address());
  CHECK(lease_slots(*database, asking("a", 6), {}).granted == 6);
  CHECK(lease_slots(*database, asking("b", 6), {}).granted == 4);
  CHECK(lease_slots(*database, asking("c", 6), {}).granted == 0);
  CHECK(lease_slots(*database, asking("a", 6, 6), {}).granted == 0);
  CHECK(slots_taken(*database, "k") == 10);
}

ON_BOTH("each key has a rate of its own", "[ledger][rate]") {
  const TestType at;
  const auto database = opened(at.address());
  lease_slots(*database, asking("a", 10), {});
  SlotRequest other = asking("a", 10);
  other.key = "another";
  CHECK(lease_slots(*database, other, {}).granted == 10);
}

ON_BOTH("a slot that is given back is another's at once", "[ledger][rate]") {
  const TestType at;
  const auto database = opened(at.address());
  lease_slots(*database, asking("a", 10), {});
  lease_slots(*database, asking("a", 0, 3), {});
  CHECK(lease_slots(*database, asking("b", 10), {}).granted == 7);
}

ON_BOTH("the slot of a call is free 60 s after the call has ended", "[ledger][rate]") {
  const TestType at;
  const auto database = opened(at.address());
  lease_slots(*database, asking("a", 10), {});
  SlotRequest ended = asking("a", 0, 9);
  ended.ended = {{1, Clock::now() - 20s}};
  lease_slots(*database, ended, {});
  lease_slots(*database, ended, {});  // handed in twice, it counts once
  CHECK(slots_taken(*database, "k") == 10);
  const SlotGrant none = lease_slots(*database, asking("b", 1), {});
  CHECK(none.granted == 0);
  REQUIRE(none.next_free);
  CHECK(*none.next_free - Clock::now() > 30s);
  CHECK(*none.next_free - Clock::now() < 41s);
  pass(*database, 35s);
  lease_slots(*database, asking("a", 0, 9), {});
  CHECK(lease_slots(*database, asking("b", 5), {}).granted == 0);
  pass(*database, 6s);
  lease_slots(*database, asking("a", 0, 9), {});
  CHECK(lease_slots(*database, asking("b", 5), {}).granted == 1);
}

ON_BOTH("what a dead process held comes back 60 s after its lease", "[ledger][rate]") {
  const TestType at;
  const auto database = opened(at.address());
  lease_slots(*database, asking("dead", 10), {});
  pass(*database, 50s);
  CHECK(lease_slots(*database, asking("b", 10), {}).granted == 0);
  pass(*database, 10s + kShortestLease + 50ms);
  CHECK(lease_slots(*database, asking("b", 10), {}).granted == 10);
}

TEST_CASE("whenever processes die, the vendor counts no call too many, and all slots are back 60 s later",
          "[ledger][rate]") {
  constexpr int kRate = 12;
  constexpr std::int64_t kArrives = 40, kAnswered = 400;  // ms after a call began, at most
  std::mt19937 chance(static_cast<unsigned>(GENERATE(range(1, 4))));
  const auto below = [&](std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(0, most - 1)(chance);
  };
  struct Process {
    std::string name;
    std::int64_t at_hand = 0, calls = 0;
    std::vector<std::int64_t> under_way = {};  // when each will be answered
    Clock::time_point usable_until = {};
    std::vector<EndedCall> ended = {};
  };
  std::int64_t time = 0;
  const auto moment = [](std::int64_t ms) { return Clock::time_point(std::chrono::milliseconds(ms)); };
  const auto slow_clock = [&] { return moment(time += below(30)); };  // a transaction takes its time
  const InSqlite at;
  const auto file = opened(at.address());
  OnTestTime database(*file, time);
  Vendor vendor;
  std::vector<Process> processes(4);
  int born = 0;
  for (Process& process : processes) process.name = fmt::format("p{}", ++born);
  const auto lease = [&](Process& process) {
    for (const std::int64_t answered : process.under_way)
      if (answered <= time) process.ended.push_back({++process.calls, moment(answered)});
    std::erase_if(process.under_way, [&](std::int64_t answered) { return answered <= time; });
    const auto under_way = static_cast<std::int64_t>(process.under_way.size());
    const SlotGrant grant = lease_slots(database,
                                        {.key = "k",
                                         .holder = process.name,
                                         .rate = kRate,
                                         .ended = std::exchange(process.ended, {}),
                                         .held = process.at_hand + under_way,
                                         .wanted = 1 + below(3)},
                                        {}, slow_clock);
    process.at_hand += grant.granted;
    process.usable_until = grant.usable_until;
  };
  while (time < 240'000) {
    Process& process = processes[static_cast<std::size_t>(below(4))];
    time += below(60);
    if (below(40) == 0) {
      process = {.name = fmt::format("p{}", ++born)};
    } else if (below(2) == 0) {
      lease(process);
    } else if (process.at_hand > 0 && moment(time) < process.usable_until) {
      --process.at_hand;
      const std::int64_t arrives = time + below(kArrives);
      vendor.arrive(arrives);
      process.under_way.push_back(arrives + below(kAnswered));
    }
  }
  CHECK(vendor.most_in_window() <= kRate);
  CHECK(vendor.calls() > 3 * kRate);
  CHECK(slots_taken(database, "k") > 0);
  time += 60'000 + kShortestLease.count() + 50;  // after the last of them died
  CHECK(slots_taken(database, "k") == 0);
}

ON_BOTH("slots at hand may be used for a quarter of a second without a word from the database",
        "[ledger][rate]") {
  const TestType at;
  const auto database = opened(at.address());
  const auto before = Clock::now();
  const SlotGrant grant = lease_slots(*database, asking("a", 1), {});
  CHECK(grant.usable_until >= before + kShortestLease);
  CHECK(grant.usable_until <= Clock::now() + kShortestLease);
}

TEST_CASE("after the host was started again, what was taken is taken for one window more", "[ledger][rate]") {
  const InSqlite at;
  const auto database = opened(at.address());
  lease_slots(*database, asking("a", 10), {});
  database->run("UPDATE domainplan_rate SET boot = 'another'");
  database->run("UPDATE domainplan_rate_holder SET free_tick = free_tick + 1000000000");
  CHECK(lease_slots(*database, asking("b", 1), {}).granted == 0);
  pass(*database, 61s);
  CHECK(lease_slots(*database, asking("b", 1), {}).granted == 1);
}
