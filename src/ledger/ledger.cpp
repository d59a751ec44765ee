#include "domainplan/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "io/safe_name.hpp"
#include "io/sha256.hpp"
#include "ledger/answers.hpp"
#include "ledger/orders.hpp"
#include "ledger/random_id.hpp"
#include "ledger/reservations.hpp"
#include "ledger/schema.hpp"
#include "ledger/shared_window.hpp"

namespace domainplan {
namespace {

using ledger::Sync;

// A reservation that cannot be made whole is undone.
struct NotAll {
  std::vector<std::string> lost;
};

// Where the ledger has what stands for an API key. A key is random and long, so that nobody finds it by its
// hash.
std::string name_of_key(const std::string& key) {
  return sha256_hex("domainplan rate\n" + key).substr(0, 32);
}

// At the start nothing is lost yet, and a ledger that stays locked is an error soon.
constexpr std::chrono::seconds kPatienceAtStart{10};

std::unique_ptr<ledger::Database> open_database(const LedgerOptions& options) {
  auto database = ledger::connect(options.address, options.create);
  ledger::bring_up_to_date(*database,
                           {std::min(options.patience, kPatienceAtStart), options.waiting, options.stop});
  return database;
}

}  // namespace

std::string shown_ledger_address(const std::string& address) { return ledger::without_password(address); }

std::string ledger_identity(const std::string& address) {
  ledger::demand_address(address);
  if (ledger::is_postgres(address)) return ledger::postgres_identity(address);
  return std::filesystem::absolute(address).lexically_normal();
}

std::vector<std::string> priced_answers_in_ledger(const std::string& address,
                                                  std::optional<Environment> environment) {
  constexpr std::string_view kNewest =
      "SELECT line FROM domainplan_answer WHERE taken = 0 AND substr(account, 1, length(CAST($1 AS TEXT))) = "
      "CAST($1 AS TEXT) ORDER BY checked_at DESC LIMIT 100000";
  ledger::demand_address(address);
  if (!ledger::is_postgres(address) && !std::filesystem::exists(address)) return {};
  const auto database = ledger::connect_to_read(address);
  std::vector<std::string> lines;
  for (const ledger::Row& row :
       database->run(kNewest, {environment ? fmt::format("{}-", name_of(*environment)) : std::string()}))
    lines.push_back(ledger::text(row.at(0)));
  return lines;
}

std::string ledger_account(Environment environment, const std::string& partner_id) {
  return fmt::format("{}-{}", name_of(environment), safe_name(partner_id));
}

class Ledger::Impl {
 public:
  explicit Impl(LedgerOptions given);

  ledger::Patience patience() const { return {options.patience, options.waiting, options.stop}; }

  // Run `work` in a transaction, and return what it returns.
  template <class Work>
  auto write(Sync sync, const Work& work) {
    return write(sync, work, patience());
  }
  template <class Work>
  auto write(Sync sync, const Work& work, const ledger::Patience& patience) {
    const std::lock_guard lock(mutex_);
    const ledger::Rows rows{*database_, options.account};
    return ledger::in_transaction(*database_, sync, patience, [&] {
      if constexpr (std::is_void_v<decltype(work(rows))>) {
        work(rows);
        return true;
      } else {
        return work(rows);
      }
    });
  }
  template <class Work>
  auto read(const Work& work) {
    return write(Sync::reading, work);
  }

  const LedgerOptions options;
  std::string name() const { return database_->name(); }
  std::unique_ptr<LedgerLock> try_to_lock_orders();

