#include "planning/ledger_worker.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

#include "domainplan/error.hpp"
#include "io/rfc3339.hpp"
#include "planning/market.hpp"
#include "store/availability_log.hpp"

namespace domainplan {
namespace {

using std::chrono::steady_clock, std::chrono::system_clock;

// Answers are written in batches of so many, or what there is after so long.
constexpr std::size_t kBatch = 1000;
constexpr std::chrono::milliseconds kLongestWait{500};
// Before names that another process asks for are looked up again.
constexpr std::chrono::milliseconds kPause{1000};

// A row that others can use; nothing where it is damaged, or says that it may be asked again.
std::optional<AvailabilityRow> usable_row(const SharedAnswer& answer) {
  try {
    AvailabilityRow row = partner::read_availability_row(answer.line);
    if (row.domain == answer.domain && is_shareable(row)) return row;
  } catch (const RunError&) {
  }
  return std::nullopt;
}

}  // namespace

struct LedgerWorker::Work {
  std::vector<LookUp> look_ups;
  std::optional<Reserve> reserve;
  Answers answers;
};

LedgerWorker::LedgerWorker(const LedgerUse& use, LedgerLog* log, std::string plan)
    : use_(use),
      log_(log),
      plan_(std::move(plan)),
      // A run that is resumed has what it had claimed.
      run_id_(plan_.empty() ? Ledger::new_plan_id() : plan_),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

LedgerWorker::~LedgerWorker() = default;

void LedgerWorker::reserve(std::vector<NamesOfCustomer> customers, ReserveDone done) {
  const std::lock_guard lock(mutex_);
  reserves_.push_back({std::move(customers), std::move(done)});
  changed_.notify_all();
}

void LedgerWorker::look_up(std::vector<std::string> names, LookUpDone done) {
  const std::lock_guard lock(mutex_);
  look_ups_.push_back({std::move(names), std::move(done)});
  changed_.notify_all();
}

void LedgerWorker::look_up_again(std::vector<std::string> names, LookUpDone done) {
  const std::lock_guard lock(mutex_);
  look_ups_again_.push_back({std::move(names), std::move(done)});
  again_at_ = steady_clock::now() + kPause;
  changed_.notify_all();
}

void LedgerWorker::end_pauses() noexcept {
  const std::lock_guard lock(mutex_);
  again_at_ = {};
  changed_.notify_all();
}

void LedgerWorker::record(const partner::AvailabilityRows& rows, system_clock::time_point at) {
  const LedgerTime time = std::chrono::floor<LedgerTime::duration>(at);
  const std::string checked_at = rfc3339(at);
  std::vector<SharedAnswer> shared;
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    const AvailabilityRow& row = rows.rows[i];
    if (is_shareable(row))
      shared.push_back({row.domain, line_of(rows.raw.at(i), checked_at), row.reason == Reason::taken, time});
  }
  const std::lock_guard lock(mutex_);
  handed_over_ += rows.rows.size();
  for (const AvailabilityRow& row : rows.rows) answers_.names.push_back(row.domain);
  answers_.shared.insert(answers_.shared.end(), std::make_move_iterator(shared.begin()),
                         std::make_move_iterator(shared.end()));
  changed_.notify_all();
}

void LedgerWorker::finish() {
  std::unique_lock lock(mutex_);
  flushes_ = true;
  changed_.notify_all();
  changed_.wait(lock, [&] { return recorded_ == handed_over_ || failure_; });
  flushes_ = false;
  if (failure_) std::rethrow_exception(failure_);
}

bool LedgerWorker::is_pause_over() const {
  return !look_ups_again_.empty() && again_at_ <= steady_clock::now();
}

bool LedgerWorker::has_work() const {
  return !look_ups_.empty() || !reserves_.empty() || is_pause_over() || answers_.names.size() >= kBatch ||
         (flushes_ && !answers_.names.empty());
}

// Whoever waits goes first.
void LedgerWorker::take_work(Work& work) {
  work.look_ups = std::exchange(look_ups_, {});
  if (is_pause_over()) {
    work.look_ups.insert(work.look_ups.end(), std::make_move_iterator(look_ups_again_.begin()),
                         std::make_move_iterator(look_ups_again_.end()));
    look_ups_again_.clear();
  }
  if (!reserves_.empty()) {
    work.reserve = std::move(reserves_.front());
    reserves_.pop_front();
  }
  if (answers_.names.size() >= kBatch || (work.look_ups.empty() && !work.reserve))
    work.answers = std::exchange(answers_, {});
}

