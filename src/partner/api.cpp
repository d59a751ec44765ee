// The network thread: takes calls in the order they were handed over, starts them when pacing and connections
// allow, and decides what each exchange means.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <pthread.h>

#include <atomic>
#include <condition_variable>
#include <csignal>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "core/text.hpp"
#include "core/thrown.hpp"
#include "domainplan/error.hpp"
#include "partner/base_url.hpp"
#include "partner/error_envelope.hpp"
#include "partner/http.hpp"
#include "partner/pacing.hpp"
#include "partner/retry.hpp"
#include "partner/transfers.hpp"

namespace domainplan::partner {
namespace {

using Clock = std::chrono::steady_clock;
using Time = Clock::time_point;

constexpr std::chrono::milliseconds kLongestSleep{60'000};

constexpr std::chrono::hours kLongestPause{1};

// Signals are for the thread that runs the program; and a peer that hangs up is an error to handle, no
// SIGPIPE.
void block_signals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

// Of the exception that is being handled, for people.
std::string internal_error() { return "internal error: " + thrown_message(); }

// A moment for people, to the minute, in UTC.
std::string in_words(std::chrono::system_clock::time_point moment) {
  return fmt::format("{:%Y-%m-%d %H:%M} UTC", fmt::gmtime(std::chrono::system_clock::to_time_t(moment)));
}

std::string name_of(const Request& request) { return fmt::format("{} {}", request.method, request.path); }

}  // namespace

std::string describe_unreadable(const Answer& answer, const std::string& wrong, const Redactor& redactor) {
  const ErrorEnvelope error = read_error_envelope(answer.body, redactor);
  if (error.excerpt.empty() && !error.message.empty())
    return fmt::format("the answer holds an error: {}", describe_error(answer.status, error));
  const std::string_view body = trimmed(answer.body);
  if (body.empty() || body.starts_with('{') || body.starts_with('[')) return wrong;
  return fmt::format(
      "{}: expected JSON, got {}: {}", answer.status,
      answer.content_type.empty() ? "no Content-Type" : in_quotes(redactor.redacted(answer.content_type)),
      in_quotes(error.excerpt, 200));
}

void check_options(const ApiOptions& options) {
  check_key(options.key);
  parse_base_url(options.base_url);
  const auto demand = [](const char* name, int value, const char* what) {
    if (value < 1)
      throw UsageError(fmt::format("{} {}: expected 1 or more", value, what), Subject{name, "1 or more"});
  };
  demand("connections", options.connections, "connections");
  demand("rate", options.rate, "calls a minute");
  demand("tries", options.tries, "tries");
}

struct Api::Group {
  std::function<void(Attempt)> on_start;
  std::atomic<bool> stopped{false};
  std::size_t callbacks = 0;  // calls and timers that have not been reported; under Transport::mutex_
  std::atomic<std::uint64_t> calls{0};
  std::atomic<std::uint64_t> retries{0};
  std::atomic<std::uint64_t> rate_limited{0};
};

class Api::Transport {
 public:
  explicit Transport(ApiOptions options)
      : options_(std::move(options)),
        base_((check_options(options_), parse_base_url(options_.base_url))),
        transfers_(options_, base_),
        pacing_(options_.rate),
        backoff_(options_.first_backoff, options_.longest_backoff, options_.jitter_seed),
        in_flight_(static_cast<std::size_t>(options_.connections)) {
    constexpr std::size_t kShortest = 8;  // a shorter key would be found in any text
    if (options_.key.size() >= kShortest) redactor_.add(options_.key, "[key]");
    add_past_calls(options_.recent_calls);
    thread_ = std::thread([this] { run(); });
  }

  ~Transport() {
    post([&] { all_stopped_ = sweep_ = quit_ = true; });
    thread_.join();
    if (shared_) shared_->connect({});
  }

