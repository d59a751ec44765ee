// A network that answers from small_market.hpp on a thread of its own, in random order, and fails as it is
// reported.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <random>
#include <set>
#include <thread>
#include <vector>

#include "planning/network.hpp"
#include "small_market.hpp"

struct NetworkFaults {
  int fails_at = 0;   // this call, from 1, gets a failure
  int throws_at = 0;  // ask() throws for this call
  int stale = 0;      // of the names, in percent, get one stale row first
  std::function<void(int call)> before_answer = [](int) {};
};

class FakeNetwork final : public domainplan::Network {
 public:
  explicit FakeNetwork(unsigned seed, NetworkFaults faults = {})
      : faults_(std::move(faults)), random_(seed), thread_([this] { run(); }) {}
  ~FakeNetwork() override {
    const std::lock_guard lock(mutex_);
    quit_ = true;
    changed_.notify_all();
  }

  void ask(std::vector<std::string> names,
           std::function<void(domainplan::partner::AvailabilityPart)> heard) override {
    const int call = ++calls_;
    if (call == faults_.throws_at) throw std::bad_alloc();
    post([this, call, names = std::move(names), heard = std::move(heard)](bool stopped) {
      faults_.before_answer(call);
      heard(answer(call, names, stopped));
    });
  }
  void after(std::chrono::milliseconds, std::function<void()> done) override {
    post([done = std::move(done)](bool) { done(); });
  }
  void stop() override {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  std::uint64_t calls() const override { return static_cast<std::uint64_t>(calls_.load()); }

 private:
  using Job = std::function<void(bool stopped)>;

  void post(Job job) {
    const std::lock_guard lock(mutex_);
    jobs_.push_back(std::move(job));
    changed_.notify_all();
  }

  domainplan::partner::AvailabilityPart answer(int call, const std::vector<std::string>& names,
                                               bool stopped) {
    using namespace domainplan;
    using Kind = partner::Failure::Kind;
    if (stopped) return {.rows = {}, .failure = partner::Failure{Kind::stopped, "stopped"}, .is_last = true};
    if (call == faults_.fails_at)
      return {.rows = {}, .failure = partner::Failure{Kind::gave_up, "the server is gone"}, .is_last = true};
    partner::AvailabilityPart part{.rows = {}, .failure = {}, .is_last = true};
    for (const std::string& name : names) {
      const bool stale = std::hash<std::string>()(name) / 7 % 100 < static_cast<std::size_t>(faults_.stale) &&
                         stale_before_.insert(name).second;
      part.rows.rows.push_back(stale ? AvailabilityRow{.domain = name, .reason = Reason::stale}
                                     : market_row(name));
    }
    return part;
  }

  void run() {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] { return quit_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      const std::size_t pick = random_() % jobs_.size();
      std::swap(jobs_[pick], jobs_.back());
      Job job = std::move(jobs_.back());
      jobs_.pop_back();
      const bool stopped = stopped_;
      lock.unlock();
      job(stopped);
      job = nullptr;
      lock.lock();
    }
  }

  NetworkFaults faults_;
  std::mt19937 random_;
  std::set<std::string> stale_before_;  // of the network thread
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Job> jobs_;
  bool stopped_ = false, quit_ = false;
  std::atomic<int> calls_ = 0;
  std::jthread thread_;  // last: it uses all of the above
};
