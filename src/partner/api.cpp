// The network thread: takes calls in the order they were handed over, starts them when pacing and connections
// allow, and decides what each exchange means.
#include <fmt/format.h>
#include <pthread.h>

#include <atomic>
#include <csignal>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "partner/base_url.hpp"
#include "partner/error_envelope.hpp"
#include "partner/http.hpp"
#include "partner/pacing.hpp"
#include "partner/retry.hpp"
#include "partner/transfers.hpp"
#include "partner/withhold.hpp"

namespace domainplan::partner {
namespace {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

constexpr std::chrono::milliseconds kLongestSleep{60'000};

struct Call {
  Request request;
  Accept accept;
  std::function<void(Outcome)> done;
  std::uint64_t number = 0;  // in the order handed over
  int attempts = 0;
  int failures = 0;  // tries used up; 429s are none
  Attempt next = Attempt::first;
};

struct Timer {
  Time due;
  std::function<void()> done;
};

Pacing pacing_of(const ApiOptions& options) {
  Pacing pacing(options.rate);
  const Time now = Clock::now();
  for (const std::chrono::milliseconds ago : options.recent_calls) {
    pacing.start();
    pacing.end(now - ago);
  }
  return pacing;
}

// Signals are for the thread that runs the program; and a peer that hangs up is an error to handle, no
// SIGPIPE.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

std::string name_of(const Request& request) {
  return fmt::format("{} {}", escaped(request.method), escaped(request.path));
}

}  // namespace

void check_options(const ApiOptions& options) {
  check_key(options.key);
  parse_base_url(options.base_url);
  if (options.connections < 1) throw UsageError("the number of connections must be 1 or more");
  if (options.rate < 1) throw UsageError("the rate must be 1 call a minute or more");
  if (options.tries < 1) throw UsageError("the number of tries must be 1 or more");
}

class Api::Impl {
 public:
  explicit Impl(ApiOptions options)
      : options_(std::move(options)),
        base_((check_options(options_), parse_base_url(options_.base_url))),
        transfers_(options_, base_),
        pacing_(pacing_of(options_)),
        backoff_(options_.first_backoff, options_.longest_backoff, options_.jitter_seed),
        in_flight_(static_cast<std::size_t>(options_.connections)),
        thread_([this] { run(); }) {}

  ~Impl() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = quit_ = true;
    }
    transfers_.wake();
    thread_.join();
  }

  void send(Request request, Accept accept, std::function<void(Outcome)> done) {
    // Without the slash the path would become a part of the host's name, and the key go to that host.
    if (!request.path.starts_with('/'))
      throw UsageError(fmt::format("the path {} must begin with a slash", in_quotes(request.path)));
    auto call = std::make_unique<Call>();
    call->request = std::move(request);
    call->accept = std::move(accept);
    call->done = std::move(done);
    post([&] { new_calls_.push_back(std::move(call)); });
  }

  void after(std::chrono::milliseconds delay, std::function<void()> done) {
    post([&] { new_timers_.push_back({Clock::now() + delay, std::move(done)}); });
  }

  void stop() {
    post([&] { stopped_ = true; });
  }

  CallCounts counts() const { return {calls_.load(), retries_.load(), rate_limited_.load()}; }

 private:
  // Changes what other threads hand over, and sees to it that the network thread will look.
  template <class Change>
  void post(Change change) {
    bool wake = false;
    {
      const std::lock_guard lock(mutex_);
      change();
      wake = !std::exchange(posted_, true);
    }
    if (wake && std::this_thread::get_id() != thread_.get_id()) transfers_.wake();
  }

  // A callback that throws ends the program: noexcept.
  void run() noexcept {
    block_signals();
    std::vector<Transfers::Finished> finished;
    for (;;) {
      const auto [stopped, quit] = take_posted();
      if (stopped) {
        fail_all(finished);
        if (quit && !anything_posted()) return;
      } else {
        fire_timers(Clock::now());
        start_calls();
        transfers_.step(finished);
      }
      const bool moved = !finished.empty();
      for (Transfers::Finished& one : finished) conclude(one);
      finished.clear();
      if (!moved) transfers_.wait(sleep());
    }
  }

  std::pair<bool, bool> take_posted() {
    const std::lock_guard lock(mutex_);
    posted_ = false;
    for (auto& call : new_calls_) {
      call->number = ++handed_over_;
      queue_.push_back(std::move(call));
    }
    new_calls_.clear();
    for (Timer& timer : new_timers_) timers_.emplace(timer.due, std::move(timer.done));
    new_timers_.clear();
    return {stopped_, quit_};
  }