  void send(std::shared_ptr<Group> group, Request request, Accept accept, std::function<void(Outcome)> done) {
    // Without the slash the path would become a part of the host's name, and the key go to that host.
    if (!request.path.starts_with('/'))
      throw UsageError(fmt::format("the path {} must begin with a slash", in_quotes(request.path)),
                       Subject{request.path, "a path that begins with a slash"});
    auto call = std::make_unique<Call>();
    call->group = std::move(group);
    call->request = std::move(request);
    call->accept = std::move(accept);
    call->done = std::move(done);
    post([&] {
      ++call->group->callbacks;
      sweep_ = sweep_ || is_stopped(*call->group);
      new_calls_.push_back(std::move(call));
    });
  }

  void after(std::shared_ptr<Group> group, std::chrono::milliseconds delay, std::function<void()> done) {
    post([&] {
      ++group->callbacks;
      sweep_ = sweep_ || is_stopped(*group);
      new_timers_.push_back({Clock::now() + delay, std::move(group), std::move(done)});
    });
  }

  void stop(Group& group) {
    post([&] { group.stopped = sweep_ = true; });
  }
  void stop_all() {
    post([&] { all_stopped_ = sweep_ = true; });
  }

  // Returns when all that was handed over for the group has been reported.
  void drain(const Group& group) {
    std::unique_lock lock(mutex_);
    reported_.wait(lock, [&] { return group.callbacks == 0; });
  }

  void add_recent_calls(std::vector<std::chrono::milliseconds> ages) {
    post([&] { new_past_calls_ = std::move(ages); });
  }

  void share_rate(std::shared_ptr<SharedRate> rate) {
    rate->connect([this] { transfers_.wake(); });
    post([&] { new_shared_ = std::move(rate); });
  }

  Redactor& redactor() { return redactor_; }
  const std::string& host() const { return base_.host; }
  const ApiOptions& options() const { return options_; }
  CallCounts counts() const { return {calls_.load(), retries_.load(), rate_limited_.load()}; }

 private:
  struct Call {
    std::shared_ptr<Group> group;
    Request request;
    Accept accept;
    std::function<void(Outcome)> done;
    std::uint64_t number = 0;  // in the order handed over
    int attempts = 0;
    int failures = 0;              // tries used up; 429s are none
    bool has_shared_slot = false;  // of shared_, while it is under way
    Attempt next = Attempt::first;
  };

  struct Timer {
    Time due;
    std::shared_ptr<Group> group;
    std::function<void()> done;
  };

  bool is_stopped(const Group& group) const { return all_stopped_ || group.stopped; }

  // Changes what other threads hand over, and sees to it that the network thread will look.
  template <class Change>
  void post(Change change) {
    bool wake = false;
    {
      const std::lock_guard lock(mutex_);
      change();
      posted_ = true;
      wake = std::exchange(sleeps_, false);
    }
    if (wake) transfers_.wake();
  }

  // Nothing that throws here ends the process: the calls are failed, and their owners end the run.
  void run() {
    block_signals();
    std::vector<Transfers::Finished> finished;
    while (!is_over_) {
      try {
        run_once(finished);
      } catch (...) {
        close_and_fail(finished);
      }
    }
  }

  // After an exception. What throws here, too, is failed on the next round.
  void close_and_fail(std::vector<Transfers::Finished>& finished) noexcept {
    try {
      close(internal_error());
      fail_in_flight(finished);
    } catch (...) {
    }
  }

  void run_once(std::vector<Transfers::Finished>& finished) {
    const auto [sweep, quit] = take_posted();
    if (sweep) fail_stopped(finished);
    if (shared_ && closed_.empty())
      if (std::string failure = shared_->failure(); !failure.empty()) {
        closed_code_ = ErrorCode::network;
        close(failure);
      }
    if (quit && !anything_posted()) {
      is_over_ = true;
      return;
    }
    fire_timers(Clock::now());
    start_calls();
    transfers_.step(finished);
    const bool moved = !finished.empty();
    for (Transfers::Finished& one : finished) conclude(one);
    finished.clear();
    if (!moved) transfers_.wait(sleep());
  }

