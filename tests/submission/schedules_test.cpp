// Everything that can go wrong between us and the vendor, in all orders that chance finds: plan, submit,
// change, submit; with kills, lost and false answers, refusals, prices that rise, two accounts and two
// processes. In a time of its own.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <set>

#include "domainplan/error.hpp"
#include "submission/engine_runs.hpp"

using namespace domainplan;
using namespace domainplan::tests;

namespace {

constexpr std::int64_t kHour = 3'600'000;  // milliseconds
constexpr int kMostRuns = 30;

class Schedule {
 public:
  explicit Schedule(std::uint64_t seed) : random_(seed), runs_(seed) {
    const int orders = 2 + static_cast<int>(random_() % 6);
    runs_.orders.clear();
    for (int i = 0; i < orders; ++i) {
      const std::string customer = fmt::format("c{}", i);
      // Some customers share a user, as an agency's do.
      const std::string user = chance(30) ? "agency@example.com" : customer + "@example.com";
      runs_.orders.push_back(outgoing(customer, user, {customer + "-a.com", customer + "-b.com"}));
    }
    Faults& faults = runs_.vendor.faults;
    faults = faults_of([this] { return share(); }, 8);
    if (chance(20)) {
      faults.odd_receipt = share();
      runs_.vendor.bend_receipt = [](partner::OrderReceipt& receipt) { receipt.domain_count = 77; };
    }
    if (chance(40)) options_.max_spend_cents = 2400 * static_cast<Cents>(1 + random_() % 6);
  }

  void run() {
    for (int run = 0; run < kMostRuns && !is_done(); ++run) {
      if (run == kMostRuns / 2) calm_down();
      if (chance(20)) replan_one();
      if (chance(15)) end_one_at_the_vendor();
      if (chance(30)) update_what_ended();
      submit_once(run >= kMostRuns / 2);
      constexpr std::int64_t kPauses[] = {0, 0, 0, kHour / 60, kHour, 19 * kHour, 21 * kHour, 30 * kHour};
      runs_.time.now_ms += kPauses[random_() % std::size(kPauses)];
      constexpr std::int64_t kSkews[] = {0, 0, 0, 0, -26 * kHour, 30 * kHour, 400 * kHour};
      runs_.time.wall_skew_ms = run >= kMostRuns / 2 ? 0 : kSkews[random_() % std::size(kSkews)];
      if (chance(5)) restart_machine();
    }
  }

  // What must hold whatever happened.
  void check() const {
    std::set<std::string> bodies, domains;
    std::map<std::string, int> of_customer;  // live orders
    std::map<std::string, const FakeOrder*> last;
    Cents spent = 0;
    for (const FakeOrder& order : runs_.vendor.orders) {
      INFO(order.id << " of " << order.user);
      CHECK(bodies.insert(order.body).second);
      for (const std::string& domain : order.domains) CHECK(domains.insert(domain).second);
      const std::string customer = order.domains.front().substr(0, order.domains.front().find('-'));
      if (!order.domains.front().ends_with("-x.com")) spent += order.total;  // the other folder has no limit
      if (order.status != "in_progress") continue;
      // An order that the vendor does not list yet is known to the folder alone that it was sent from.
      const FakeOrder* const before = std::exchange(last[customer], &order);
      const bool was_listed = !before || before->listed_ms <= order.made_ms;
      if (was_listed) ++of_customer[customer];
    }
    for (const auto& [customer, count] : of_customer) CHECK(count == 1);
    CHECK(other_account_.orders.empty());
    // Only the orders that were sent while a licence's price was unknown can exceed the limit, one at a time.
    if (options_.max_spend_cents) CHECK(spent <= *options_.max_spend_cents + kLicences);
    for (const auto& [customer, result] : runs_.results) {
      INFO(customer << " is " << name_of(result.state));
      const bool is_over = result.state == SubmitState::placed || result.state == SubmitState::placed_before;
      const bool is_explained = needs_person(result.state) && result.reason.is_set();
      if (!ended_by_error_) CHECK((is_over || is_explained || result.state == SubmitState::not_sent));
      if (is_over && !ended_.contains(result.order_id)) CHECK(of_customer.contains(customer));
    }
  }

 private:
  static constexpr Cents kLicences = 400;

  bool chance(unsigned percent) { return random_() % 100 < percent; }
  double share() { return static_cast<double>(random_() % 5) / 20; }

  bool is_done() const {
    const Sendings sendings = runs_.journal();
    return std::all_of(runs_.orders.begin(), runs_.orders.end(), [&](const Outgoing& order) {
      const auto found = sendings.find(order.customer);
      return found != sendings.end() && found->second.state == Sending::State::placed;
    });
  }

  void calm_down() { runs_.vendor.faults = {}; }

  void restart_machine() {
    runs_.time.boot += "+";
    runs_.time.booted_ms = runs_.time.now_ms;
  }

