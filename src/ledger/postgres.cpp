#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <cerrno>
#include <charconv>
#include <chrono>
#include <utility>

#include "core/percent.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "ledger/database.hpp"
#include "ledger/dialect.hpp"

namespace domainplan::ledger {
namespace {

using Clock = std::chrono::steady_clock;
using Kind = DatabaseError::Kind;

struct Finish {
  void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct Clear {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

// Types of columns, as the catalogue numbers them.
constexpr Oid kInt8 = 20, kInt4 = 23;

// Longer than lock_timeout, after which the server ends a wait for a lock.
constexpr std::chrono::seconds kAnswersWithin{15};
// What TLS has read ahead does not wake a wait for the socket.
constexpr std::chrono::milliseconds kLookEvery{200};

// "domainpl": the lock that keeps two processes from changing the schema at once.
constexpr std::int64_t kSchemaLock = 0x646f6d61696e706c;

// What a state of SQL means for us: https://www.postgresql.org/docs/15/errcodes-appendix.html.
Kind kind_of(std::string_view state) {
  if (state == "40001" || state == "40P01") return Kind::again;  // serialization failure, deadlock
  // No connection, the server shuts down, crashed or is not up yet, too many connections, lock not available.
  if (state.empty() || state.starts_with("08") || state.starts_with("57P") || state == "53300" ||
      state == "55P03")
    return Kind::lost;
  return Kind::final;
}

struct FreeOptions {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using UrlOptions = std::unique_ptr<PQconninfoOption, FreeOptions>;

// libpq quotes what it cannot read, and that may be the password.
UrlOptions read_url(const std::string& url) {
  char* reason = nullptr;
  UrlOptions options(PQconninfoParse(url.c_str(), &reason));
  PQfreemem(reason);
  if (!options || has_special_in_password(url))
    throw UsageError(fmt::format("the ledger's address {} is not a URL that libpq can read: percent-encode "
                                 "what is special in a password, or keep it in PGPASSWORD",
                                 in_quotes(without_password(url), 300)),
                     without_password(url));
  return options;
}

class Postgres final : public Database {
 public:
  explicit Postgres(std::string url) : url_(std::move(url)) { open(); }

  std::vector<Row> run(std::string_view sql, const std::vector<Value>& parameters) override {
    std::vector<std::string> texts(parameters.size());
    std::vector<const char*> values(parameters.size());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      if (const auto* const number = std::get_if<std::int64_t>(&parameters[i]))
        texts[i] = std::to_string(*number);
      else
        texts[i] = text(parameters[i]);
      values[i] = std::holds_alternative<std::monostate>(parameters[i]) ? nullptr : texts[i].c_str();
    }
    const int sent =
        PQsendQueryParams(connection_.get(), in_dialect(sql, Dialect::postgres).c_str(),
                          static_cast<int>(values.size()), nullptr, values.data(), nullptr, nullptr, 0);
    return rows_of(*result_of(sent));
  }

  void begin(Sync sync) override {
    execute(sync == Sync::reading ? "BEGIN READ ONLY" : "BEGIN");
    if (sync == Sync::nothing) execute("SET LOCAL synchronous_commit = off");
  }
  void commit() override { execute("COMMIT"); }
  void rollback() noexcept override {
    try {
      if (connection_ && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) execute("ROLLBACK");
    } catch (...) {
      connection_.reset();  // the server rolls back what is left
    }
  }
  bool try_lock(const std::string& name) override {
    return number(run("SELECT CAST(pg_try_advisory_lock(hashtextextended($1, 0)) AS INTEGER)",
                      {"domainplan " + name})
                      .at(0)
                      .at(0)) != 0;
  }
  void lock_schema() override { execute(fmt::format("SELECT pg_advisory_xact_lock({})", kSchemaLock)); }
  bool holds_something_else() override { return false; }  // tables of others are beside ours

  void reconnect() override { open(); }

  std::string boot() const override { return ""; }
  std::string name() const override { return without_password(url_); }

 private:
  void open() {
    read_url(url_);
    // What the URL says comes first; these end a wait for a host that does not answer, also in the middle of
    // a statement.
    const char* const keywords[] = {"connect_timeout",
                                    "keepalives_idle",
                                    "keepalives_interval",
                                    "keepalives_count",
                                    "tcp_user_timeout",
                                    "application_name",
                                    "dbname",
                                    nullptr};
    const char* const values[] = {"10", "5", "5", "3", "20000", "domainplan", url_.c_str(), nullptr};
    connection_.reset(PQconnectdbParams(keywords, values, 1));
    if (!connection_) throw std::bad_alloc();
    if (PQstatus(connection_.get()) != CONNECTION_OK) {
      // A refused password is final; libpq has no code for it, only words, so that at the start every failure
      // is an error at once, and later every failure may pass.
      throw DatabaseError(Kind::lost, ErrorCode::network,
                          fmt::format("the ledger {} cannot be reached: {}", quoted_name(), why()), name());
    }
    PQsetnonblocking(connection_.get(), 1);
    PQsetNoticeProcessor(
        connection_.get(), [](void*, const char*) {}, nullptr);
    execute(
        "SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; SET client_encoding = "
        "'UTF8'; "
        // So that the locks of a host that is gone are free soon.
        "SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3");
  }

  void execute(const std::string& sql) { result_of(PQsendQuery(connection_.get(), sql.c_str())); }

  // The result of what was sent, or its first failure. A server that is there and sends and takes nothing for
  // a while is lost.
  Result result_of(int sent) {
    if (sent == 0) return checked(nullptr);
    Clock::time_point until = Clock::now() + kAnswersWithin;
    while (PQflush(connection_.get()) > 0 && wait_for_server(POLLIN | POLLOUT, until)) continue;
    Result last;
    for (;;) {
      while (PQisBusy(connection_.get()) != 0 && wait_for_server(POLLIN, until)) continue;
      Result next(PQgetResult(connection_.get()));
      if (!next) return last ? checked(std::move(last)) : checked(nullptr);
      const ExecStatusType status = PQresultStatus(next.get());
      if (!last || (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)) last = std::move(next);
    }
  }

  // False where the connection is gone, which the next result says.
  bool wait_for_server(short events, Clock::time_point& until) {
    pollfd socket{PQsocket(connection_.get()), events, 0};
    const int ready = ::poll(&socket, 1, static_cast<int>(kLookEvery.count()));
    if (ready < 0 && errno == EINTR) return true;
    if (ready > 0) until = Clock::now() + kAnswersWithin;
    if (ready < 0 || Clock::now() >= until) {
      connection_.reset();
      throw DatabaseError(
          Kind::lost, ErrorCode::network,
          fmt::format("the ledger {} has not answered for {} s", quoted_name(), kAnswersWithin.count()),
          name());
    }
    return PQconsumeInput(connection_.get()) != 0;
  }

  Result checked(Result result) {
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return result;
    const char* const state = result ? PQresultErrorField(result.get(), PG_DIAG_SQLSTATE) : nullptr;
    const Kind kind =
        PQstatus(connection_.get()) == CONNECTION_OK ? kind_of(state ? state : "XX000") : Kind::lost;
    const ErrorCode code = kind == Kind::lost ? ErrorCode::network : ErrorCode::disk;
    throw DatabaseError(kind, code, fmt::format("the ledger {} failed: {}", quoted_name(), why()), name());
  }

  // libpq's last message, on one line and without the password.
  std::string why() const {
    std::string message(trimmed(PQerrorMessage(connection_.get())));
    for (char& c : message)
      if (c == '\n' || c == '\t') c = ' ';
    const char* const password = PQpass(connection_.get());
    if (password && std::string_view(password).size() >= 4)
      for (std::size_t at = 0; (at = message.find(password, at)) != std::string::npos;)
        message.replace(at, std::string_view(password).size(), "[password]");
    return message;
  }

  static std::vector<Row> rows_of(const PGresult& result) {
    std::vector<Row> rows(static_cast<std::size_t>(PQntuples(&result)));
    const int columns = PQnfields(&result);
    for (int line = 0; line < PQntuples(&result); ++line)
      for (int column = 0; column < columns; ++column)
        rows[static_cast<std::size_t>(line)].push_back(value_of(result, line, column));
    return rows;
  }

  static Value value_of(const PGresult& result, int line, int column) {
    if (PQgetisnull(&result, line, column)) return {};
    const std::string_view bytes(PQgetvalue(&result, line, column),
                                 static_cast<std::size_t>(PQgetlength(&result, line, column)));
    const Oid type = PQftype(&result, column);
    if (type != kInt8 && type != kInt4) return std::string(bytes);
    std::int64_t number = 0;
    std::from_chars(bytes.data(), bytes.data() + bytes.size(), number);
    return number;
  }

  const std::string url_;
  std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace

std::string postgres_identity(const std::string& url) {
  constexpr std::string_view kSecret = "*";  // how libpq marks what a form does not show
  std::string identity = "postgresql:///";
  const UrlOptions options = read_url(url);
  char before = '?';
  for (const PQconninfoOption* one = options.get(); one->keyword; ++one) {
    if (!one->val || one->dispchar == kSecret) continue;
    identity +=
        fmt::format("{}{}={}", std::exchange(before, '&'), one->keyword, percent_encoded(one->val, "-._~/,"));
  }
  return identity;
}

std::unique_ptr<Database> connect_postgres(const std::string& url) { return std::make_unique<Postgres>(url); }

}  // namespace domainplan::ledger
