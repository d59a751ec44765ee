#include "ledger/schema.hpp"

#include <fmt/format.h>

#include <array>
#include <span>

#include "ledger/transaction.hpp"

namespace domainplan::ledger {
namespace {

// Times are milliseconds since 1970, in {tick} where a name ends with _tick; money is in cents. `account` is
// the environment and the partner, such as live-par_1; `key` stands for one API key.
constexpr std::array<const char*, 11> kVersion1 = {
    // Which plan is where. `id` is in the plan's folder, too.
    R"(CREATE TABLE domainplan_plan (
         account TEXT NOT NULL, id TEXT NOT NULL, folder TEXT NOT NULL, host TEXT NOT NULL, begun_at BIGINT NOT NULL,
         PRIMARY KEY (account, id)))",
    // Names of plans that are not submitted.
    R"(CREATE TABLE domainplan_reservation (
         account TEXT NOT NULL, domain TEXT NOT NULL, plan TEXT NOT NULL, customer TEXT NOT NULL,
         reserved_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, PRIMARY KEY (account, domain)))",
    "CREATE INDEX domainplan_reservation_plan ON domainplan_reservation (account, plan, customer)",
    // What the API said of a name; `line` is a line of availability.ndjson.
    R"(CREATE TABLE domainplan_answer (
         account TEXT NOT NULL, domain TEXT NOT NULL, checked_at BIGINT NOT NULL, taken BIGINT NOT NULL,
         line TEXT NOT NULL, PRIMARY KEY (account, domain)))",
    "CREATE INDEX domainplan_answer_age ON domainplan_answer (account, checked_at)",
    // Orders that were placed. `month` is that of placed_at in UTC, such as 2026-11.
    R"(CREATE TABLE domainplan_order (
         account TEXT NOT NULL, id TEXT NOT NULL, plan TEXT NOT NULL, customer TEXT NOT NULL, user_name TEXT NOT NULL,
         status TEXT NOT NULL, placed_at BIGINT NOT NULL, month TEXT NOT NULL, cost_cents BIGINT NOT NULL,
         currency TEXT NOT NULL, PRIMARY KEY (account, id)))",
    "CREATE INDEX domainplan_order_customer ON domainplan_order (account, customer)",
    R"(CREATE TABLE domainplan_order_domain (
         account TEXT NOT NULL, order_id TEXT NOT NULL, domain TEXT NOT NULL, tld TEXT NOT NULL, provider TEXT NOT NULL,
         price_cents BIGINT NOT NULL, renewal_cents BIGINT NOT NULL, PRIMARY KEY (account, order_id, domain)))",
    // The rate of a key: whoever changes `turn` has the other two to itself until it commits.
    R"(CREATE TABLE domainplan_rate (key TEXT NOT NULL PRIMARY KEY, turn BIGINT NOT NULL, boot TEXT NOT NULL))",
    // Slots that a process holds, for calls under way and to come; it renews them, or they are free at
    // free_tick.
    R"(CREATE TABLE domainplan_rate_holder (
         key TEXT NOT NULL, holder TEXT NOT NULL, held BIGINT NOT NULL, free_tick BIGINT NOT NULL,
         PRIMARY KEY (key, holder)))",
    // Calls that have ended, and when their slots are free.
    R"(CREATE TABLE domainplan_rate_call (
         key TEXT NOT NULL, holder TEXT NOT NULL, call BIGINT NOT NULL, free_tick BIGINT NOT NULL,
         PRIMARY KEY (key, holder, call)))",
};

constexpr std::array<const char*, 1> kVersion2 = {
    // Whether a name is on an order.
    "CREATE INDEX domainplan_order_domain_name ON domainplan_order_domain (account, domain)",
};

constexpr std::array<const char*, 2> kVersion3 = {
    // The same, with all that is asked: SQLite prefers an index that spares it the row, even a less selective
    // one.
    "DROP INDEX domainplan_order_domain_name",
    "CREATE INDEX domainplan_order_domain_order ON domainplan_order_domain (account, domain, order_id)",
};

constexpr std::array<const char*, 2> kVersion4 = {
    // Processes that ask the API; each renews its row, or is taken for dead at `until`.
    R"(CREATE TABLE domainplan_asker (
         account TEXT NOT NULL, id TEXT NOT NULL, until BIGINT NOT NULL, PRIMARY KEY (account, id)))",
    // Names that one of them is about to ask for.
    R"(CREATE TABLE domainplan_claim (
         account TEXT NOT NULL, domain TEXT NOT NULL, asker TEXT NOT NULL, since BIGINT NOT NULL,
         PRIMARY KEY (account, domain)))",
};

// What each version adds, the first first. A version that has been released is never changed.
constexpr std::array<std::span<const char* const>, 4> kVersions = {kVersion1, kVersion2, kVersion3,
                                                                   kVersion4};

void make_version_table(Database& database) {
  database.run("CREATE TABLE IF NOT EXISTS domainplan_ledger (version BIGINT NOT NULL)");
}

void update(Database& database) {
  database.lock_schema();
  if (database.holds_something_else())
    throw UsageError(
        fmt::format("{} holds tables that are not a ledger's: choose another file", database.quoted_name()),
        database.name());
  make_version_table(database);
  const std::vector<Row> found = database.run("SELECT version FROM domainplan_ledger");
  const std::int64_t version = found.empty() ? 0 : number(found.front().front());
  if (version > schema_version() || version < 0)
    throw UsageError(
        fmt::format("the ledger {} has version {}; this program knows versions up to {}: use a newer "
                    "domainplan",
                    database.quoted_name(), version, schema_version()),
        database.name());
  if (version == schema_version()) return;
  for (std::size_t next = static_cast<std::size_t>(version); next < kVersions.size(); ++next)
    for (const char* const statement : kVersions[next]) database.run(statement);
  database.run("DELETE FROM domainplan_ledger");
  database.run("INSERT INTO domainplan_ledger (version) VALUES ($1)", {schema_version()});
}

}  // namespace

std::int64_t schema_version() { return static_cast<std::int64_t>(kVersions.size()); }

void bring_up_to_date(Database& database, const Patience& patience) {
  in_transaction(database, Sync::power_loss, patience, [&] {
    update(database);
    return true;
  });
}

}  // namespace domainplan::ledger
