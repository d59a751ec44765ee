// POST /orders, with the checks the vendor makes. The same body returns the original order for 24 hours.
#pragma once

#include <functional>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "sandbox/bundles.hpp"
#include "sandbox/market.hpp"
#include "sandbox/moment.hpp"
#include "sandbox/order_request.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

class Orders {
 public:
  Orders(const Market& market, const Bundles& bundles,
         std::function<Moment()> clock = std::chrono::system_clock::now)
      : market_(market), bundles_(bundles), clock_(std::move(clock)) {}

  // Live and test orders know nothing of each other.
  Reply create(const Call& call, bool live);

 private:
  struct Placed {
    Moment at;
    Reply reply;
  };
  struct Account {
    std::unordered_map<std::string, Placed> by_body;
    std::unordered_set<std::string> ordered;             // domains that are on an order
    std::unordered_map<std::string, std::string> users;  // ids by email
  };
  // What the domains cost in their first year; throws a Refusal where they cannot make up the order.
  Cents cost_of(const OrderRequest& request, const Account& account) const;

  const Market& market_;
  const Bundles& bundles_;
  std::function<Moment()> clock_;
  std::mutex mutex_;
  Account accounts_[2];  // test, live
};

}  // namespace domainplan::sandbox
