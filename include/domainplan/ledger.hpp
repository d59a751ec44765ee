// The account's memory across plans: names that plans have reserved, recent answers of the API, the orders
// that were placed, and one rate for all processes that use a key.
//
// A ledger is an SQLite file on this host, or a PostgreSQL database that several hosts share. Several
// processes may use it at the same time; the database's transactions decide between them. It never holds a
// secret: of an API key it has a part of the hash.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/environment.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/provider.hpp"
#include "domainplan/shared_rate.hpp"

namespace domainplan {

using LedgerTime = std::chrono::sys_time<std::chrono::milliseconds>;

// The name under which an account's rows are kept: "live-par_1". A partner id that is not 1 to 64 of A-Z a-z
// 0-9 _ - is replaced by its SHA-256.
std::string ledger_account(Environment environment, const std::string& partner_id);

// A ledger's address as it may be shown: without a password.
std::string shown_ledger_address(const std::string& address);

// A ledger's address as a plan keeps it, to find the ledger again and to compare it: a file as an absolute
// path, a URL without its secrets and with its parameters in one order. Nothing is opened. Throws UsageError
// where no ledger can be at `address`.
std::string ledger_identity(const std::string& address);

struct LedgerOptions {
  // A path, or a URL that begins with postgresql:// or postgres://, as libpq reads it (the password is better
  // kept in PGPASSWORD or ~/.pgpass).
  std::string address;
  std::string account;  // ledger_account()
  // Whether the file is created if it does not exist.
  bool create = true;
  // How long to wait for a database that goes away after it was opened.
  std::chrono::seconds patience{300};
  // Called when such a wait has lasted 2 s, with the reason, and with "" when it is over; on any thread, by
  // several at a time. Must not throw. May be empty.
  std::function<void(const std::string& why)> waiting = {};
  std::stop_token stop = {};
};

// The names that a customer's order needs.
struct NamesOfCustomer {
  std::string customer;
  std::vector<std::string> domains;  // in canonical form
};

struct Reservation {
  std::string domain, plan, customer;
  LedgerTime reserved_at, expires_at;
  std::string folder, host;  // of the plan; "" where they are not known
};

// An answer of the API about a name, as in availability.ndjson.
struct SharedAnswer {
  std::string domain;
  std::string line;  // the JSON object, with checked_at; no line end
  bool taken = false;
  LedgerTime checked_at;
};

// What is known of some names.
struct SharedLookUp {
  std::vector<SharedAnswer> answers;  // in no order
  // Names without an answer that another process is about to ask for: it will record one soon.
  std::vector<std::string> asked_elsewhere;
};

// How often a run that looks names up has to call Ledger::begin_asking() again, at least. One that has
// not done so for five times as long is taken for dead.
inline constexpr std::chrono::milliseconds kRunRenewal{1000};

struct LedgerOrderDomain {
  std::string domain;
  std::string provider;  // google, microsoft, or "" where it is not known
  Cents price_cents = 0, renewal_cents = 0;
};

// An order at the vendor.
struct LedgerOrder {
  // ord_…; where a receipt had the id of another's order, so that the order's own is not known:
  // ord_…/PLAN/CUSTOMER.
  std::string id;
  std::string plan, customer, user;  // "" where they are not known
  std::string status;                // as the vendor gave it
  LedgerTime placed_at;
  Cents cost_cents = 0;
  std::string currency;
  std::vector<LedgerOrderDomain> domains;

  // Whether its own id is not known.
  bool is_unidentified() const { return id.find('/') != std::string::npos; }
  // Whether it counts: all but failed and cancelled ones do.
  bool is_live() const { return status != "failed" && status != "cancelled"; }
};

// How an order is recorded.
struct LedgerRecord {
  // The receipt contradicts the order that was sent: the reservations stay, and the id is the order's only if
  // the ledger has no order with that id, or has it as this customer's.
  bool is_disputed = false;
  // The order has no domains but `domains`: what else the ledger has for it is removed.
  bool has_all_domains = false;
  // An earlier run placed the order: what the ledger has for it by now, swaps among it, stays.
  bool was_placed_before = false;
  // The id of an order that this one turned out to be; it is removed. "" for none.
  std::string replaces = {};
};

// The total of a group of orders. Costs of failed and cancelled orders are not in it.
struct LedgerTotal {
  std::string of;  // a month (2026-11), customer, TLD or provider
  std::string currency;
  std::int64_t orders = 0, domains = 0;
  // By month or customer: of the orders; by TLD or provider: of their domains, first year.
  Cents cost_cents = 0;
};
enum class SpendingBy : std::uint8_t { month, customer, tld, provider };

namespace ledger {
class Database;
}

// The right to place orders for an account, which one process has at a time of all that share the ledger. It
// ends with the object, with the process, and with its connection to the database.
class LedgerLock {
 public:
  explicit LedgerLock(std::unique_ptr<ledger::Database> connection);
  ~LedgerLock();
  // Whether the connection is still there. Asks the database.
  bool is_held() noexcept;

 private:
  std::unique_ptr<ledger::Database> connection_;
};

// May be shared between threads; calls are made one after another. All members throw RunError (disk, locked
// or network) where the database fails or was away for too long, and Interrupted.
class Ledger {
 public:
  // Opens it, and brings its tables up to date. Throws UsageError for an invalid address, a file that is
  // not a ledger, or a ledger of a later version of this program.
  explicit Ledger(LedgerOptions options);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // The path of the file, or the URL without its password. Not escaped.
  std::string name() const;
  const std::string& account() const;

  // Null while another process places orders for this account. Throws RunError.
  std::unique_ptr<LedgerLock> try_to_lock_orders();

