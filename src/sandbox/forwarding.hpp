// POST /domains/forwarding and GET /domains/forwarding/{id}: domains that are pointed at another URL.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include "domainplan/sandbox.hpp"
#include "sandbox/account.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

inline constexpr std::chrono::seconds kForwardingTakes{90};

class Forwardings {
 public:
  Forwardings(const Options& options, Clock clock) : options_(options), clock_(std::move(clock)) {}

  Reply create(const Call& call, Account& account);
  Reply show(const std::string& id, Account& account) const;

  std::uint64_t jobs() const { return jobs_; }  // how many were made

 private:
  const Options& options_;
  Clock clock_;
  std::atomic<std::uint64_t> jobs_ = 0;
};

// Brings the account's jobs up to date. It is locked. `failure_rate`: share of domains that fail.
void look_at_forwardings(Account& account, Moment now, std::uint64_t seed, double failure_rate);

}  // namespace domainplan::sandbox