  // From now on no call is made.
  void close(const std::string& why) {
    if (closed_.empty()) closed_ = why;
  }

  // A call that something threw for. What was sent of it is reported.
  void fail_thrown(Call& call, const Exchange& exchange, const std::string& what) {
    fail(call, exchange, Failure{.message = what, .code = ErrorCode::internal});
  }

  void fail_in_flight(std::vector<Transfers::Finished>& finished) {
    for (std::size_t slot = 0; slot < in_flight_.size(); ++slot)
      if (in_flight_[slot] &&
          std::none_of(finished.begin(), finished.end(), [&](const auto& one) { return one.slot == slot; }))
        transfers_.abort(slot, finished);
    for (Transfers::Finished& one : finished) {
      const std::unique_ptr<Call> call = std::move(in_flight_[one.slot]);
      if (!call) continue;
      give_slot_back_of_failed(*call);
      count(*call, one.exchange);
      fail_thrown(*call, one.exchange, closed_);
    }
    finished.clear();
  }

  std::pair<bool, bool> take_posted() {
    const std::lock_guard lock(mutex_);
    posted_ = sleeps_ = false;
    for (auto& call : new_calls_) {
      call->number = ++handed_over_;
      queue_.push_back(std::move(call));
    }
    new_calls_.clear();
    for (Timer& timer : new_timers_) timers_.emplace(timer.due, std::move(timer));
    new_timers_.clear();
    add_past_calls(std::exchange(new_past_calls_, {}));
    if (new_shared_) begin_sharing(std::exchange(new_shared_, nullptr));
    return {std::exchange(sweep_, false), quit_};
  }

  bool anything_posted() {
    const std::lock_guard lock(mutex_);
    return posted_;
  }

  // Whether nothing was posted; what is posted from now on wakes this thread.
  bool may_sleep() {
    const std::lock_guard lock(mutex_);
    return sleeps_ = !posted_;
  }

  void add_past_calls(const std::vector<std::chrono::milliseconds>& ages) {
    const Time now = Clock::now();
    for (const std::chrono::milliseconds ago : ages) pacing_.add_past(now - ago);
  }

  // What was called before counts for all who share the rate.
  void begin_sharing(std::shared_ptr<SharedRate> rate) {
    shared_ = std::move(rate);
    for (const Time end : unshared_) shared_->add_past(end);
    unshared_.clear();
  }

  void give_slot_back(Call& call, Time now) {
    pacing_.end(now);
    if (std::exchange(call.has_shared_slot, false)) return shared_->end(now);
    if (shared_) return shared_->add_past(now);
    unshared_.push_back(now);
    while (unshared_.front() + Pacing::kWindow <= now) unshared_.pop_front();
  }

  // For calls that fail anyway, whatever a shared rate throws.
  void give_slot_back_of_failed(Call& call) noexcept {
    try {
      give_slot_back(call, Clock::now());
    } catch (...) {
    }
  }

  void reported(Group& group) {
    const std::lock_guard lock(mutex_);
    if (--group.callbacks == 0) reported_.notify_all();
  }

  // After a callback that throws, its owner cannot be notified; the others are.
  template <class Callback>
  void call_back(const Callback& callback) {
    try {
      callback();
    } catch (...) {
      close(internal_error());
    }
  }

  void report(Call& call, Outcome outcome) {
    call_back([&] { call.done(std::move(outcome)); });
    call.done = nullptr;
    reported(*call.group);
  }

  void fire(Timer timer) {
    call_back(timer.done);
    timer.done = nullptr;
    reported(*timer.group);
  }

  void fire_timers(Time now) {
    while (!timers_.empty() && timers_.begin()->first <= now)
      fire(std::move(timers_.extract(timers_.begin()).mapped()));
  }

