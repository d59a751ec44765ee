#include "planning/ledger_worker.hpp"

#include <fmt/format.h>

#include <unordered_map>

#include "domainplan/error.hpp"
#include "io/rfc3339.hpp"
#include "planning/market.hpp"
#include "store/availability_log.hpp"

namespace domainplan {
namespace {

using std::chrono::system_clock;

// Answers are written in batches of so many, or what there is after so long.
constexpr std::size_t kBatch = 1000;
constexpr std::chrono::milliseconds kLongestWait{500};

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
  std::vector<SharedAnswer> answers;
};

LedgerWorker::LedgerWorker(const LedgerUse& use, LedgerLog* log, std::string plan)
    : use_(use),
      log_(log),
      plan_(std::move(plan)),
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

void LedgerWorker::record(const partner::AvailabilityRows& rows, system_clock::time_point at) {
  const LedgerTime time = std::chrono::floor<LedgerTime::duration>(at);
  const std::string checked_at = rfc3339(at);
  std::vector<SharedAnswer> answers;
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    const AvailabilityRow& row = rows.rows[i];
    if (is_shareable(row))
      answers.push_back({row.domain, line_of(rows.raw.at(i), checked_at), row.reason == Reason::taken, time});
  }
  const std::lock_guard lock(mutex_);
  handed_over_ += answers.size();
  answers_.insert(answers_.end(), std::make_move_iterator(answers.begin()),
                  std::make_move_iterator(answers.end()));
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

bool LedgerWorker::has_work() const {
  return !look_ups_.empty() || !reserves_.empty() || answers_.size() >= kBatch ||
         (flushes_ && !answers_.empty());
}

// Whoever waits goes first.
void LedgerWorker::take_work(Work& work) {
  work.look_ups = std::exchange(look_ups_, {});
  if (!reserves_.empty()) {
    work.reserve = std::move(reserves_.front());
    reserves_.pop_front();
  }
  if (answers_.size() >= kBatch || (work.look_ups.empty() && !work.reserve))
    work.answers = std::exchange(answers_, {});
}

void LedgerWorker::run(const std::stop_token& stop) {
  for (;;) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, stop, kLongestWait, [&] { return has_work(); });
      take_work(work);
      if (work.look_ups.empty() && !work.reserve && work.answers.empty()) {
        if (stop.stop_requested()) return;
        changed_.wait(lock, stop, [&] { return has_work() || !answers_.empty(); });
        continue;
      }
    }
    if (!work.look_ups.empty()) do_look_ups(work.look_ups);
    if (work.reserve) do_reserve(*work.reserve);
    if (!work.answers.empty()) record_now(work.answers);
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
  std::vector<std::vector<AvailabilityRow>> found(asked.size());
  std::exception_ptr error = failure_;
  try {
    if (!error) found = rows_for(asked);
  } catch (...) {
    error = std::current_exception();
  }
  for (std::size_t i = 0; i < asked.size(); ++i)
    call_back([&] { asked[i].done(std::move(asked[i].names), std::move(found[i]), error); });
}

// For each what is known of its names.
std::vector<std::vector<AvailabilityRow>> LedgerWorker::rows_for(const std::vector<LookUp>& asked) {
  std::vector<std::string> all;
  for (const LookUp& one : asked) all.insert(all.end(), one.names.begin(), one.names.end());
  std::unordered_map<std::string, AvailabilityRow> known;
  for (AvailabilityRow& row : look_up_now(all)) known.emplace(row.domain, std::move(row));
  std::vector<std::vector<AvailabilityRow>> found(asked.size());
  for (std::size_t i = 0; i < asked.size(); ++i)
    for (const std::string& name : asked[i].names)
      if (const auto row = known.find(name); row != known.end()) found[i].push_back(row->second);
  return found;
}

std::vector<AvailabilityRow> LedgerWorker::look_up_now(const std::vector<std::string>& names) {
  std::vector<AvailabilityRow> rows;
  std::vector<std::string> lines;
  for (const SharedAnswer& answer : use_.ledger->answers(names, kFreshFor, use_.trust_taken))
    if (auto row = usable_row(answer)) {
      rows.push_back(std::move(*row));
      lines.push_back(answer.line);
    }
  if (log_ && !lines.empty()) log_->answers(lines);
  return rows;
}

void LedgerWorker::record_now(const std::vector<SharedAnswer>& answers) {
  std::exception_ptr error;
  try {
    use_.ledger->record_answers(answers);
  } catch (...) {
    error = std::current_exception();
  }
  if (error) fail(std::move(error));
  const std::lock_guard lock(mutex_);
  recorded_ += answers.size();
  changed_.notify_all();
}

}  // namespace domainplan
