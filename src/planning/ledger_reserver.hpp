// Reserves the names of a plan in the ledger, and keeps in ledger.ndjson what other plans have.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "planning/name_reserver.hpp"
#include "store/ledger_log.hpp"

namespace domainplan {

class LedgerReserver final : public NameReserver {
 public:
  // For the plan `plan`, for `days`. `ledger` and `log` must outlive it.
  LedgerReserver(Ledger& ledger, LedgerLog& log, std::string plan, int days);
  // Finishes what was handed over.
  ~LedgerReserver() override;

  void reserve(std::vector<NamesOfCustomer> customers, Done done) override;

 private:
  void run(const std::stop_token& stop);
  Ledger::Reserved reserve_now(const std::vector<NamesOfCustomer>& customers);

  Ledger& ledger_;
  LedgerLog& log_;
  const std::string plan_;
  const int days_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::pair<std::vector<NamesOfCustomer>, Done>> waiting_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace domainplan
