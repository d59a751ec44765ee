// One connection to a ledger's database. The statements are the same for SQLite and PostgreSQL; where the two
// differ, a word in braces stands for either spelling:
//   {each}  the elements of the JSON array $1, one in a row, in the column `value`
//   {each_text}  the same, where all are strings: as text
//   {now}   the database's wall clock, in milliseconds since 1970
//   {tick}  a clock for intervals, in milliseconds: the host's time since it was started, or PostgreSQL's
//   clock
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "domainplan/error.hpp"

namespace domainplan::ledger {

using Value = std::variant<std::monostate, std::int64_t, std::string>;
using Row = std::vector<Value>;

// A column's value; 0 or "" where it is null.
std::int64_t number(const Value& value);
std::string text(const Value& value);

// The JSON array that {each_text} reads.
std::string json_of(const std::vector<std::string>& texts);

// The database failed.
class DatabaseError : public RunError {
 public:
  enum class Kind : std::uint8_t {
    again,  // another transaction was in the way: begin this one again
    lost,   // the database is not there, or locked by somebody: it may come back
    final   // it is full, corrupt, or refuses us: waiting does not help
  };
  DatabaseError(Kind kind, ErrorCode code, const std::string& message, std::string database)
      : RunError(code, message, std::move(database)), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

// What a transaction is to survive once it is committed. The end of our own process it always does.
enum class Sync : std::uint8_t {
  power_loss,  // of the database's host
  crash,       // of the database
  nothing,     // it may be lost a moment later
  reading      // it changes nothing
};

// Used by one thread at a time. All members throw DatabaseError.
class Database {
 public:
  virtual ~Database() = default;

  // Runs one statement, with $1, $2, … for `parameters`, and returns its rows.
  virtual std::vector<Row> run(std::string_view sql, const std::vector<Value>& parameters = {}) = 0;

  // A transaction. What it finds locked it waits for.
  virtual void begin(Sync sync) = 0;
  virtual void commit() = 0;
  virtual void rollback() noexcept = 0;
  // Takes a lock that lasts as long as this connection; false while another connection has it.
  virtual bool try_lock(const std::string& name) = 0;
  // Keeps every other process from changing the schema until the transaction ends.
  virtual void lock_schema() = 0;
  // Whether tables that are not a ledger's are where the ledger's should be alone.
  virtual bool holds_something_else() = 0;

  // Connects again after `lost`. What was prepared or begun is gone.
  virtual void reconnect() = 0;

  // Which run of the host {tick} counts from; "" where it counts for ever.
  virtual std::string boot() const = 0;
  // The path of the file, or the URL without its password.
  virtual std::string name() const = 0;
  std::string quoted_name() const;  // for messages
};

// `address`: a path, or a URL that begins with postgresql:// or postgres://. A file that is not there is
// made, with mode 0600, where `create` says so. Throws DatabaseError, and UsageError for an address that is
// none.
std::unique_ptr<Database> connect(const std::string& address, bool create);

// A connection that only reads: nothing is made or changed.
std::unique_ptr<Database> connect_to_read(const std::string& address);

bool is_postgres(std::string_view address);
// The address without its password; with "..." for all of it that may be one.
std::string without_password(const std::string& address);
// Whether a URL has an @ where only one of a password that is not percent-encoded can be: libpq would take a
// part of the password for the host, the port or the database.
bool has_special_in_password(std::string_view url);
// Throws UsageError where no ledger can be at `address`, whatever is there.
void demand_address(const std::string& address);
// A postgresql:// URL without its secrets, its parameters in libpq's order. Throws UsageError where libpq
// cannot read it.
std::string postgres_identity(const std::string& url);

enum class SqliteUse : std::uint8_t { create, write, read };  // create: and write
std::unique_ptr<Database> connect_sqlite(const std::string& path, SqliteUse use);
std::unique_ptr<Database> connect_postgres(const std::string& url);

}  // namespace domainplan::ledger
