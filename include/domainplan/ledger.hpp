// The account's memory across plans: names that plans have reserved, what the API answered to other processes
// a moment ago, the orders that were placed, and one rate for all processes that use a key.
//
// A ledger is an SQLite file on this host, or a PostgreSQL database that several hosts share. Several
// processes use it at the same time; what two of them want at once the database decides. It never holds a
// secret: an API key stands in it as a part of its hash.
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
#include "domainplan/provider.hpp"
#include "domainplan/shared_rate.hpp"

namespace domainplan {

using LedgerTime = std::chrono::sys_time<std::chrono::milliseconds>;

// The name under which an account's rows are kept: "live-par_1". A partner id that is not 1 to 64 of A-Z a-z
// 0-9 _ - is replaced by its SHA-256.
std::string ledger_account(Environment environment, const std::string& partner_id);

struct LedgerOptions {
  // A path, or a URL that begins with postgresql:// or postgres://, as libpq reads it (the password is better
  // kept in PGPASSWORD or ~/.pgpass).
  std::string address;
  std::string account;  // ledger_account()
  // Whether a file that is not there is made.
  bool create = true;
  // How long the database is waited for when it goes away later; that it cannot be opened is an error at
  // once.
  std::chrono::seconds patience{300};
  // Called when such a wait has lasted 2 s, with the reason, and with "" when it is over; on any thread, and
  // by several at a time. May be empty.
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

// What a call to the API said of a name, as in availability.ndjson.
struct SharedAnswer {
  std::string domain;
  std::string line;  // the JSON object, with checked_at; no line end
  bool taken = false;
  LedgerTime checked_at;
};

struct LedgerOrderDomain {
  std::string domain;
  std::string provider;  // google, microsoft, or "" where it is not known
  Cents price_cents = 0, renewal_cents = 0;
};

// An order at the vendor.
struct LedgerOrder {
  std::string id;                    // ord_…
  std::string plan, customer, user;  // "" where they are not known
  std::string status;                // the vendor's word
  LedgerTime placed_at;
  Cents cost_cents = 0;
  std::string currency;
  std::vector<LedgerOrderDomain> domains;

  // Whether it counts: all but failed and cancelled ones do.
  bool is_live() const { return status != "failed" && status != "cancelled"; }
};

// What orders of one kind come to. Costs of failed and cancelled orders are not in it.
struct LedgerTotal {
  std::string of;  // a month (2026-11), customer, TLD or provider
  std::string currency;
  std::int64_t orders = 0, domains = 0;
  Cents cost_cents =
      0;  // by month or customer: of the orders; by TLD or provider: of their domains, first year
};
enum class SpendingBy : std::uint8_t { month, customer, tld, provider };

// All members may be called from any thread; one at a time goes on. They throw RunError: disk, locked or
// network, where the database fails or was away for too long; Interrupted.
class Ledger {
 public:
  // Opens it, and brings its tables up to date. Throws UsageError for an address that is none, a file that
  // holds something else, or a ledger of a later version of this program.
  explicit Ledger(LedgerOptions options);
  ~Ledger();
  Ledger(const Ledger&) = delete;
  Ledger& operator=(const Ledger&) = delete;

  // For messages: without a password.
  std::string name() const;
  const std::string& account() const;

  // Reservations. A plan's id is new_plan_id(); its folder and host are kept so that people find it.
  static std::string new_plan_id();
  void begin_plan(const std::string& plan, const std::string& folder);
  // Names that other plans have reserved, in order.
  std::vector<std::string> reserved_by_others(const std::string& plan);

  // Reserves the names of these customers for `plan`, all or none of a customer's, for `days`. The first
  // customer that cannot have all its names ends it: the ones before have theirs, it and those after it have
  // none that they did not have before. What the plan has already it keeps, with a new date. No name twice.
  struct Reserved {
    std::size_t customers = 0;  // how many have their names
    // The names of the next one that another plan has reserved, or that are on a live order that is not this
    // plan's; empty where there is none.
    std::vector<std::string> lost;
  };
  Reserved reserve(const std::string& plan, const std::vector<NamesOfCustomer>& customers, int days);
  // Gives all names of a plan back, or those that are not in `keep`; returns how many.
  std::size_t release(const std::string& plan);
  std::size_t release_others(const std::string& plan, const std::vector<std::string>& keep);
  // All that have not expired, or those of one plan; by plan and domain.
  std::vector<Reservation> reservations(const std::string& plan = "");

  // Shared answers. Those to `domains` that are younger than `max_age` by the database's clock, or say
  // `taken` and are younger than `trust_taken`; in no order.
  std::vector<SharedAnswer> answers(const std::vector<std::string>& domains, std::chrono::seconds max_age,
                                    std::chrono::seconds trust_taken);
  // Keeps answers that were just given; of two to one name the later.
  void record_answers(const std::vector<SharedAnswer>& answers);

  // Orders. Keeps an order, gives its customer's reservations in that plan back, as it has what they were
  // for, and forgets answers to its domains. An order that is there is brought up to date; what is "" in
  // `order` stays.
  void record_order(const LedgerOrder& order);
  // By the time they were placed. `customer`: "" for all.
  std::vector<LedgerOrder> orders(const std::string& customer = "");
  // The cost of the live orders placed in the month of `time`, in UTC. `customer`: "" for all.
  Cents spent_in_month(LedgerTime time, const std::string& currency, const std::string& customer = "");
  std::vector<LedgerTotal> spending(SpendingBy by);

  // The rate of `key`, shared with every process that uses it and this ledger; of `options` the account is
  // not used. `rate`: calls in any 60 s. It has a connection of its own, and does not need a Ledger. Throws
  // as the constructor does.
  static std::shared_ptr<SharedRate> share_rate(const LedgerOptions& options, const std::string& key,
                                                int rate);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// The id under which the plan in `folder` reserves its names; nothing where it was made without a ledger.
// Throws RunError where the folder's ledger.ndjson is damaged.
std::optional<std::string> plan_in_ledger(const std::string& folder);

// How much the vendor has, and what was odd in it.
struct LedgerSync {
  std::size_t orders = 0, new_orders = 0, domains = 0, users = 0, swaps = 0;
  std::vector<std::string> warnings;  // redacted and escaped
};

class Session;

// Reads the orders, domains, users and swaps of the session's account, and brings the ledger's orders up to
// date. Throws as Ledger and the session do; a list that cannot be read to its end is an error.
LedgerSync sync_ledger(Ledger& ledger, Session& session);

}  // namespace domainplan