void LedgerWorker::run(const std::stop_token& stop) {
  for (;;) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, stop, kLongestWait, [&] { return has_work(); });
      take_work(work);
      if (work.look_ups.empty() && !work.reserve && work.answers.names.empty()) {
        if (stop.stop_requested()) break;
        if (!renew_at_) changed_.wait(lock, stop, [&] { return has_work() || !answers_.names.empty(); });
      }
    }
    if (!work.look_ups.empty() || renew_at_) renew();
    if (!work.look_ups.empty()) do_look_ups(work.look_ups);
    if (work.reserve) do_reserve(*work.reserve);
    if (!work.answers.names.empty()) record_now(work.answers);
  }
  leave();
}

// Once it has looked names up, others rely on its being alive.
void LedgerWorker::renew() {
  if (failure_ || (renew_at_ && steady_clock::now() < *renew_at_)) return;
  try {
    renew_at_ = steady_clock::now() + kRunRenewal;
    use_.ledger->begin_asking(run_id_);
  } catch (...) {
    fail(std::current_exception());
  }
}

// Nobody needs to know: what is left is taken for dead soon.
void LedgerWorker::leave() noexcept {
  if (failure_ || !renew_at_) return;
  try {
    use_.ledger->end_asking(run_id_);
  } catch (...) {
  }
}

void LedgerWorker::do_reserve(const Reserve& asked) {
  Ledger::Reserved reserved;
  std::exception_ptr error = failure_;
  try {
    if (!error) reserved = reserve_now(asked.customers);
  } catch (...) {
    error = std::current_exception();
  }
  call_back([&] { asked.done(std::move(reserved), error); });
}

// The thread lives on after a callback that throws: whoever waits for an answer gets one.
template <class Callback>
void LedgerWorker::call_back(const Callback& callback) noexcept {
  try {
    callback();
  } catch (...) {
    fail(std::current_exception());
  }
}

void LedgerWorker::fail(std::exception_ptr error) noexcept {
  const std::lock_guard lock(mutex_);
  if (!failure_) failure_ = std::move(error);
  changed_.notify_all();
}

// What was lost is written down before anything is made of it.
Ledger::Reserved LedgerWorker::reserve_now(const std::vector<NamesOfCustomer>& customers) {
  Ledger::Reserved reserved = use_.ledger->reserve(plan_, customers, use_.reserve_days);
  if (log_ && !reserved.lost.empty()) log_->lost(customers.at(reserved.customers).customer, reserved.lost);
  return reserved;
}

// All that wait, with one question.
void LedgerWorker::do_look_ups(std::vector<LookUp>& asked) {
  std::vector<Found> found(asked.size());
  std::exception_ptr error = failure_;
  try {
    if (!error) found = found_for(asked);
  } catch (...) {
    error = std::current_exception();
  }
  for (std::size_t i = 0; i < asked.size(); ++i)
    call_back([&] { asked[i].done(std::move(found[i]), error); });
}

// For each what is known of its names.
std::vector<LedgerWorker::Found> LedgerWorker::found_for(std::vector<LookUp>& asked) {
  std::vector<std::string> all;
  for (const LookUp& one : asked) all.insert(all.end(), one.names.begin(), one.names.end());
  const SharedLookUp shared = use_.ledger->look_up(run_id_, all, kFreshFor, use_.trust_taken);
  std::unordered_map<std::string, AvailabilityRow> known;
  for (AvailabilityRow& row : usable_rows(shared.answers)) known.emplace(row.domain, std::move(row));
  const std::unordered_set<std::string> elsewhere(shared.asked_elsewhere.begin(),
                                                  shared.asked_elsewhere.end());
  std::vector<Found> found(asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i) {
    found[i].names = std::move(asked[i].names);
    for (const std::string& name : found[i].names) {
      if (const auto row = known.find(name); row != known.end()) found[i].rows.push_back(row->second);
      if (elsewhere.contains(name)) found[i].asked_elsewhere.push_back(name);
    }
  }
  return found;
}

std::vector<AvailabilityRow> LedgerWorker::usable_rows(const std::vector<SharedAnswer>& answers) {
  std::vector<AvailabilityRow> rows;
  std::vector<std::string> lines;
  for (const SharedAnswer& answer : answers)
    if (auto row = usable_row(answer)) {
      rows.push_back(std::move(*row));
      lines.push_back(answer.line);
    }
  if (log_ && !lines.empty()) log_->answers(lines);
  return rows;
}

void LedgerWorker::record_now(const Answers& answers) {
  std::exception_ptr error;
  try {
    use_.ledger->record_answers(answers.shared, run_id_, answers.names);
  } catch (...) {
    error = std::current_exception();
  }
  if (error) fail(std::move(error));
  const std::lock_guard lock(mutex_);
  recorded_ += answers.names.size();
  changed_.notify_all();
}

}  // namespace domainplan
