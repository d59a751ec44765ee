#include "ledger/shared_window.hpp"

#include <algorithm>
#include <utility>

#include "core/thrown.hpp"
#include "ledger/random_id.hpp"

namespace domainplan::ledger {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

// A lease lasts so many times as long as it took to get the last one, so that it can be renewed in time.
constexpr int kLeaseByWait = 4;
// What is held is renewed so often in a lease.
constexpr int kRenewals = 3;
// The database is asked at most so often, however many calls wait.
constexpr milliseconds kAskEvery{10};

// When there was no slot, how long until the next question at the latest.
constexpr milliseconds kAskAgainAfter{500};

// Slots fetched at a time. A process never has more at hand than it can use at once, but for this many.
std::int64_t batch(int rate) { return std::max(1, rate / 40); }

}  // namespace

SharedWindow::SharedWindow(std::unique_ptr<Database> database, std::string key, int rate, Patience patience)
    : database_(std::move(database)),
      key_(std::move(key)),
      holder_(random_id()),
      rate_(rate),
      patience_(std::move(patience)),
      thread_([this](std::stop_token stop) { run(std::move(stop)); }) {}

SharedWindow::~SharedWindow() = default;

void SharedWindow::connect(std::function<void()> wake) {
  const std::lock_guard lock(wake_mutex_);
  wake_ = std::move(wake);
}

SharedRate::Time SharedWindow::next_start(Time now, std::size_t waiting) {
  const std::lock_guard lock(mutex_);
  waiting_ = waiting;
  if (at_hand_ > 0 && now < usable_until_) return now;
  changed_.notify_all();
  return next_free_ > now ? next_free_ : Time::max();
}

bool SharedWindow::start(Time now) {
  const std::lock_guard lock(mutex_);
  if (at_hand_ == 0 || now >= usable_until_) return false;
  --at_hand_;
  ++under_way_;
  used_at_ = now;
  if (waiting_ > 0) --waiting_;
  // The next ones are fetched before the last is gone.
  if (at_hand_ <= batch(rate_) / 2) changed_.notify_all();
  return true;
}

void SharedWindow::put_back() {
  const std::lock_guard lock(mutex_);
  ++at_hand_;
  --under_way_;
}

void SharedWindow::end(Time now) {
  const std::lock_guard lock(mutex_);
  --under_way_;
  ended_.push_back({++calls_, now});
  changed_.notify_all();
}

void SharedWindow::add_past(Time end) {
  const std::lock_guard lock(mutex_);
  ended_.push_back({++calls_, end});
  changed_.notify_all();
}

std::string SharedWindow::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

bool SharedWindow::wants_slots(Time now) const {
  if (waiting_ == 0 || now < ask_again_) return false;
  return at_hand_ <= batch(rate_) / 2 || now >= usable_until_;
}

// When the database is to be asked, as things are now.
SharedRate::Time SharedWindow::due(Time now) const {
  Time next = Time::max();
  if (renewed_ > 0 || !ended_.empty()) next = leased_at_ + lease_ / kRenewals;
  if (wants_slots(now)) next = std::min(next, leased_at_ + kAskEvery);
  if (waiting_ > 0 && now < ask_again_) next = std::min(next, ask_again_);
  return next;
}

// Returns when the database is to be asked; false: not any more.
bool SharedWindow::wait_for_work(const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    const Time now = Clock::now();
    const Time next = due(now);
    if (next <= now) return true;
    if (next == Time::max())
      changed_.wait(lock);
    else
      changed_.wait_until(lock, next);
  }
  return false;
}

void SharedWindow::run(std::stop_token stop) {
  const std::stop_callback on_stop(stop, [this] {
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
  });
  Patience patience = patience_;
  patience.stop = stop;
  try {
    while (wait_for_work(stop)) lease(patience);
  } catch (const Interrupted&) {
  } catch (...) {
    fail(thrown_message());
  }
  give_all_back();
}

void SharedWindow::fail(std::string why) noexcept {
  {
    const std::lock_guard lock(mutex_);
    failure_ = std::move(why);
  }
  try {
    wake_up();
  } catch (...) {
    // Then whoever waits finds out by itself, later.
  }
}

// Under its own lock, so that nobody is woken who has let go.
void SharedWindow::wake_up() {
  const std::lock_guard lock(wake_mutex_);
  if (wake_) wake_();
}

SlotRequest SharedWindow::request() {
  const std::lock_guard lock(mutex_);
  // Slots at hand that nobody used for a whole lease are given back.
  if (at_hand_ > 0 && used_at_ + lease_ <= Clock::now()) {
    at_hand_ = 0;
    waiting_ = 0;
  }
  const std::int64_t wanted =
      std::clamp<std::int64_t>(static_cast<std::int64_t>(waiting_) - at_hand_, 0, batch(rate_));
  return {.key = key_,
          .holder = holder_,
          .rate = rate_,
          .ended = std::exchange(ended_, {}),
          .held = at_hand_ + under_way_,
          .wanted = wanted,
          .lease = lease_};
}

void SharedWindow::lease(const Patience& patience) {
  SlotRequest asked = request();
  const Time began = Clock::now();
  SlotGrant grant;
  try {
    grant = lease_slots(*database_, asked, patience);
  } catch (...) {
    const std::lock_guard lock(mutex_);
    ended_.insert(ended_.begin(), asked.ended.begin(), asked.ended.end());
    throw;
  }
  {
    const std::lock_guard lock(mutex_);
    at_hand_ += grant.granted;
    renewed_ = asked.held + grant.granted;
    usable_until_ = grant.usable_until;
    leased_at_ = Clock::now();
    lease_ =
        std::clamp(std::max(kLeaseByWait * std::chrono::ceil<milliseconds>(leased_at_ - began), lease_ / 2),
                   kShortestLease, kLongestLease);
    if (grant.granted > 0) used_at_ = leased_at_;
    next_free_ = grant.next_free.value_or(Time());
    // Others may give slots back before they have to.
    if (grant.granted < asked.wanted)
      ask_again_ = std::min(leased_at_ + kAskAgainAfter, std::max(next_free_, leased_at_ + kAskEvery));
    if (grant.granted < asked.wanted && !grant.next_free) ask_again_ = leased_at_ + kAskAgainAfter;
  }
  wake_up();
}

// Slots at hand are free at once; calls that are under way are not known to have ended, and keep theirs.
void SharedWindow::give_all_back() noexcept {
  try {
    SlotRequest last = request();
    {
      const std::lock_guard lock(mutex_);
      last.held -= std::exchange(at_hand_, 0);
    }
    last.wanted = 0;
    if (renewed_ > 0 || !last.ended.empty()) lease_slots(*database_, last, {});
  } catch (...) {
    // They come back by themselves.
  }
}

}  // namespace domainplan::ledger
