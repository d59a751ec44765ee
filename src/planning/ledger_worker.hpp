// Reserves the names of a plan in the ledger and shares answers through it, on a thread of its own. What is
// read there is kept in ledger.ndjson before anything is made of it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "domainplan/ledger_use.hpp"
#include "planning/run_ledger.hpp"
#include "store/ledger_log.hpp"

namespace domainplan {

class LedgerWorker final : public RunLedger {
 public:
  // For the plan `plan`. `log`: null where what is read is kept nowhere, as by `check`, which reserves
  // nothing. `use.ledger` and `log` must outlive it.
  LedgerWorker(const LedgerUse& use, LedgerLog* log, std::string plan = "");
  // Finishes what was handed over.
  ~LedgerWorker() override;

  void reserve(std::vector<NamesOfCustomer> customers, ReserveDone done) override;
  void look_up(std::vector<std::string> names, LookUpDone done) override;
  void look_up_again(std::vector<std::string> names, LookUpDone done) override;
  void end_pauses() noexcept override;
  void record(const partner::AvailabilityRows& rows, std::chrono::system_clock::time_point at) override;
  // Returns once everything is recorded that was handed over. Throws what went wrong: in the ledger, or in a
  // callback, which should not throw.
  void finish();

 private:
  struct Work;
  struct Reserve {
    std::vector<NamesOfCustomer> customers;
    ReserveDone done;
  };
  struct LookUp {
    std::vector<std::string> names;
    LookUpDone done;
  };
  // `names`: of all rows that came, those among them that others can use.
  struct Answers {
    std::vector<std::string> names;
    std::vector<SharedAnswer> shared;
  };
  void run(const std::stop_token& stop);
  bool has_work() const;
  bool is_pause_over() const;
  void take_work(Work& work);
  void do_reserve(const Reserve& asked);
  template <class Callback>
  void call_back(const Callback& callback) noexcept;
  void fail(std::exception_ptr error) noexcept;
  void renew();
  void leave() noexcept;
  void do_look_ups(std::vector<LookUp>& asked);
  Ledger::Reserved reserve_now(const std::vector<NamesOfCustomer>& customers);
  std::vector<Found> found_for(std::vector<LookUp>& asked);
  std::vector<AvailabilityRow> usable_rows(const std::vector<SharedAnswer>& answers);
  void record_now(const Answers& answers);

  const LedgerUse use_;
  LedgerLog* const log_;
  const std::string plan_;
  const std::string run_id_;
  // Of the worker's thread: when it has to renew what it keeps from others; unset: it has looked nothing up.
  std::optional<std::chrono::steady_clock::time_point> renew_at_;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Reserve> reserves_;
  std::vector<LookUp> look_ups_, look_ups_again_;
  std::chrono::steady_clock::time_point again_at_;
  Answers answers_;  // not recorded yet
  std::size_t recorded_ = 0, handed_over_ = 0;
  bool flushes_ = false;  // few answers are recorded, too
  std::exception_ptr failure_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace domainplan
