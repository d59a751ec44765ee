#include "ledger/rate_slots.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace domainplan::ledger {
namespace {

using Clock = std::chrono::steady_clock;
using Now = std::function<Clock::time_point()>;
using std::chrono::milliseconds;

std::int64_t one_number(Database& database, std::string_view sql, const std::vector<Value>& parameters = {}) {
  const std::vector<Row> rows = database.run(sql, parameters);
  return rows.empty() ? 0 : number(rows.front().front());
}

// When a transaction has the window to itself, by the database's clock and by ours.
struct Turn {
  std::int64_t tick = 0;
  Clock::time_point before, after;
};

// Makes everybody else wait until the transaction ends. Ticks of an earlier run of the host mean nothing now:
// what was taken then is taken for a whole window from now.
Turn take_turn(Database& database, const std::string& key, const Now& now) {
  database.run(
      "INSERT INTO domainplan_rate (key, turn, boot) VALUES ($1, 0, $2) ON CONFLICT (key) DO UPDATE SET turn "
      "= "
      "domainplan_rate.turn + 1",
      {key, database.boot()});
  Turn turn;
  turn.before = now();
  turn.tick = one_number(database, "SELECT {tick}");
  turn.after = now();
  const std::vector<Row> found = database.run("SELECT boot FROM domainplan_rate WHERE key = $1", {key});
  if (text(found.at(0).at(0)) == database.boot()) return turn;
  for (const char* const table : {"domainplan_rate_holder", "domainplan_rate_call"})
    database.run(std::string("UPDATE ") + table + " SET free_tick = $2 WHERE key = $1",
                 {key, turn.tick + kRateWindow.count()});
  database.run("UPDATE domainplan_rate SET boot = $2 WHERE key = $1", {key, database.boot()});
  return turn;
}

void hand_in(Database& database, const SlotRequest& request, const Turn& turn) {
  if (request.ended.empty()) return;
  nlohmann::json calls = nlohmann::json::array();
  for (const EndedCall& call : request.ended) {
    // Never older than it is, so that its slot is never free too soon.
    const auto age = std::max(std::chrono::floor<milliseconds>(turn.before - call.at), milliseconds(0));
    calls.push_back({{"n", call.number}, {"t", turn.tick - age.count() + kRateWindow.count()}});
  }
  database.run(
      "INSERT INTO domainplan_rate_call (key, holder, call, free_tick) "
      "SELECT $2, $3, CAST(value ->> 'n' AS BIGINT), CAST(value ->> 't' AS BIGINT) FROM {each} WHERE true "
      "ON CONFLICT (key, holder, call) DO NOTHING",
      {calls.dump(), request.key, request.holder});
}

void set_held(Database& database, const SlotRequest& request, std::int64_t held, std::int64_t tick) {
  if (held == 0) {
    database.run("DELETE FROM domainplan_rate_holder WHERE key = $1 AND holder = $2",
                 {request.key, request.holder});
    return;
  }
  database.run(
      "INSERT INTO domainplan_rate_holder (key, holder, held, free_tick) VALUES ($1, $2, $3, $4) "
      "ON CONFLICT (key, holder) DO UPDATE SET held = excluded.held, free_tick = excluded.free_tick",
      {request.key, request.holder, held, tick + (request.lease + kRateWindow).count()});
}

void remove_free(Database& database, const std::string& key, std::int64_t tick) {
  for (const char* const table : {"domainplan_rate_holder", "domainplan_rate_call"})
    database.run(std::string("DELETE FROM ") + table + " WHERE key = $1 AND free_tick <= $2", {key, tick});
}

std::int64_t taken(Database& database, const std::string& key, const std::string& not_by, std::int64_t tick) {
  return one_number(
      database,
      "SELECT CAST((SELECT count(*) FROM domainplan_rate_call WHERE key = $1 AND free_tick > $3) + "
      "(SELECT coalesce(sum(held), 0) FROM domainplan_rate_holder WHERE key = $1 AND holder <> $2 AND "
      "free_tick > $3) AS BIGINT)",
      {key, not_by, tick});
}

// In ticks; 0 where nothing will be free by itself.
std::int64_t next_free(Database& database, const SlotRequest& request) {
  return one_number(
      database,
      "SELECT CAST(coalesce(min(free_tick), 0) AS BIGINT) FROM (SELECT free_tick FROM domainplan_rate_call "
      "WHERE key = $1 UNION ALL SELECT free_tick FROM domainplan_rate_holder WHERE key = $1 AND holder "
      "<> $2) AS slots",
      {request.key, request.holder});
}

}  // namespace

SlotGrant lease_slots(Database& database, const SlotRequest& request, const Patience& patience,
                      const Now& now) {
  return in_transaction(database, Sync::crash, patience, [&] {
    const Turn turn = take_turn(database, request.key, now);
    hand_in(database, request, turn);
    remove_free(database, request.key, turn.tick);
    const std::int64_t others = taken(database, request.key, request.holder, turn.tick);
    SlotGrant grant;
    grant.granted = std::clamp<std::int64_t>(request.rate - others - request.held, 0, request.wanted);
    grant.usable_until = turn.before + request.lease;
    set_held(database, request, request.held + grant.granted, turn.tick);
    if (grant.granted < request.wanted)
      if (const std::int64_t free = next_free(database, request); free > 0)
        grant.next_free = turn.after + milliseconds(free - turn.tick);
    return grant;
  });
}

std::int64_t slots_taken(Database& database, const std::string& key) {
  return taken(database, key, "", one_number(database, "SELECT {tick}"));
}

}  // namespace domainplan::ledger
