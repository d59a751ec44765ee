// The rate of a key as a process sees it: slots at hand for the network thread, fetched from the database by
// a thread with a connection of its own.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "domainplan/shared_rate.hpp"
#include "ledger/rate_slots.hpp"

namespace domainplan::ledger {

class SharedWindow final : public SharedRate {
 public:
  // `rate`: calls in any 60 s. `key` stands for the API key. While the database is away, `patience` says how
  // long it is waited for; then failure() says why.
  SharedWindow(std::unique_ptr<Database> database, std::string key, int rate, Patience patience);
  // Gives slots at hand back.
  ~SharedWindow() override;
  SharedWindow(const SharedWindow&) = delete;
  SharedWindow& operator=(const SharedWindow&) = delete;

  void connect(std::function<void()> wake) override;
  Time next_start(Time now, std::size_t waiting) override;
  bool start(Time now) override;
  void put_back() override;
  void end(Time now) override;
  void add_past(Time end) override;
  std::string failure() const override;

 private:
  void run(std::stop_token stop);
  bool wait_for_work(const std::stop_token& stop);
  void wake_up();
  void lease(const Patience& patience);
  void fail(std::string why) noexcept;
  void give_all_back() noexcept;
  bool wants_slots(Time now) const;
  Time due(Time now) const;
  SlotRequest request();

  const std::unique_ptr<Database> database_;  // of the thread alone
  const std::string key_, holder_;
  const int rate_;
  const Patience patience_;

  std::mutex wake_mutex_;
  std::function<void()> wake_;  // under wake_mutex_; all else that changes, under mutex_

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t waiting_ = 0;                           // calls that could start, when last asked
  std::int64_t at_hand_ = 0, under_way_ = 0;          // slots
  std::int64_t renewed_ = 0;                          // slots that the database knows we hold
  Time used_at_{};                                    // when slots came last, or one was used
  std::chrono::milliseconds lease_ = kShortestLease;  // of the next one
  Time usable_until_{}, next_free_{}, ask_again_{}, leased_at_{};
  std::vector<EndedCall> ended_;  // not handed in yet
  std::int64_t calls_ = 0;
  std::string failure_;

  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace domainplan::ledger