  void start_calls() {
    for (Time now = Clock::now(); transfers_.has_room() && next_start(now) <= now;) {
      std::unique_ptr<Call> call = take_next(now);
      if (!closed_.empty()) {
        fail(*call, {}, Failure{.kind = Failure::Kind::closed, .message = closed_, .code = closed_code_});
        continue;
      }
      try {
        start(call);
      } catch (...) {
        fail_thrown(*call, {}, internal_error());
      }
    }
  }

  void start(std::unique_ptr<Call>& call) {
    if (call->request.may_start && !call->request.may_start(call->failures))
      return fail(
          *call, {},
          Failure{.kind = Failure::Kind::held_back, .message = "held back: too much time had passed"});
    if (shared_ && !(call->has_shared_slot = shared_->start(Clock::now())))
      return wait_until(Clock::now(),
                        call);  // the slot is gone again: this call goes first when there is one
    std::size_t slot = 0;
    try {
      if (call->group->on_start) call->group->on_start(call->next);
      slot = transfers_.start(call->request);
    } catch (...) {
      if (std::exchange(call->has_shared_slot, false)) shared_->put_back();
      throw;
    }
    pacing_.start();
    ++call->attempts;
    in_flight_[slot] = std::move(call);
  }

  // When the next call may start; Time::max() where none waits, or an end must come first. At once where
  // calls are only to be failed.
  Time next_start(Time now) {
    if (!closed_.empty()) return queue_.empty() && again_.empty() ? Time::max() : now;
    if (!queue_.empty()) return next_slot(now);
    return again_.empty() ? Time::max() : std::max(again_.begin()->first.first, next_slot(now));
  }

  // When the rate allows a call: ours, and the one that is shared.
  Time next_slot(Time now) {
    const Time own = pacing_.next_start(now);
    if (!shared_ || own > now) return own;
    return shared_->next_start(now, queue_.size() + again_.size());
  }

  // A call that is to be tried again goes first once it is due.
  std::unique_ptr<Call> take_next(Time now) {
    if (!again_.empty() && (again_.begin()->first.first <= now || !closed_.empty()))
      return std::move(again_.extract(again_.begin()).mapped());
    std::unique_ptr<Call> call = std::move(queue_.front());
    queue_.pop_front();
    return call;
  }

  std::chrono::milliseconds sleep() {
    if (!may_sleep()) return std::chrono::milliseconds(0);
    const Time now = Clock::now();
    Time next = now + kLongestSleep;
    if (!timers_.empty()) next = std::min(next, timers_.begin()->first);
    if (transfers_.has_room()) {
      const Time start = next_start(now);
      report_wait(now, start);
      next = std::min(next, start);
    }
    return std::chrono::ceil<std::chrono::milliseconds>(std::max(next, now) - now);
  }

  // Reports a wait that is long enough, once.
  void report_wait(Time now, Time start) {
    if (!options_.on_wait || start == Time::max() || start - now <= kReportedWait || start <= reported_until_)
      return;
    reported_until_ = start + kReportedWait;  // a little longer is the same wait
    Wait wait;
    wait.duration = std::chrono::ceil<std::chrono::milliseconds>(start - now);
    wait.until = std::chrono::system_clock::now() + wait.duration;
    wait.reason = now < paused_until_             ? pause_reason_
                  : pacing_.next_start(now) > now ? Wait::Reason::own_rate
                  : next_slot(now) > now          ? Wait::Reason::shared_rate
                                                  : Wait::Reason::retry;
    options_.on_wait(wait);
  }

  void conclude(Transfers::Finished& one) {
    std::unique_ptr<Call> call = std::move(in_flight_[one.slot]);
    const Time now = Clock::now();
    try {
      give_slot_back(*call, now);
      conclude(call, one.exchange, now);
    } catch (...) {
      if (call && call->done) fail_thrown(*call, one.exchange, internal_error());
    }
  }

