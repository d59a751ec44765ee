#include "ledger/transaction.hpp"

#include <fmt/format.h>

#include <condition_variable>
#include <mutex>

namespace domainplan::ledger {
namespace {

constexpr int kMostConflicts = 100;
constexpr std::chrono::milliseconds kFirstPause{50}, kLongestPause{500};
constexpr std::chrono::seconds kReportedWait{2};

}  // namespace

void Retry::sleep(std::chrono::milliseconds time) const {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, patience_.stop, time, [] { return false; });
  if (patience_.stop.stop_requested()) throw Interrupted("interrupted");
}

void Retry::wait(const DatabaseError& error, Database& database) {
  using Clock = std::chrono::steady_clock;
  if (error.kind() == DatabaseError::Kind::final) throw error;
  if (error.kind() == DatabaseError::Kind::again) {
    if (++conflicts_ > kMostConflicts) throw error;
    return sleep(std::chrono::milliseconds(conflicts_));
  }
  if (since_ == Clock::time_point()) since_ = Clock::now();
  for (std::string why = error.what();;) {
    const auto waited = Clock::now() - since_;
    if (waited >= patience_.longest) {
      if (patience_.longest.count() == 0) throw error;
      throw DatabaseError(DatabaseError::Kind::final, error.code(),
                          fmt::format("{}; waited {} s for it", why,
                                      std::chrono::floor<std::chrono::seconds>(waited).count()),
                          error.subject());
    }
    if (!reported_ && waited >= kReportedWait && patience_.waiting) {
      reported_ = true;
      patience_.waiting(why);
    }
    pause_ = std::min(std::max(pause_ * 2, kFirstPause), kLongestPause);
    sleep(pause_);
    try {
      return database.reconnect();
    } catch (const DatabaseError& still) {
      if (still.kind() == DatabaseError::Kind::final) throw;
      why = still.what();
    }
  }
}

void Retry::succeeded() {
  if (reported_) patience_.waiting("");
}

}  // namespace domainplan::ledger
