#include "ledger/answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <unordered_set>

namespace domainplan::ledger {
namespace {

using std::chrono::milliseconds;

// How long a process is taken to be alive after it renewed its row, and how long it keeps a name to itself at
// most: one that is slower than that should not hold up the others.
constexpr milliseconds kRunLease = kRunRenewal * 5;
constexpr milliseconds kLongestClaim{120'000};

// Of a row of domainplan_answer: whether it may be used. An answer from the future is not younger than
// anything: a clock was set. The plus signs keep SQLite from going through all answers of the account by
// their age.
constexpr std::string_view kIsFresh =
    "+checked_at <= {now} AND +checked_at > {now} - CASE WHEN taken = 1 THEN CAST($3 AS BIGINT) ELSE CAST($4 "
    "AS BIGINT) END";

// Of a row of `claims`: whether another process than $5 is about to ask for the name. A new claim does not
// need its run's row, which PostgreSQL may not show to a statement that began before it. Times that are
// further ahead than can be are from before a clock was set.
std::string is_held(std::string_view claims) {
  return fmt::format(
      "{0}.asker <> $5 AND {0}.since <= {{now}} AND {0}.since > {{now}} - {1} AND ({0}.since > {{now}} - {2} "
      "OR EXISTS (SELECT 1 FROM domainplan_asker a WHERE a.account = {0}.account AND a.id = {0}.asker AND "
      "a.until > {{now}} AND a.until <= {{now}} + {2}))",
      claims, kLongestClaim.count(), kRunLease.count());
}

// $1 to $5 of the statements above.
using Question = std::vector<Value>;

// The names that are now for this run to ask for: those without an answer that no other process has. In the
// order of names, as reservations are.
std::unordered_set<std::string> claim(const Rows& rows, const Question& question) {
  const std::string sql = fmt::format(
      "INSERT INTO domainplan_claim (account, domain, asker, since) "
      "SELECT $2, value, $5, {{now}} FROM {{each_text}} WHERE "
      "NOT EXISTS (SELECT 1 FROM domainplan_answer WHERE account = $2 AND domain = value AND {}) AND "
      "NOT EXISTS (SELECT 1 FROM domainplan_claim c WHERE c.account = $2 AND c.domain = value AND "
      "{}) "
      "ORDER BY value ON CONFLICT (account, domain) "
      "DO UPDATE SET asker = excluded.asker, since = excluded.since WHERE NOT ({}) RETURNING domain",
      kIsFresh, is_held("c"), is_held("domainplan_claim"));
  std::unordered_set<std::string> claimed;
  for (const Row& row : rows.database.run(sql, question)) claimed.insert(text(row.at(0)));
  return claimed;
}

void end_claims(const Rows& rows, const std::string& run_id, const std::vector<std::string>& domains) {
  if (domains.empty()) return;
  rows.database.run(
      "DELETE FROM domainplan_claim WHERE account = $2 AND asker = $3 AND "
      "domain IN (SELECT value FROM {each_text})",
      {json_of(domains), rows.account, run_id});
}

std::vector<SharedAnswer> answers(const Rows& rows, const Question& question) {
  // Name by name: SQLite takes the tables of a CROSS JOIN in the order in which they are written.
  const std::vector<Row> found = rows.database.run(
      fmt::format("SELECT domain, line, taken, checked_at FROM {{each_text}} CROSS JOIN domainplan_answer "
                  "WHERE account = $2 AND domain = value AND {}",
                  kIsFresh),
      {question.begin(), question.begin() + 4});
  std::vector<SharedAnswer> answers;
  answers.reserve(found.size());
  for (const Row& row : found)
    answers.push_back({text(row.at(0)), text(row.at(1)), number(row.at(2)) == 1,
                       LedgerTime(milliseconds(number(row.at(3))))});
  return answers;
}

}  // namespace

void begin_asking(const Rows& rows, const std::string& run_id) {
  rows.database.run(
      "INSERT INTO domainplan_asker (account, id, until) VALUES ($1, $2, {now} + CAST($3 AS BIGINT)) "
      "ON CONFLICT (account, id) DO UPDATE SET until = excluded.until",
      {rows.account, run_id, kRunLease.count()});
}

void end_asking(const Rows& rows, const std::string& run_id) {
  for (const char* const sql : {"DELETE FROM domainplan_claim WHERE account = $1 AND asker = $2",
                                "DELETE FROM domainplan_asker WHERE account = $1 AND id = $2"})
    rows.database.run(sql, {rows.account, run_id});
}

SharedLookUp look_up(const Rows& rows, const std::string& run_id, const std::vector<std::string>& domains,
                     std::chrono::seconds max_age, std::chrono::seconds trust_taken) {
  const Question question = {json_of(domains), rows.account,
                             milliseconds(std::max(trust_taken, max_age)).count(),
                             milliseconds(max_age).count(), run_id};
  // Claimed first: who had a name until then has recorded its answer before letting go of it.
  const std::unordered_set<std::string> claimed = claim(rows, question);
  SharedLookUp found{answers(rows, question), {}};
  std::unordered_set<std::string_view> known;
  std::vector<std::string> needless;
  for (const SharedAnswer& answer : found.answers) {
    known.insert(answer.domain);
    if (claimed.contains(answer.domain)) needless.push_back(answer.domain);
  }
  end_claims(rows, run_id, needless);
  for (const std::string& domain : domains)
    if (!claimed.contains(domain) && !known.contains(domain)) found.asked_elsewhere.push_back(domain);
  return found;
}

void record_answers(const Rows& rows, const std::vector<SharedAnswer>& answers, const std::string& run_id,
                    const std::vector<std::string>& answered) {
  end_claims(rows, run_id, answered);
  if (answers.empty()) return;
  nlohmann::json values = nlohmann::json::array();
  for (const SharedAnswer& answer : answers)
    values.push_back({{"d", answer.domain},
                      {"l", answer.line},
                      {"t", answer.taken ? 1 : 0},
                      {"c", answer.checked_at.time_since_epoch().count()}});
  // In the order of names, as reservations are. An answer that is dated later than the database's clock
  // counts from now.
  rows.database.run(
      "INSERT INTO domainplan_answer (account, domain, checked_at, taken, line) "
      "SELECT $2, value ->> 'd', CASE WHEN CAST(value ->> 'c' AS BIGINT) > {now} THEN {now} ELSE CAST(value "
      "->> 'c' AS "
      "BIGINT) END, CAST(value ->> 't' AS BIGINT), value ->> 'l' FROM {each} WHERE true ORDER BY value ->> "
      "'d' "
      "ON CONFLICT (account, domain) DO UPDATE SET checked_at = excluded.checked_at, taken = excluded.taken, "
      "line = "
      "excluded.line WHERE domainplan_answer.checked_at <= excluded.checked_at",
      {values.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace), rows.account});
}

void remove_old_answers(const Rows& rows) {
  rows.database.run(
      "DELETE FROM domainplan_answer WHERE account = $1 AND checked_at < {now} - CAST($2 AS BIGINT)",
      {rows.account, milliseconds(kOldestAnswer).count()});
  rows.database.run("DELETE FROM domainplan_claim WHERE account = $1 AND since <= {now} - CAST($2 AS BIGINT)",
                    {rows.account, kLongestClaim.count()});
  rows.database.run("DELETE FROM domainplan_asker WHERE account = $1 AND until <= {now} - CAST($2 AS BIGINT)",
                    {rows.account, kLongestClaim.count()});
}

}  // namespace domainplan::ledger
