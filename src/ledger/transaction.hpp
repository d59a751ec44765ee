// Transactions that outlive deadlocks and a database that goes away for a while.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <utility>

#include "ledger/database.hpp"

namespace domainplan::ledger {

// How long a database that is lost is waited for.
struct Patience {
  std::chrono::milliseconds longest{0};  // 0: not at all
  // Called with what is wrong when a wait of more than 2 s begins, and with "" when it is over. May be empty.
  std::function<void(const std::string& why)> waiting = {};
  std::stop_token stop = {};
};

// Waits before the database is tried again.
class Retry {
 public:
  explicit Retry(const Patience& patience) : patience_(patience) {}
  // After `error`: returns when another try may be made. Throws `error` itself where waiting does not help or
  // took too long, and Interrupted.
  void wait(const DatabaseError& error, Database& database);
  void succeeded();

 private:
  void sleep(std::chrono::milliseconds time) const;

  const Patience& patience_;
  int conflicts_ = 0;
  std::chrono::milliseconds pause_{0};
  std::chrono::steady_clock::time_point since_{};  // when the database was lost; epoch: it is not
  bool reported_ = false;
};

// Runs `work` in a transaction, again and again until it is committed. A commit that was lost on its way back
// is repeated: `work` must come to the same if it is done twice. Throws DatabaseError, Interrupted, and what
// `work` throws.
template <class Work>
auto in_transaction(Database& database, Sync sync, const Patience& patience, const Work& work) {
  for (Retry retry(patience);;) {
    try {
      database.begin(sync);
      auto result = work();
      database.commit();
      retry.succeeded();
      return result;
    } catch (const DatabaseError& error) {
      database.rollback();
      retry.wait(error, database);
    } catch (...) {
      database.rollback();
      throw;
    }
  }
}

}  // namespace domainplan::ledger
