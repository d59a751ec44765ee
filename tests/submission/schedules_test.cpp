// Everything that can go wrong between us and the vendor, in all orders that chance finds.
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <set>

#include "domainplan/error.hpp"
#include "domainplan/submit.hpp"
#include "store/journal.hpp"
#include "submission/plans.hpp"

using namespace domainplan;
using namespace domainplan::tests;

namespace {

struct Killed {};

constexpr int kOrders = 3;
constexpr int kMostRuns = 40;
constexpr std::int64_t kHour = 3'600'000;  // milliseconds

// Time as it passes for the server, and as the machine's clocks show it.
struct Clocks {
  std::atomic<std::int64_t> passed_ms = 0;  // in truth
  std::int64_t wall_skew_ms = 0;            // how wrong the wall clock is
};

class Schedule {
 public:
  explicit Schedule(std::uint64_t seed)
      : random_(seed), began_(std::chrono::system_clock::now()), server_(faults()) {
    // The plan is made in quiet: what is tried here comes after it.
    make_plan(sandbox::Server(plain_sandbox()), folder_ / "plan", kOrders);
    adopt(folder_ / "plan", server_);
  }

  void run() {
    for (int run = 0; run < kMostRuns && !all_placed(); ++run) {
      const bool two_at_once = chance(10);
      if (two_at_once) {
        std::thread other([this, seed = random_()] { submit_once(seed); });
        submit_once(random_());
        other.join();
      } else {
        submit_once(random_());
      }
      constexpr std::int64_t kPauses[] = {0,          0,          kHour,      19 * kHour,
                                          21 * kHour, 25 * kHour, 30 * kHour, 80 * kHour};
      clocks_.passed_ms += kPauses[random_() % std::size(kPauses)];
      constexpr std::int64_t kSkews[] = {0, 0, 0, 0, 0, -26 * kHour, 30 * kHour, 400 * kHour};
      clocks_.wall_skew_ms = kSkews[random_() % std::size(kSkews)];
    }
  }

  bool all_placed() const {
    const Sendings sendings = recorded_sendings(folder_ / "plan");
    std::set<std::string> ids;
    for (const auto& [customer, sending] : sendings)
      if (sending.state == Sending::State::placed) ids.insert(sending.order_id);
    return ids.size() == kOrders;
  }

  sandbox::Counters counters() const { return server_.counters(); }
  const std::string& last_trouble() const { return last_trouble_; }

 private:
  bool chance(unsigned percent) { return random_() % 100 < percent; }

  sandbox::Options faults() {
    sandbox::Options options = plain_sandbox();
    const auto share = [this] { return static_cast<double>(random_() % 8) / 100; };
    options.fault_seed = random_();
    options.sells_twice = true;  // a vendor who pays no heed: what is not ordered twice is our doing
    using sandbox::Fault;
    options.faults.push_back({Fault::refused_429, 0.01});
    for (const Fault fault : {Fault::failed_500, Fault::cut, Fault::lost, Fault::lost, Fault::lost,
                              Fault::truncated, Fault::malformed, Fault::types, Fault::unknown})
      options.faults.push_back({fault, share()});
    options.clock = [this] { return began_ + std::chrono::milliseconds(clocks_.passed_ms); };
    return options;
  }

  // One run, which may be killed at any step.
  void submit_once(std::uint64_t seed) {
    std::mt19937_64 random(seed);
    int steps = random() % 4 > 0 ? static_cast<int>(random() % 14) : 1'000'000;
    SubmitHooks hooks;
    hooks.step = [&](std::string_view) {
      if (steps-- == 0) throw Killed();
    };
    hooks.clocks = [this] {
      const std::int64_t passed = clocks_.passed_ms;
      const auto wall =
          std::chrono::duration_cast<std::chrono::milliseconds>(began_.time_since_epoch()).count();
      return std::pair(wall + passed + clocks_.wall_skew_ms, 1'000'000 + passed);
    };
    try {
      submit(folder_ / "plan", api_of(server_), "test", {}, hooks, std::stop_token());
    } catch (const Killed&) {
    } catch (const RunError& error) {
      const std::lock_guard lock(mutex_);
      last_trouble_ = error.what();
    }
  }

  std::mt19937_64 random_;
  std::chrono::system_clock::time_point began_;
  Clocks clocks_;
  ScratchFolder folder_;
  sandbox::Server server_;
  std::mutex mutex_;
  std::string last_trouble_;
};

}  // namespace

TEST_CASE("no schedule of faults, kills and jumping clocks orders twice or loses an order") {
  const char* const more = std::getenv("DOMAINPLAN_SCHEDULES");
  const std::uint64_t schedules = more ? std::strtoull(more, nullptr, 10) : 40;
  for (std::uint64_t seed = 1; seed <= schedules; ++seed) {
    INFO("seed " << seed);
    Schedule schedule(seed);
    schedule.run();
    INFO(schedule.last_trouble());
    REQUIRE(schedule.all_placed());
    REQUIRE(schedule.counters().orders == kOrders);
    REQUIRE(schedule.counters().orders_of_same_user_and_bundle == 0);
    REQUIRE(schedule.counters().orders_of_same_body == 0);
  }
}
