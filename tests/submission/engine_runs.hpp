// Runs of the engine against a vendor in process, one after another, over one journal.
#pragma once

#include <fmt/format.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "io/sha256.hpp"
#include "scratch_folder.hpp"
#include "store/journal.hpp"
#include "submission/engine.hpp"
#include "submission/fake_vendor.hpp"

namespace domainplan::tests {

// An order of `customer` for domains at 10.00 usd, as the plan has it.
inline Outgoing outgoing(const std::string& customer, const std::string& user,
                         const std::vector<std::string>& domains, Cents price = 1000) {
  Outgoing order;
  order.customer = customer;
  order.currency = order.plan_currency = "usd";
  for (const std::string& name : domains) {
    PlannedDomain domain;
    domain.domain = name;
    domain.price_cents = price;
    domain.renewal_price_cents = price;
    domain.currency = "usd";
    order.domains.push_back(std::move(domain));
  }
  const auto count = static_cast<std::int64_t>(domains.size());
  order.figure = {price * count, {2 * count, count, 0}};
  order.body.bytes = order_body(user, "bun_1", domains);
  order.body.sha256 = sha256_hex(order.body.bytes);
  order.body.user = user;
  order.body.bundle_id = "bun_1";
  order.body.domains = domains;
  return order;
}

class EngineRuns {
 public:
  explicit EngineRuns(std::uint64_t seed = 1) : vendor(time, seed), folder_(scratch_ / "plan") {
    make_folder(folder_);
    for (int i = 1; i <= 3; ++i) add(fmt::format("c{}", i));
  }

  // One more order, of two domains, for a user of its own.
  void add(const std::string& customer) {
    orders.push_back(
        outgoing(customer, customer + "@example.com", {customer + "-a.com", customer + "-b.com"}));
  }

  // One run; results by customer. Throws what the run throws, FakeWorld::Killed included.
  std::map<std::string, SubmitResult> run(const SubmitOptions& options = {}, SubmitHooks hooks = {},
                                          const std::function<void(FakeWorld&)>& prepare = {}) {
    world = std::make_unique<FakeWorld>(vendor);
    if (prepare) prepare(*world);
    hooks.warning = [this](const Notice& notice) { warnings.push_back(notice); };
    Journal journal(folder_);
    AccountLock lock(lock_path());
    Submission submission{.orders = orders, .owner = {"org_main", "https://api.example.com", "test"}};
    if (has_ledger) submission.ledger_orders = [this] { return in_ledger; };
    submission.month_limits = month_limits;
    Engine engine(std::move(submission), journal, *world, lock, options, hooks);
    results.clear();
    try {
      end = engine.run();
    } catch (...) {
      take(engine);
      throw;
    }
    take(engine);
    return results;
  }

  Sendings journal() const { return recorded_sendings(folder_); }
  const std::string& folder() const { return folder_; }
  std::string lock_path() const { return scratch_ / "account.lock"; }
  SubmitState state(const std::string& customer) const { return results.at(customer).state; }
  const SubmitReason& reason(const std::string& customer) const { return results.at(customer).reason; }

  VirtualTime time;
  FakeVendor vendor;
  std::vector<Outgoing> orders;
  bool has_ledger = true;
  std::vector<LedgerOrder> in_ledger;
  std::map<std::string, Cents> month_limits;  // by customer
  std::unique_ptr<FakeWorld> world;
  std::vector<Notice> warnings;
  std::map<std::string, SubmitResult> results;
  SubmitEnd end = SubmitEnd::done;

 private:
  void take(const Engine& engine) {
    for (const SubmitResult& result : engine.results()) results[result.customer] = result;
  }

  ScratchFolder scratch_;
  std::string folder_;
};

}  // namespace domainplan::tests
