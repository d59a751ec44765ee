#include "ledger/rate_slots.hpp"

#include <catch2/catch.hpp>

#include "backends.hpp"
#include "ledger/database.hpp"

using namespace domainplan;
using namespace domainplan::ledger;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

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
  pass(*database, 60s);
  CHECK(lease_slots(*database, asking("b", 10), {}).granted == 0);
  pass(*database, 2s);
  CHECK(lease_slots(*database, asking("b", 10), {}).granted == 10);
}

ON_BOTH("slots at hand may be used for a second without a word from the database", "[ledger][rate]") {
  const TestType at;
  const auto database = opened(at.address());
  const auto before = Clock::now();
  const SlotGrant grant = lease_slots(*database, asking("a", 1), {});
  CHECK(grant.usable_until >= before + kLeaseHolds);
  CHECK(grant.usable_until <= Clock::now() + kLeaseHolds);
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
