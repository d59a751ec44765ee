// POST and GET /swaps, GET /swaps/{id}, POST /swaps/user_names: domains of a live order that are replaced,
// and inboxes that get other people. None of the POSTs is idempotent.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include "domainplan/sandbox.hpp"
#include "sandbox/account.hpp"
#include "sandbox/market.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

inline constexpr std::chrono::minutes kSwapBegins{1};        // then a swap is in progress
inline constexpr std::chrono::minutes kSwapTakes{5};         // from there to completed
inline constexpr std::chrono::hours kKeptWarm{14 * 24};      // how long a premium swap keeps the old domain
inline constexpr std::chrono::hours kPremiumAgain{30 * 24};  // then the domain may have another premium swap

class Swaps {
 public:
  Swaps(const Market& market, Clock clock) : market_(market), clock_(std::move(clock)) {}

  Reply create(const Call& call, Account& account);
  Reply rename(const Call& call, Account& account);
  Reply list(const Call& call, Account& account, const std::string& url) const;
  Reply show(const std::string& id, Account& account) const;

  // Adds what is known of swaps.
  void count(Counters& counters) const;

 private:
  const Market& market_;
  Clock clock_;
  std::atomic<std::uint64_t> swaps_ = 0;
  std::atomic<std::uint64_t> swaps_of_same_domain_ = 0;
  std::atomic<std::uint64_t> renamings_ = 0;
};

// Brings the account's swaps up to date. It is locked.
void look_at_swaps(Account& account, Moment now);

}  // namespace domainplan::sandbox
