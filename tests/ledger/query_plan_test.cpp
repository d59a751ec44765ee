#include <catch2/catch.hpp>

#include "backends.hpp"
#include "forwarding_database.hpp"
#include "ledger/answers.hpp"
#include "ledger/reservations.hpp"

using namespace domainplan;
using namespace domainplan::ledger;
using namespace std::chrono_literals;

namespace {

// A database that keeps how it finds the rows of each statement.
class Explaining final : public ForwardingDatabase {
 public:
  using ForwardingDatabase::ForwardingDatabase;

  std::vector<Row> run(std::string_view sql, const std::vector<Value>& parameters) override {
    for (const Row& row : ForwardingDatabase::run("EXPLAIN QUERY PLAN " + std::string(sql), parameters))
      steps.push_back(text(row.at(3)));
    return ForwardingDatabase::run(sql, parameters);
  }

  std::vector<std::string> steps;
};

// Those of the steps that go through rows of a ledger's table, and not through the names that were given.
std::vector<std::string> searches(const std::vector<std::string>& steps) {
  std::vector<std::string> found;
  for (const std::string& step : steps)
    if ((step.starts_with("SEARCH") || step.starts_with("SCAN")) &&
        step.find("json_each") == std::string::npos && step.find("CONSTANT ROW") == std::string::npos)
      found.push_back(step);
  return found;
}

}  // namespace

TEST_CASE("each name is looked up by itself", "[ledger]") {
  const InSqlite at;
  const auto sqlite = opened(at.address());
  Explaining database(*sqlite);
  const std::string account = "test-par_1";
  const Rows rows{database, account};
  begin_asking(rows, "asker");
  look_up(rows, "asker", {"one.com", "two.com"}, 5min, 24h);
  record_answers(rows, {{"one.com", "{}", false, LedgerTime(1ms)}}, "asker", {"one.com"});
  reserve_all(rows, "plan", {{"customer", {"one.com", "two.com"}}}, 7);
  const std::vector<std::string> found = searches(database.steps);
  CHECK(found.size() >= 3);
  for (const std::string& step : found) {
    CAPTURE(step);
    const bool by_name = step.find("domain=?") != std::string::npos;
    const bool by_id = step.find("(account=? AND id=?)") != std::string::npos;
    CHECK((by_name || by_id));
  }
}
