#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <time.h>

#include <cerrno>
#include <filesystem>
#include <map>
#include <thread>

#include "core/text.hpp"
#include "io/file.hpp"
#include "io/file_lock.hpp"
#include "io/safe_name.hpp"
#include "ledger/database.hpp"
#include "ledger/dialect.hpp"

namespace domainplan::ledger {
namespace {

// How long another process's transaction is waited for at a time; ours take milliseconds. What waits longer
// is reported, and can be interrupted.
constexpr int kBusyMilliseconds = 2'000;
constexpr std::chrono::seconds kLongestStart{4};
// Names come in no order, so that every batch touches pages all over the file: many of them are kept in
// memory, and the log is copied into the file seldom. Temporary tables and journals of statements stay in
// memory, too.
constexpr const char* kTuning =
    "PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=8000; PRAGMA temp_store=MEMORY";

std::int64_t milliseconds_of(clockid_t clock) {
  timespec time{};
  clock_gettime(clock, &time);
  return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

void wall_clock(sqlite3_context* context, int, sqlite3_value**) {
  sqlite3_result_int64(context, milliseconds_of(CLOCK_REALTIME));
}
// Goes on while the host sleeps, and is the same for all its processes.
void boot_clock(sqlite3_context* context, int, sqlite3_value**) {
  sqlite3_result_int64(context, milliseconds_of(CLOCK_BOOTTIME));
}

struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;
struct Close {
  void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};

class Sqlite final : public Database {
 public:
  Sqlite(std::string path, SqliteUse use) : path_(std::move(path)), reads_only_(use == SqliteUse::read) {
    open(use == SqliteUse::create);
  }

  std::vector<Row> run(std::string_view sql, const std::vector<Value>& parameters) override {
    sqlite3_stmt* const statement = prepared(sql);
    for (std::size_t i = 0; i < parameters.size(); ++i) bind(statement, i, parameters[i]);
    std::vector<Row> rows;
    int step = SQLITE_ROW;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) rows.push_back(row_of(statement));
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (step != SQLITE_DONE) fail(step);
    return rows;
  }

  void begin(Sync sync) override {
    check_same_file();
    if (sync == Sync::reading) return execute("BEGIN");
    const bool full = sync == Sync::power_loss;
    // In a write-ahead log NORMAL may lose the last transactions to a power loss, and never more.
    if (full != full_) execute(full ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
    full_ = full;
    execute("BEGIN IMMEDIATE");
  }
  void commit() override { execute("COMMIT"); }
  void rollback() noexcept override {
    if (database_ && sqlite3_get_autocommit(database_.get()) == 0)
      sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
  bool try_lock(const std::string& name) override {
    if (lock_) return true;
    const std::string lock_path = fmt::format("{}-{}.lock", path_, safe_name(name));
    const bool is_new = !exists(lock_path);
    lock_ = FileLock::try_to_take(lock_path);
    if (is_new) ::chmod(lock_path.c_str(), file_.st_mode & 0777);  // for all users who share the ledger
    return lock_.has_value();
  }
  void lock_schema() override {}  // BEGIN IMMEDIATE has done so

  bool holds_something_else() override {
    return !run("SELECT 1 FROM sqlite_master WHERE name NOT LIKE 'domainplan\\_%' ESCAPE '\\' AND name NOT "
                "LIKE "
                "'sqlite\\_%' ESCAPE '\\' LIMIT 1",
                {})
                .empty();
  }

  void reconnect() override {
    close();
    open(false);
  }

  std::string boot() const override {
    const auto id = bytes_if_there("/proc/sys/kernel/random/boot_id");
    return id ? std::string(trimmed(*id)) : "unknown";
  }
  std::string name() const override { return path_; }

 private:
  void open(bool create) {
    std::error_code unreadable;
    if (std::filesystem::is_symlink(path_, unreadable))
      throw UsageError(fmt::format("the ledger {} is a symbolic link: name the file itself", quoted_name()),
                       name());
    // SQLite would make it readable for others.
    if (create && !exists(path_)) open_file(path_, O_CREAT | O_RDWR);
    if (!exists(path_)) lost("is not there: restore it, or use another one");
    sqlite3* opened = nullptr;
    const int mode = reads_only_ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    // Whole, because SQLite takes some relative paths for something else, such as :memory:.
    const std::string whole = std::filesystem::absolute(path_);
    const int code = sqlite3_open_v2(whole.c_str(), &opened, mode | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(opened);  // one that could not be opened has to be closed as well
    if (code != SQLITE_OK) fail(code);
    sqlite3_extended_result_codes(database_.get(), 1);
    sqlite3_busy_timeout(database_.get(), kBusyMilliseconds);
    add_function("domainplan_now", wall_clock);
    add_function("domainplan_tick", boot_clock);
    if (!reads_only_) {
      use_write_ahead_log();
      execute("PRAGMA synchronous=NORMAL");
      execute(kTuning);
    }
    full_ = false;
    file_ = status();
  }

  void add_function(const char* name, void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    const int code =
        sqlite3_create_function(database_.get(), name, 0, SQLITE_UTF8, nullptr, function, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code);
  }

  // Of processes that make a ledger at the same time, SQLite lets all but one fail at once here.
  void use_write_ahead_log() {
    const auto until = std::chrono::steady_clock::now() + kLongestStart;
    for (;;) {
      const int code = sqlite3_exec(database_.get(), "PRAGMA journal_mode=WAL", nullptr, nullptr, nullptr);
      if (code == SQLITE_OK) return;
      if ((code & 0xff) != SQLITE_BUSY || std::chrono::steady_clock::now() >= until) fail(code);
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  void close() {
    statements_.clear();
    database_.reset();
  }

  struct stat status() const {
    struct stat found {};
    if (::stat(path_.c_str(), &found) != 0) lost("is gone");
    return found;
  }

  // A file that was removed or replaced would go on working for us, and be another ledger than that of
  // others.
  void check_same_file() const {
    if (!database_) lost("is not open");
    const struct stat found = status();
    if (found.st_ino != file_.st_ino || found.st_dev != file_.st_dev) lost("was replaced by another file");
  }

  [[noreturn]] void lost(std::string_view what) const {
    throw DatabaseError(DatabaseError::Kind::lost, ErrorCode::disk,
                        fmt::format("the ledger {} {}", quoted_name(), what), name());
  }

  void execute(const char* sql) {
    if (!database_) lost("is not open");
    if (const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr); code != SQLITE_OK)
      fail(code);
  }

  sqlite3_stmt* prepared(std::string_view sql) {
    if (!database_) lost("is not open");
    const auto found = statements_.find(sql);
    if (found != statements_.end()) return found->second.get();
    const std::string spelled = in_dialect(sql, Dialect::sqlite);
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v2(database_.get(), spelled.c_str(), static_cast<int>(spelled.size()),
                                        &statement, nullptr);
    if (code != SQLITE_OK) fail(code);
    return statements_.emplace(std::string(sql), Statement(statement)).first->second.get();
  }

  void bind(sqlite3_stmt* statement, std::size_t place, const Value& value) {
    const int index = sqlite3_bind_parameter_index(statement, fmt::format("${}", place + 1).c_str());
    if (index == 0) return;
    int code = SQLITE_OK;
    if (const auto* const number = std::get_if<std::int64_t>(&value))
      code = sqlite3_bind_int64(statement, index, *number);
    else if (const auto* const text = std::get_if<std::string>(&value))
      code = sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_TRANSIENT, SQLITE_UTF8);
    else
      code = sqlite3_bind_null(statement, index);
    if (code != SQLITE_OK) fail(code);
  }

  static Row row_of(sqlite3_stmt* statement) {
    Row row;
    for (int column = 0; column < sqlite3_column_count(statement); ++column)
      switch (sqlite3_column_type(statement, column)) {
        case SQLITE_NULL:
          row.emplace_back();
          break;
        case SQLITE_INTEGER:
          row.emplace_back(static_cast<std::int64_t>(sqlite3_column_int64(statement, column)));
          break;
        default: {
          const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
          row.emplace_back(std::string(bytes ? bytes : "",
                                       static_cast<std::size_t>(sqlite3_column_bytes(statement, column))));
        }
      }
    return row;
  }

  [[noreturn]] void fail(int code) {
    using Kind = DatabaseError::Kind;
    const std::string why = database_ ? sqlite3_errmsg(database_.get()) : sqlite3_errstr(code);
    const auto error = [&](Kind kind, ErrorCode of, std::string_view what) {
      return DatabaseError(kind, of, fmt::format("the ledger {} {}: {}", quoted_name(), what, why), name());
    };
    switch (code & 0xff) {
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
        throw error(Kind::lost, ErrorCode::locked, "is locked by another program");
      case SQLITE_FULL:
        throw error(Kind::final, ErrorCode::disk, "cannot be written");
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB:
        throw error(Kind::final, ErrorCode::disk, "is damaged, or not a ledger");
      case SQLITE_CANTOPEN:
      case SQLITE_IOERR:
        if (const int reason = database_ ? sqlite3_system_errno(database_.get()) : 0;
            reason == ENOSPC || reason == EDQUOT)
          throw DatabaseError(Kind::final, ErrorCode::disk,
                              fmt::format("the ledger {} cannot be written: the disk is full", quoted_name()),
                              name());
        throw error(Kind::lost, ErrorCode::disk, "cannot be read or written");
      default:
        throw error(Kind::final, ErrorCode::disk, "cannot be used");
    }
  }

  const std::string path_;
  const bool reads_only_;
  std::unique_ptr<sqlite3, Close> database_;
  bool full_ = false;  // the sync mode that is set
  struct stat file_ {};
  std::optional<FileLock> lock_;
  std::map<std::string, Statement, std::less<>> statements_;
};

}  // namespace

std::unique_ptr<Database> connect_sqlite(const std::string& path, SqliteUse use) {
  return std::make_unique<Sqlite>(path, use);
}

}  // namespace domainplan::ledger