  void conclude(std::unique_ptr<Call>& call, Exchange& exchange, Time now) {
    redact_key(exchange.body);
    count(*call, exchange);
    log(*call, exchange);
    const Act act = act_on(exchange.status);
    const bool once = call->request.once;
    // Of a 429, 401 or 403 the status says enough, also where the rest of the answer is missing.
    if (!exchange.failure.empty() && (once || (act != Act::pause && act != Act::refused_key))) {
      if (act == Act::pause) pause(exchange, {}, now, std::chrono::seconds(1));
      if (exchange.hopeless || once) return give_up(*call, exchange, exchange.failure);
      return try_again(call, exchange, exchange.failure, now);
    }
    const ErrorEnvelope error =
        exchange.status >= 400 ? read_error_envelope(exchange.body, redactor_) : ErrorEnvelope();
    if (act == Act::pause) pause(exchange, error, now, std::chrono::seconds(1));
    if (exchange.status == 503) pause(exchange, error, now, std::nullopt);
    Answer answer{exchange.status,       std::move(exchange.body),
                  exchange.content_type, exchange.request_id,
                  exchange.date,         call->failures};
    if (once && (act == Act::pause || act == Act::refused_key)) return report(*call, std::move(answer));
    switch (act) {
      case Act::look: {
        const std::string wrong = call->accept ? call->accept(answer) : std::string();
        if (wrong.empty()) return report(*call, std::move(answer));
        return try_again(call, exchange, describe_unreadable(answer, wrong, redactor_), now);
      }
      case Act::hand_back:
        return report(*call, std::move(answer));
      case Act::pause:
        call->next = Attempt::after_429;
        return wait_until(now, call);
      case Act::try_again:
        return try_again(call, exchange, describe_error(answer.status, error), now, error.code);
      case Act::refused_key:
        return fail(*call, exchange,
                    Failure{.kind = Failure::Kind::key_refused,
                            .message = fmt::format("the API refused the key: {}",
                                                   describe_error(answer.status, error)),
                            .call = {.code = error.code}});
      case Act::give_up:
        return give_up(
            *call, exchange,
            answer.status >= 300 && answer.status < 400
                ? fmt::format("{}: redirects are not followed; is the API's URL right?", answer.status)
                : fmt::format("{} is not a final status of HTTP; is the API's URL right?", answer.status));
    }
  }

  // Holds all calls back for as long as the answer asks for, or for `otherwise`. Longer than an hour is not
  // waited for.
  void pause(const Exchange& exchange, const ErrorEnvelope& error, Time now,
             std::optional<std::chrono::milliseconds> otherwise) {
    auto asked = retry_after(error, exchange.retry_after, exchange.date);
    if (!asked) asked = otherwise;
    if (!asked) return;
    if (*asked > kLongestPause) {
      closed_ = fmt::format("the API answered {} and asks for a pause of {:.1f} hours: come back after {}",
                            exchange.status, static_cast<double>(asked->count()) / 3'600'000,
                            in_words(std::chrono::system_clock::now() + *asked));
      return;
    }
    const Time until = now + *asked + backoff_.after_pause();
    pacing_.refused(now, until);
    if (until <= paused_until_) return;
    paused_until_ = until;
    pause_reason_ = exchange.status == 503 ? Wait::Reason::unavailable : Wait::Reason::rate_limited;
  }

  // `code` is that of the answer's error object.
  void try_again(std::unique_ptr<Call>& call, const Exchange& exchange, const std::string& what, Time now,
                 const std::string& code = {}) {
    const int tries = call->request.once ? 1 : call->request.tries > 0 ? call->request.tries : options_.tries;
    if (++call->failures >= tries)
      return give_up(*call, exchange,
                     call->request.once ? what
                                        : fmt::format("{}; gave up after {} {}", what, call->failures,
                                                      call->failures == 1 ? "try" : "tries"),
                     code);
    const Time due = now + backoff_.after_failure(call->failures);
    call->next = Attempt::after_failure;
    wait_until(due, call);
  }

  void wait_until(Time due, std::unique_ptr<Call>& call) {
    const std::pair place(due, call->number);
    again_.emplace(place, std::move(call));
  }

