#include <catch2/catch.hpp>

#include <set>

#include "account.hpp"
#include "domainplan/ledger.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using Catch::Matchers::Contains;

namespace {

LedgerOrder placed(const std::string& id, const std::string& customer, const std::string& domain,
                   std::chrono::minutes ago) {
  LedgerOrder order;
  order.id = id;
  order.plan = "plan";
  order.customer = customer;
  order.status = "processing";
  order.placed_at = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now() - ago);
  order.cost_cents = 1000;
  order.currency = "usd";
  order.domains = {{domain, "google", 1000, 1000}};
  return order;
}

}  // namespace

TEST_CASE("an order whose id is not known is removed once the vendor must have its domains and has none") {
  const ScratchFolder folder;
  TestAccount account;
  const std::string order = account.order();
  const std::string listed = account.get("/domains").at(0).at("domain");
  Ledger ledger({.address = folder / "ledger.sqlite", .account = "test-par_1"});
  ledger.record_order(placed("ord_1", "first", "first.com", 100h));
  ledger.record_order(placed("ord_1", "early", "early.com", 23h), {.is_disputed = true});
  ledger.record_order(placed("ord_1", "late", "late.com", 25h), {.is_disputed = true});
  ledger.record_order(placed("ord_1", "found", listed, 25h), {.is_disputed = true});
  const LedgerSync sync = sync_ledger(ledger, *account.session());
  std::set<std::string> kept;
  for (const LedgerOrder& one : ledger.orders()) kept.insert(one.id);
  CHECK(kept == std::set<std::string>{"ord_1", "ord_1/plan/early", order});
  REQUIRE(sync.warnings.size() == 1);
  CHECK(sync.warnings[0] == Notice{.code = NoticeCode::order_removed, .subject = "ord_1/plan/late"});
}