  bool anything_posted() {
    const std::lock_guard lock(mutex_);
    return posted_;
  }

  void fire_timers(Time now) {
    while (!timers_.empty() && timers_.begin()->first <= now) {
      const auto done = std::move(timers_.extract(timers_.begin()).mapped());
      done();
    }
  }

  void start_calls() {
    for (Time now = Clock::now(); transfers_.has_room() && next_start(now) <= now;) {
      std::unique_ptr<Call> call = take_next(now);
      if (call->request.may_start && !call->request.may_start(call->failures)) {
        fail(*call, Failure::Kind::held_back, {}, "held back: too much time had passed");
        continue;
      }
      if (options_.on_start) options_.on_start(call->next);
      pacing_.start();
      ++call->attempts;
      const std::size_t slot = transfers_.start(call->request);
      in_flight_[slot] = std::move(call);
    }
  }

  // When the next call may start; Time::max() where none waits, or an end must come first.
  Time next_start(Time now) {
    if (!queue_.empty()) return pacing_.next_start(now);
    return again_.empty() ? Time::max() : std::max(again_.begin()->first.first, pacing_.next_start(now));
  }

  // A call that is to be tried again goes first once it is due.
  std::unique_ptr<Call> take_next(Time now) {
    if (!again_.empty() && again_.begin()->first.first <= now)
      return std::move(again_.extract(again_.begin()).mapped());
    std::unique_ptr<Call> call = std::move(queue_.front());
    queue_.pop_front();
    return call;
  }

  std::chrono::milliseconds sleep() {
    if (anything_posted()) return std::chrono::milliseconds(0);
    const Time now = Clock::now();
    Time next = now + kLongestSleep;
    if (!timers_.empty()) next = std::min(next, timers_.begin()->first);
    if (transfers_.has_room()) next = std::min(next, next_start(now));
    return std::chrono::ceil<std::chrono::milliseconds>(std::max(next, now) - now);
  }

  void conclude(Transfers::Finished& one) {
    std::unique_ptr<Call> call = std::move(in_flight_[one.slot]);
    Exchange& exchange = one.exchange;
    const Time now = Clock::now();
    pacing_.end(now);
    withhold_key(exchange.body);
    if (exchange.status >= 400) withhold_secret(*call, exchange.body);
    count(*call, exchange);
    log(*call, exchange);
    const Act act = act_on(exchange.status);
    // Of a 429, 401 or 403 the status says enough, also where the rest of the answer is missing.
    if (!exchange.failure.empty() && act != Act::pause && act != Act::refused_key) {
      if (exchange.hopeless) return fail(*call, Failure::Kind::gave_up, exchange, exchange.failure);
      return try_again(std::move(call), exchange, exchange.failure, now);
    }
    Answer answer{exchange.status, std::move(exchange.body), exchange.request_id,
                  exchange.date,   call->failures,           exchange.content_type};
    switch (act) {
      case Act::look: {
        const std::string wrong = call->accept ? call->accept(answer) : std::string();
        if (wrong.empty()) return call->done(std::move(answer));
        return try_again(std::move(call), exchange, wrong, now);
      }
      case Act::hand_back:
        return call->done(std::move(answer));
      case Act::pause:
        pacing_.refused(now, now + retry_after(read_error_envelope(answer.body), exchange.retry_after) +
                                 backoff_.after_pause());
        call->next = Attempt::after_429;
        return wait_until(now, std::move(call));
      case Act::try_again:
        return try_again(std::move(call), exchange,
                         describe_error(answer.status, read_error_envelope(answer.body)), now);
      case Act::refused_key:
        return fail(*call, Failure::Kind::key_refused, exchange,
                    fmt::format("the API refused the key: {}",
                                describe_error(answer.status, read_error_envelope(answer.body))));
      case Act::give_up:
        return fail(
            *call, Failure::Kind::gave_up, exchange,
            answer.status >= 300 && answer.status < 400
                ? fmt::format("{}: redirects are not followed; is the API's URL right?", answer.status)
                : fmt::format("{} is no final status of HTTP; is the API's URL right?", answer.status));
    }
  }

