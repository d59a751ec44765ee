// POST and GET /orders, GET /orders/{id}, POST /orders/{id}/cancel, with the checks the vendor makes. The
// same body returns the original order for 24 hours.
#pragma once

#include <atomic>
#include <string>

#include "domainplan/sandbox.hpp"
#include "sandbox/account.hpp"
#include "sandbox/market.hpp"
#include "sandbox/order_checks.hpp"
#include "sandbox/order_life.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

class Orders {
 public:
  Orders(const Options& options, const Market& market, Clock clock)
      : options_(options), market_(market), clock_(std::move(clock)) {}

  // `fault`: failed, dearer and late make another order than was asked for.
  Reply create(const Call& call, Account& account, Fault fault);
  Reply list(const Call& call, Account& account, const std::string& url);
  Reply show(const std::string& id, Account& account);
  Reply cancel(const Call& call, const std::string& id, Account& account);

  // What an order's life depends on at this moment.
  Circumstances circumstances() const;

  // Adds what is known of orders.
  void count(Counters& counters) const;

 private:
  // Makes the order and returns its place. The account is locked.
  std::size_t place(Account& account, const std::string& body, OrderRequest request, CheckedOrder checks,
                    Moment now, bool failed);

  const Options& options_;
  const Market& market_;
  Clock clock_;
  std::atomic<std::uint64_t> created_ = 0;
  std::atomic<std::uint64_t> same_body_ = 0;
  std::atomic<std::uint64_t> same_user_and_bundle_ = 0;
  std::atomic<std::uint64_t> cancellations_ = 0;
};

}  // namespace domainplan::sandbox