  // Reservations. A plan's id is new_plan_id(); its folder and host are kept so that people find it.
  static std::string new_plan_id();
  void begin_plan(const std::string& plan, const std::string& folder);
  // Whether begin_plan() was called with this id.
  bool knows_plan(const std::string& plan);
  // Names that other plans have reserved, in order.
  std::vector<std::string> reserved_by_others(const std::string& plan);

  // Reserves the names of these customers for `plan`, all or none of a customer's, for `days`. The first
  // customer that cannot have all its names ends it: customers before it have theirs; it and those after it
  // get no new ones. Names that the plan has already are kept, with a new date. No name may be given twice.
  struct Reserved {
    std::size_t customers = 0;  // how many have all their names
    // The names that the next customer could not have, as another plan has reserved them or they are on a
    // live order of another plan; empty where all customers have theirs.
    std::vector<std::string> lost;
  };
  Reserved reserve(const std::string& plan, const std::vector<NamesOfCustomer>& customers, int days);
  // Releases all names of a plan, or those that are not in `keep`; returns how many.
  std::size_t release(const std::string& plan);
  std::size_t release_others(const std::string& plan, const std::vector<std::string>& keep);
  // The ids of plans that have names and were made in `folder` on this host, whatever is there now; the
  // earliest first.
  std::vector<std::string> plans_in(const std::string& folder);
  // All that have not expired, or those of one plan; by plan and domain.
  std::vector<Reservation> reservations(const std::string& plan = "");

  // Shared answers. `run_id` stands for a run that asks the API: a plan's id, or any new_plan_id(). The names
  // that it looks up and is to ask for itself are kept from other runs until it records an answer, ends or
  // dies, for two minutes at most; so it should look up only what it can soon ask for.
  void begin_asking(const std::string& run_id);
  // Does not wait for a database that is away.
  void end_asking(const std::string& run_id);
  // The answers to `domains`, all different, that are younger than `max_age` by the database's clock, or say
  // `taken` and are younger than `trust_taken`. Names that are in neither list of the result are for this
  // run to ask for.
  SharedLookUp look_up(const std::string& run_id, const std::vector<std::string>& domains,
                       std::chrono::seconds max_age, std::chrono::seconds trust_taken);
  // Keeps new answers; of two about one name the later. `answered`: the names that the run no longer keeps
  // from others, whatever the answer was.
  void record_answers(const std::vector<SharedAnswer>& answers, const std::string& run_id = "",
                      const std::vector<std::string>& answered = {});

  // Orders. Keeps an order, releases its customer's reservations in that plan, and drops the answers about
  // its domains. An order that is there already is updated; members that are "" in `order` stay as they were,
  // and so do a plan and a customer that are known. Where the ledger has the order as another customer's,
  // that one stays as it is, and this customer gets one whose id is not known; see LedgerOrder::id.
  void record_order(const LedgerOrder& order, const LedgerRecord& how = {});
  // Nothing came of the order. Does nothing where the ledger does not have it.
  void remove_order(const std::string& id);
  // `replacement` is on the order, or on its way there; `replaced`, where it is not "", has left it. Does
  // nothing where the ledger does not have the order.
  void record_swap(const std::string& order, const std::string& replaced,
                   const LedgerOrderDomain& replacement);
  // In the order in which they were placed. `customer`: "" for all.
  std::vector<LedgerOrder> orders(const std::string& customer = "");
  // The cost of the live orders placed in the month of `time`, in UTC. `customer`: "" for all.
  Cents spent_in_month(LedgerTime time, const std::string& currency, const std::string& customer = "");
  std::vector<LedgerTotal> spending(SpendingBy by);

  // The rate of `key`, shared with every process that uses this key and this ledger. `rate`: calls in any
  // 60 s. It has a connection of its own, so no Ledger is needed, and LedgerOptions::account is not used.
  // Throws as the constructor does.
  static std::shared_ptr<SharedRate> share_rate(const LedgerOptions& options, const std::string& key,
                                                int rate);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// What the ledger at `address` knows of names that were not taken, of any age, as SharedAnswer::line: of the
// accounts of `environment`, or of all where it is unset. For an estimate of prices: nothing is made or
// changed, no account is needed, and where no ledger is there the list is empty. Throws UsageError for an
// invalid address, RunError where the database fails.
std::vector<std::string> priced_answers_in_ledger(const std::string& address,
                                                  std::optional<Environment> environment);

// The id under which the plan in `folder` reserves its names; unset where it was made without a ledger.
// Throws RunError where the folder's ledger.ndjson is damaged.
std::optional<std::string> plan_in_ledger(const std::string& folder);
// The account for which it reserved them, as LedgerOptions has it. Throws as plan_in_ledger().
std::optional<std::string> account_in_ledger(const std::string& folder);

// The ids of the plans whose names are to be released with the plan in `folder`: Ledger::plans_in(), and
// plan_in_ledger() unless the file is damaged. Throws as Ledger does.
std::vector<std::string> plans_of_folder(Ledger& ledger, const std::string& folder);

// Releases the names that the finished plan in `folder` has reserved and that are in none of its orders;
// returns how many. Throws as Ledger, plan_in_ledger() and read_plan() do.
std::size_t release_surplus(Ledger& ledger, const std::string& folder);

// How many rows the vendor has, and which could not be used.
struct LedgerSync {
  std::size_t orders = 0, new_orders = 0, domains = 0, users = 0, swaps = 0;
  std::vector<Notice> warnings;  // redacted
};

class Session;

// Reads the orders, domains, users and swaps of the session's account, and brings the ledger's orders up to
// date. An order whose id is not known and of which the vendor has no domain a day later is removed, with a
// warning. Throws as Ledger and the session do; a list that cannot be read to its end is an error.
LedgerSync sync_ledger(Ledger& ledger, Session& session);

}  // namespace domainplan
