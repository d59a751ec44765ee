// POST and GET /orders, GET /orders/{id}, with the checks the vendor makes. The same body returns the
// original order for 24 hours.
#pragma once

#include <atomic>
#include <string>

#include "domainplan/sandbox.hpp"
#include "sandbox/account.hpp"
#include "sandbox/bundles.hpp"
#include "sandbox/market.hpp"
#include "sandbox/order_life.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

class Orders {
 public:
  Orders(const Options& options, const Market& market, const Bundles& bundles, Clock clock)
      : options_(options), market_(market), bundles_(bundles), clock_(std::move(clock)) {}

  Reply create(const Call& call, Account& account);
  Reply list(const Call& call, Account& account, const std::string& url) const;
  Reply show(const std::string& id, Account& account) const;

  // What an order's life depends on at this moment.
  Circumstances circumstances() const;

  // Adds what is known of orders.
  void count(Counters& counters) const;

 private:
  const Options& options_;
  const Market& market_;
  const Bundles& bundles_;
  Clock clock_;
  std::atomic<std::uint64_t> created_ = 0;
  std::atomic<std::uint64_t> same_body_ = 0;
  std::atomic<std::uint64_t> same_user_and_bundle_ = 0;
};

}  // namespace domainplan::sandbox