  void give_up(Call& call, const Exchange& exchange, const std::string& what, const std::string& code = {}) {
    fail(call, exchange,
         Failure{.message = what,
                 .code = exchange.status > 0 ? ErrorCode::api : ErrorCode::network,
                 .call = {.code = code}});
  }

  // `failure` holds what went wrong; the rest is added here.
  void fail(Call& call, const Exchange& exchange, Failure failure) {
    failure.message = redactor_.redacted(
        fmt::format("{}: {}{}", name_of(call.request), failure.message, request_note(exchange.request_id)));
    const bool tried = failure.kind == Failure::Kind::gave_up || failure.kind == Failure::Kind::key_refused;
    failure.call = {.method = call.request.method,
                    .path = redactor_.redacted(call.request.path),
                    .host = tried ? base_.host : std::string(),
                    .status = exchange.status,
                    .code = std::move(failure.call.code),
                    .request_id = redactor_.redacted(exchange.request_id)};
    failure.failed_before = call.failures;
    failure.sent = exchange.sent;
    failure.date = exchange.date;
    failure.certificate_unknown = exchange.certificate_unknown;
    report(call, std::move(failure));
  }

  // Fails what belongs to stopped groups.
  void fail_stopped(std::vector<Transfers::Finished>& finished) {
    std::vector<std::unique_ptr<Call>> failed;
    std::vector<Timer> ended;
    for (std::size_t slot = 0; slot < in_flight_.size(); ++slot)
      if (in_flight_[slot] && is_stopped(*in_flight_[slot]->group)) transfers_.abort(slot, finished);
    for (Transfers::Finished& one : finished) {
      failed.push_back(std::move(in_flight_[one.slot]));
      give_slot_back_of_failed(*failed.back());
      count(*failed.back(), one.exchange);
    }
    finished.clear();
    for (auto one = again_.begin(); one != again_.end();)
      if (is_stopped(*one->second->group))
        failed.push_back(std::move(again_.extract(one++).mapped()));
      else
        ++one;
    std::erase_if(queue_, [&](std::unique_ptr<Call>& call) {
      const bool ends = is_stopped(*call->group);
      if (ends) failed.push_back(std::move(call));
      return ends;
    });
    for (auto one = timers_.begin(); one != timers_.end();)
      if (is_stopped(*one->second.group))
        ended.push_back(std::move(timers_.extract(one++).mapped()));
      else
        ++one;
    for (const auto& call : failed)
      fail(*call, {}, Failure{.kind = Failure::Kind::stopped, .message = "stopped before an answer"});
    for (Timer& timer : ended) fire(std::move(timer));
  }

  void count(const Call& call, const Exchange& exchange) {
    const auto add = [&](std::atomic<std::uint64_t>& all, std::atomic<std::uint64_t>& of_group) {
      ++all;
      ++of_group;
    };
    if (exchange.sent) add(calls_, call.group->calls);
    if (exchange.sent && call.attempts > 1) add(retries_, call.group->retries);
    if (act_on(exchange.status) == Act::pause) add(rate_limited_, call.group->rate_limited);
  }

  void log(const Call& call, const Exchange& exchange) {
    if (!options_.log) return;
    const std::string what = exchange.failure.empty() ? fmt::format("{}", exchange.status) : exchange.failure;
    std::string line = fmt::format("{} {} {} ms", name_of(call.request), what, exchange.took.count());
    if (!exchange.request_id.empty()) line += fmt::format(" {}", exchange.request_id);
    if (call.attempts > 1) line += fmt::format(" (attempt {})", call.attempts);
    options_.log(redactor_.redacted(line));
  }

