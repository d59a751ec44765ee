#include "ledger/answers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace domainplan::ledger {
namespace {

std::int64_t milliseconds_of(std::chrono::seconds time) { return std::chrono::milliseconds(time).count(); }

}  // namespace

std::vector<SharedAnswer> answers(const Rows& rows, const std::vector<std::string>& domains,
                                  std::chrono::seconds max_age, std::chrono::seconds trust_taken) {
  nlohmann::json names = nlohmann::json::array();
  for (const std::string& domain : domains) names.push_back({{"d", domain}});
  // An answer from the future is not younger than anything: a clock was set.
  // Name by name: SQLite would rather go through all answers of the account by their age. It takes the tables
  // of a CROSS JOIN in the order in which they are written.
  const std::vector<Row> found = rows.database.run(
      "SELECT domain, line, taken, checked_at FROM {each} CROSS JOIN domainplan_answer "
      "WHERE account = $2 AND domain = value ->> 'd' AND checked_at <= {now} AND checked_at > {now} - "
      "CASE WHEN taken = 1 THEN CAST($3 AS BIGINT) ELSE CAST($4 AS BIGINT) END",
      {names.dump(), rows.account, std::max(milliseconds_of(trust_taken), milliseconds_of(max_age)),
       milliseconds_of(max_age)});
  std::vector<SharedAnswer> answers;
  answers.reserve(found.size());
  for (const Row& row : found)
    answers.push_back({text(row.at(0)), text(row.at(1)), number(row.at(2)) == 1,
                       LedgerTime(std::chrono::milliseconds(number(row.at(3))))});
  return answers;
}

void record_answers(const Rows& rows, const std::vector<SharedAnswer>& answers) {
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
      {rows.account, milliseconds_of(kOldestAnswer)});
}

}  // namespace domainplan::ledger