  void try_again(std::unique_ptr<Call> call, const Exchange& exchange, const std::string& what, Time now) {
    if (++call->failures >= (call->request.tries > 0 ? call->request.tries : options_.tries))
      return fail(*call, Failure::Kind::gave_up, exchange,
                  fmt::format("{}; gave up after {} {}", what, call->failures,
                              call->failures == 1 ? "try" : "tries"));
    const Time due = now + backoff_.after_failure(call->failures);
    call->next = Attempt::after_failure;
    wait_until(due, std::move(call));
  }

  void wait_until(Time due, std::unique_ptr<Call> call) {
    const std::pair place(due, call->number);
    again_.emplace(place, std::move(call));
  }

  void fail(Call& call, Failure::Kind kind, const Exchange& exchange, const std::string& what) {
    std::string message =
        fmt::format("{}: {}{}", name_of(call.request), what, request_note(exchange.request_id));
    withhold_key(message);
    withhold_secret(call, message);
    call.done(Failure{kind, std::move(message), call.failures});
  }

  void fail_all(std::vector<Transfers::Finished>& finished) {
    std::vector<std::unique_ptr<Call>> failed;
    transfers_.abort(finished);
    for (Transfers::Finished& one : finished) {
      failed.push_back(std::move(in_flight_[one.slot]));
      count(*failed.back(), one.exchange);
    }
    finished.clear();
    for (auto& [place, call] : again_) failed.push_back(std::move(call));
    again_.clear();
    for (auto& call : queue_) failed.push_back(std::move(call));
    queue_.clear();
    for (const auto& call : failed) fail(*call, Failure::Kind::stopped, {}, "stopped before an answer");
    fire_timers(Time::max());
  }

  void count(const Call& call, const Exchange& exchange) {
    if (exchange.sent) ++calls_;
    if (exchange.sent && call.attempts > 1) ++retries_;
    if (act_on(exchange.status) == Act::pause) ++rate_limited_;
  }

  void log(const Call& call, const Exchange& exchange) {
    if (!options_.log) return;
    const std::string what = exchange.failure.empty() ? fmt::format("{}", exchange.status) : exchange.failure;
    std::string line = fmt::format("{} {} {} ms", name_of(call.request), what, exchange.took.count());
    if (!exchange.request_id.empty()) line += fmt::format(" {}", escaped(exchange.request_id));
    if (call.attempts > 1) line += fmt::format(" (attempt {})", call.attempts);
    withhold_key(line);
    options_.log(line);
  }

  // A server may repeat the key it got; nothing that comes from it leaves here with the key inside.
  void withhold_key(std::string& text) const {
    constexpr std::size_t kShortest = 8;  // a shorter one would be found in any text
    if (options_.key.size() >= kShortest) withhold(options_.key, "[key]", text);
  }

  // The same for the secret of a request, in what is told of a failure.
  static void withhold_secret(const Call& call, std::string& text) {
    constexpr std::size_t kShortest = 4;
    if (call.request.secret.size() >= kShortest) withhold(call.request.secret, "[secret]", text);
  }

  const ApiOptions options_;
  const BaseUrl base_;
  Transfers transfers_;

  // Of the network thread alone.
  Pacing pacing_;
  Backoff backoff_;
  std::deque<std::unique_ptr<Call>> queue_;
  std::map<std::pair<Time, std::uint64_t>, std::unique_ptr<Call>> again_;  // by due time, then order
  std::vector<std::unique_ptr<Call>> in_flight_;                           // by slot
  std::multimap<Time, std::function<void()>> timers_;
  std::uint64_t handed_over_ = 0;

  // Handed over by any thread.
  std::mutex mutex_;
  std::vector<std::unique_ptr<Call>> new_calls_;
  std::vector<Timer> new_timers_;
  bool posted_ = false;
  bool stopped_ = false;
  bool quit_ = false;

  std::atomic<std::uint64_t> calls_{0};
  std::atomic<std::uint64_t> retries_{0};
  std::atomic<std::uint64_t> rate_limited_{0};

  std::thread thread_;  // last: it uses all of the above
};

Api::Api(ApiOptions options) : impl_(std::make_unique<Impl>(std::move(options))) {}
Api::~Api() = default;
void Api::send(Request request, Accept accept, std::function<void(Outcome)> done) {
  impl_->send(std::move(request), std::move(accept), std::move(done));
}
void Api::after(std::chrono::milliseconds delay, std::function<void()> done) {
  impl_->after(delay, std::move(done));
}
void Api::stop() { impl_->stop(); }
CallCounts Api::counts() const { return impl_->counts(); }

}  // namespace domainplan::partner