  // An order that nothing came of gets other domains, as planning again would give it.
  void replan_one() {
    Outgoing& order = runs_.orders[random_() % runs_.orders.size()];
    const Sendings sendings = runs_.journal();
    const auto found = sendings.find(order.customer);
    if (found != sendings.end() && found->second.may_exist()) return;
    choose_others(order.customer);
  }

  void choose_others(const std::string& customer) {
    for (Outgoing& order : runs_.orders) {
      if (order.customer != customer) continue;
      const std::string user = order.body.user, suffix = std::to_string(++chosen_);
      order = outgoing(
          customer, user,
          {fmt::format("{}-{}a.com", customer, suffix), fmt::format("{}-{}b.com", customer, suffix)});
    }
  }

  // Whatever waits in the folder, nothing of it may reach the other account.
  void submit_with_another_key() {
    Journal journal(runs_.folder());
    if (!journal.owner()) return;
    FakeWorld world(other_account_);
    AccountLock lock("");
    const Submission about{.orders = runs_.orders, .owner = {"org_other", "https://api.example.com", "test"}};
    const SubmitHooks hooks;
    Engine engine(about, journal, world, lock, options_, hooks);
    if (engine.has_work()) CHECK_THROWS_AS(engine.run(), UsageError);
  }

  // The vendor gives up on an order, as its support may.
  void end_one_at_the_vendor() {
    if (runs_.vendor.orders.empty()) return;
    FakeOrder& order = runs_.vendor.orders[random_() % runs_.vendor.orders.size()];
    if (!order.domains.front().ends_with("-x.com") && order.status == "in_progress") {
      order.status = chance(50) ? "failed" : "cancelled";
      ended_.insert(order.id);
    }
  }

  // As an update of the plan does: a customer whose order ended gets other domains.
  void update_what_ended() {
    for (const auto& [customer, sending] : runs_.journal()) {
      if (sending.state != Sending::State::placed || !ended_.contains(sending.order_id)) continue;
      if (sending.is_held() || chance(50)) continue;
      Journal(runs_.folder()).replaced(customer, {1, "", 0, 0});
      choose_others(customer);
    }
  }

  void submit_once(bool with_answers) {
    if (chance(10)) return submit_with_another_key();
    SubmitOptions options = options_;
    if (with_answers) {
      // A person looks at what is left, and says so.
      options.allow_all_duplicates = false;
      for (const Outgoing& order : runs_.orders) {
        const Sendings sendings = runs_.journal();
        const auto found = sendings.find(order.customer);
        if (found == sendings.end()) continue;
        if (found->second.is_held()) options.accept_receipt.insert(order.customer);
        if (found->second.state == Sending::State::open) options.confirm_not_placed.insert(order.customer);
      }
    }
    ended_by_error_ = false;
    try {
      runs_.run(options, {}, [&](FakeWorld& world) {
        if (chance(40)) world.calls_until_killed = static_cast<int>(random_() % 60);
        if (chance(30)) world.meanwhile = [this] { run_another_process(); };
      });
    } catch (const FakeWorld::Killed&) {
      ended_by_error_ = true;
    } catch (const Error&) {
      ended_by_error_ = true;
    }
  }

  // Another folder with a plan of the same customers, submitted while the first is at work: the lock of the
  // account, or what the lists say, keeps it from ordering anybody twice.
  void run_another_process() {
    FakeWorld world(runs_.vendor);
    if (!other_) other_ = std::make_unique<ScratchFolder>();
    const std::string folder = *other_ / "plan";
    if (!std::filesystem::exists(folder)) make_folder(folder);
    Journal journal(folder);
    AccountLock lock(runs_.lock_path());
    Submission about;
    for (const Outgoing& order : runs_.orders)
      about.orders.push_back(
          outgoing(order.customer, order.body.user, {order.customer + "-x.com", order.customer + "-y.com"}));
    const SubmitHooks hooks;
    const SubmitOptions options;
    try {
      Engine(std::move(about), journal, world, lock, options, hooks).run();
    } catch (const Error&) {
      // The first holds the lock, or the vendor has its faults for this one, too.
    }
  }

  std::mt19937_64 random_;
  EngineRuns runs_;
  SubmitOptions options_;
  std::unique_ptr<ScratchFolder> other_;
  FakeVendor other_account_{runs_.time, 1};
  std::set<std::string> ended_;  // ids
  int chosen_ = 0;
  bool ended_by_error_ = false;
};

}  // namespace

TEST_CASE(
    "no schedule of faults, kills, changes and other processes orders twice or spends more than agreed") {
  const char* const more = std::getenv("DOMAINPLAN_SCHEDULES");
  const std::uint64_t schedules = more ? std::strtoull(more, nullptr, 10) : 100;
  for (std::uint64_t seed = 1; seed <= schedules; ++seed) {
    INFO("seed " << seed);
    Schedule schedule(seed);
    schedule.run();
    schedule.check();
  }
}
