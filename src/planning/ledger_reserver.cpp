#include "planning/ledger_reserver.hpp"

namespace domainplan {

LedgerReserver::LedgerReserver(Ledger& ledger, LedgerLog& log, std::string plan, int days)
    : ledger_(ledger),
      log_(log),
      plan_(std::move(plan)),
      days_(days),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

LedgerReserver::~LedgerReserver() = default;

void LedgerReserver::reserve(std::vector<NamesOfCustomer> customers, Done done) {
  const std::lock_guard lock(mutex_);
  waiting_.emplace_back(std::move(customers), std::move(done));
  changed_.notify_one();
}

void LedgerReserver::run(const std::stop_token& stop) {
  for (;;) {
    std::unique_lock lock(mutex_);
    if (!changed_.wait(lock, stop, [&] { return !waiting_.empty(); })) return;
    const auto [customers, done] = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    Ledger::Reserved reserved;
    std::exception_ptr error;
    try {
      reserved = reserve_now(customers);
    } catch (...) {
      error = std::current_exception();
    }
    done(std::move(reserved), error);
  }
}

// What was lost is written down before anything is made of it.
Ledger::Reserved LedgerReserver::reserve_now(const std::vector<NamesOfCustomer>& customers) {
  Ledger::Reserved reserved = ledger_.reserve(plan_, customers, days_);
  if (!reserved.lost.empty()) log_.lost(customers.at(reserved.customers).customer, reserved.lost);
  return reserved;
}

}  // namespace domainplan