 private:
  std::mutex mutex_;
  std::unique_ptr<ledger::Database> database_;
  std::unique_ptr<ledger::Database> to_lock_;  // a connection that did not get the lock yet
};

Ledger::Impl::Impl(LedgerOptions given) : options(std::move(given)), database_(open_database(options)) {
  write(Sync::nothing, [](const ledger::Rows& rows) { ledger::remove_old_answers(rows); });
}

Ledger::Ledger(LedgerOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Ledger::~Ledger() = default;
std::string Ledger::name() const { return impl_->name(); }
const std::string& Ledger::account() const { return impl_->options.account; }

LedgerLock::LedgerLock(std::unique_ptr<ledger::Database> connection) : connection_(std::move(connection)) {}
LedgerLock::~LedgerLock() = default;

bool LedgerLock::is_held() noexcept {
  try {
    connection_->run("SELECT 1");
    return true;
  } catch (...) {
    return false;
  }
}

std::unique_ptr<LedgerLock> Ledger::try_to_lock_orders() { return impl_->try_to_lock_orders(); }

std::unique_ptr<LedgerLock> Ledger::Impl::try_to_lock_orders() {
  const std::lock_guard lock(mutex_);
  // That of the last try, unless it is gone by now.
  std::unique_ptr<ledger::Database> connection = std::exchange(to_lock_, nullptr);
  const auto locks = [&] { return connection->try_lock("orders " + options.account); };
  std::optional<bool> locked;
  try {
    if (connection) locked = locks();
  } catch (const ledger::DatabaseError&) {
  }
  if (!locked) {
    connection = ledger::connect(options.address, false);
    locked = locks();
  }
  if (*locked) return std::make_unique<LedgerLock>(std::move(connection));
  to_lock_ = std::move(connection);
  return nullptr;
}

std::string Ledger::new_plan_id() { return ledger::random_id(); }

void Ledger::begin_plan(const std::string& plan, const std::string& folder) {
  impl_->write(Sync::power_loss, [&](const auto& rows) { ledger::begin_plan(rows, plan, folder); });
}

bool Ledger::knows_plan(const std::string& plan) {
  return impl_->read([&](const auto& rows) { return ledger::knows_plan(rows, plan); });
}

std::vector<std::string> Ledger::reserved_by_others(const std::string& plan) {
  return impl_->read([&](const auto& rows) { return ledger::reserved_by_others(rows, plan); });
}

Ledger::Reserved Ledger::reserve(const std::string& plan, const std::vector<NamesOfCustomer>& customers,
                                 int days) {
  Reserved reserved;
  for (auto wanted = customers;;) {
    try {
      impl_->write(Sync::crash, [&](const auto& rows) {
        NotAll not_all{ledger::reserve_all(rows, plan, wanted, days)};
        if (!not_all.lost.empty()) throw not_all;
      });
      reserved.customers = wanted.size();
      return reserved;
    } catch (const NotAll& not_all) {
      // Those before the first that lost a name, without it.
      const auto first = std::find_if(wanted.begin(), wanted.end(), [&](const NamesOfCustomer& names) {
        return std::any_of(names.domains.begin(), names.domains.end(), [&](const std::string& domain) {
          return std::binary_search(not_all.lost.begin(), not_all.lost.end(), domain);
        });
      });
      reserved.lost.clear();
      for (const std::string& domain : first->domains)
        if (std::binary_search(not_all.lost.begin(), not_all.lost.end(), domain))
          reserved.lost.push_back(domain);
      wanted.erase(first, wanted.end());
    }
  }
}

std::size_t Ledger::release(const std::string& plan) {
  return impl_->write(Sync::power_loss, [&](const auto& rows) {
    ledger::end_asking(rows, plan);
    return ledger::release(rows, plan);
  });
}

std::size_t Ledger::release_others(const std::string& plan, const std::vector<std::string>& keep) {
  return impl_->write(Sync::power_loss,
                      [&](const auto& rows) { return ledger::release_others(rows, plan, keep); });
}

std::vector<std::string> Ledger::plans_in(const std::string& folder) {
  return impl_->read([&](const auto& rows) { return ledger::plans_in(rows, folder); });
}

std::vector<Reservation> Ledger::reservations(const std::string& plan) {
  return impl_->read([&](const auto& rows) { return ledger::reservations(rows, plan); });
}

void Ledger::begin_asking(const std::string& run_id) {
  impl_->write(Sync::nothing, [&](const auto& rows) { ledger::begin_asking(rows, run_id); });
}

void Ledger::end_asking(const std::string& run_id) {
  impl_->write(Sync::nothing, [&](const auto& rows) { ledger::end_asking(rows, run_id); }, {});
}

SharedLookUp Ledger::look_up(const std::string& run_id, const std::vector<std::string>& domains,
                             std::chrono::seconds max_age, std::chrono::seconds trust_taken) {
  return impl_->write(Sync::nothing, [&](const auto& rows) {
    return ledger::look_up(rows, run_id, domains, max_age, trust_taken);
  });
}

void Ledger::record_answers(const std::vector<SharedAnswer>& answers, const std::string& run_id,
                            const std::vector<std::string>& answered) {
  impl_->write(Sync::nothing,
               [&](const auto& rows) { ledger::record_answers(rows, answers, run_id, answered); });
}

void Ledger::record_order(const LedgerOrder& order, const LedgerRecord& how) {
  impl_->write(Sync::power_loss, [&](const auto& rows) { ledger::record_order(rows, order, how); });
}

void Ledger::remove_order(const std::string& id) {
  impl_->write(Sync::power_loss, [&](const auto& rows) { ledger::remove_order(rows, id); });
}

void Ledger::record_swap(const std::string& order, const std::string& replaced,
                         const LedgerOrderDomain& replacement) {
  impl_->write(Sync::power_loss,
               [&](const auto& rows) { ledger::record_swap(rows, order, replaced, replacement); });
}

std::vector<LedgerOrder> Ledger::orders(const std::string& customer) {
  return impl_->read([&](const auto& rows) { return ledger::orders(rows, customer); });
}

Cents Ledger::spent_in_month(LedgerTime time, const std::string& currency, const std::string& customer) {
  return impl_->read(
      [&](const auto& rows) { return ledger::spent_in_month(rows, time, currency, customer); });
}

std::vector<LedgerTotal> Ledger::spending(SpendingBy by) {
  return impl_->read([&](const auto& rows) { return ledger::spending(rows, by); });
}

std::shared_ptr<SharedRate> Ledger::share_rate(const LedgerOptions& options, const std::string& key,
                                               int rate) {
  return std::make_shared<ledger::SharedWindow>(
      open_database(options), name_of_key(key), rate,
      ledger::Patience{options.patience, options.waiting, options.stop});
}

}  // namespace domainplan