  // Answers are kept as they came, in the availability log for one; never with the key in them.
  void redact_key(std::string& body) const {
    constexpr std::size_t kShortest = 8;
    if (options_.key.size() < kShortest) return;
    // memmem() takes half as long as find(), which stops at each letter that the key begins with.
    const std::string& key = options_.key;
    for (std::size_t at = 0;;) {
      const void* const found = ::memmem(body.data() + at, body.size() - at, key.data(), key.size());
      if (!found) return;
      at = static_cast<std::size_t>(static_cast<const char*>(found) - body.data());
      body.replace(at, key.size(), "[key]");
    }
  }

  const ApiOptions options_;
  const BaseUrl base_;
  Redactor redactor_;
  Transfers transfers_;

  // Of the network thread alone.
  Pacing pacing_;
  Backoff backoff_;
  std::deque<std::unique_ptr<Call>> queue_;
  std::map<std::pair<Time, std::uint64_t>, std::unique_ptr<Call>> again_;  // by due time, then order
  std::vector<std::unique_ptr<Call>> in_flight_;                           // by slot
  std::multimap<Time, Timer> timers_;
  std::uint64_t handed_over_ = 0;
  Time paused_until_ = Time::min();
  Wait::Reason pause_reason_ = Wait::Reason::rate_limited;
  Time reported_until_ = Time::min();  // waits that end before it are known
  std::string closed_;                 // not empty: no call is made any more, and why
  ErrorCode closed_code_ = ErrorCode::api;
  std::shared_ptr<SharedRate> shared_;  // may be null
  std::deque<Time> unshared_;           // the calls of the last window that shared_ does not know of
  bool is_over_ = false;

  // Handed over by any thread.
  std::mutex mutex_;
  std::condition_variable reported_;
  std::vector<std::unique_ptr<Call>> new_calls_;
  std::vector<Timer> new_timers_;
  std::vector<std::chrono::milliseconds> new_past_calls_;
  std::shared_ptr<SharedRate> new_shared_;
  bool posted_ = false;
  bool sleeps_ = false;  // the network thread, until it is woken
  bool sweep_ = false;   // a group was stopped, or got something after it was
  bool quit_ = false;
  std::atomic<bool> all_stopped_{false};

  std::atomic<std::uint64_t> calls_{0};
  std::atomic<std::uint64_t> retries_{0};
  std::atomic<std::uint64_t> rate_limited_{0};

  std::thread thread_;  // last: it uses all of the above
};

Api::Api(ApiOptions options) {
  auto on_start = std::move(options.on_start);
  options.on_start = nullptr;
  transport_ = std::make_shared<Transport>(std::move(options));
  group_ = std::make_shared<Group>();
  group_->on_start = std::move(on_start);
}
Api::Api(std::shared_ptr<Transport> transport, std::function<void(Attempt)> on_start)
    : transport_(std::move(transport)), group_(std::make_shared<Group>()) {
  group_->on_start = std::move(on_start);
}
Api::Api(Api&&) noexcept = default;
Api::~Api() {
  if (!transport_) return;
  transport_->stop(*group_);
  transport_->drain(*group_);
}
Api Api::group(std::function<void(Attempt)> on_start) const { return {transport_, std::move(on_start)}; }
void Api::send(Request request, Accept accept, std::function<void(Outcome)> done) {
  transport_->send(group_, std::move(request), std::move(accept), std::move(done));
}
void Api::after(std::chrono::milliseconds delay, std::function<void()> done) {
  transport_->after(group_, delay, std::move(done));
}
void Api::stop() { transport_->stop(*group_); }
void Api::stop_all() { transport_->stop_all(); }
void Api::add_recent_calls(std::vector<std::chrono::milliseconds> ages) {
  transport_->add_recent_calls(std::move(ages));
}
void Api::share_rate(std::shared_ptr<SharedRate> rate) { transport_->share_rate(std::move(rate)); }
CallCounts Api::counts() const {
  return {group_->calls.load(), group_->retries.load(), group_->rate_limited.load()};
}
CallCounts Api::all_counts() const { return transport_->counts(); }
const std::string& Api::host() const { return transport_->host(); }
Redactor& Api::redactor() const { return transport_->redactor(); }

}  // namespace domainplan::partner
