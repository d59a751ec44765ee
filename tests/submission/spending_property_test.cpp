// For any sequence of receipts: no order is begun after the first one that broke the limit or contradicted
// its order, and all that was begun is counted.
#include <catch2/catch.hpp>
#include <random>

#include "domainplan/error.hpp"
#include "submission/engine_runs.hpp"

using namespace domainplan;
using namespace domainplan::tests;

namespace {

// One odd receipt of many kinds.
void bend(partner::OrderReceipt& receipt, std::mt19937_64& random) {
  constexpr Cents kMost = std::numeric_limits<Cents>::max();
  switch (random() % 10) {
    case 0:
      receipt.total_cents = 0;
      break;
    case 1:
      receipt.total_cents = static_cast<Cents>(random() % 20'000);
      break;
    case 2:
      receipt.total_cents = -static_cast<Cents>(random() % 1'000'000) - 1;
      receipt.total_out_of_bounds = true;
      break;
    case 3:
      receipt.total_cents = kMost - static_cast<Cents>(random() % 2);
      receipt.total_out_of_bounds = true;
      break;
    case 4:
      receipt.id = "ord_000001";
      break;
    case 5:
      receipt.email = "somebody@example.com";
      break;
    case 6:
      receipt.domain_count = static_cast<std::int64_t>(random() % 4);
      break;
    case 7:
      receipt.currency = "eur";
      break;
    case 8:
      receipt.total_cents.reset();
      receipt.email.clear();
      receipt.domain_count.reset();
      break;
    default:
      receipt.status = "failed";
  }
}

}  // namespace

TEST_CASE("no receipts whatever lead to an order after one that broke the limit or contradicted its order") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    EngineRuns runs(seed);
    for (int i = 4; i <= 12; ++i) runs.add(fmt::format("c{}", i));
    runs.vendor.bills_items = random() % 2 == 0;
    runs.vendor.faults.odd_receipt = static_cast<double>(random() % 5) / 5;
    runs.vendor.bend_receipt = [&](partner::OrderReceipt& receipt) { bend(receipt, random); };
    const Cents limit = static_cast<Cents>(random() % 40'000);

    // What has been begun when a receipt settles it all: those under way then may still come back.
    std::size_t begun_before = 0;
    bool is_over = false;
    Cents sum = 0;
    SubmitHooks hooks;
    hooks.settled = [&](const SubmitResult& result, std::size_t, std::size_t) {
      if (!is_over) begun_before = runs.world->posted.size();
      if (!result.order_id.empty())
        sum += std::clamp<Cents>(result.total_cents.value_or(0), 2000, 1'000'000'000);
      is_over = is_over || result.state == SubmitState::receipt_mismatch || sum > limit;
    };
    runs.run({.max_spend_cents = limit}, hooks);
    if (is_over) CHECK(runs.world->posted.size() == begun_before);

    for (const auto& [customer, sending] : runs.journal()) CHECK(sending.state == Sending::State::placed);
    CHECK(runs.journal().size() == runs.vendor.orders.size());
    if (!is_over) CHECK(sum <= limit);
    // The next run begins nothing where the limit is broken or a receipt is not accepted.
    const int calls = runs.vendor.placed_calls;
    runs.run({.max_spend_cents = limit});
    if (is_over) CHECK(runs.vendor.placed_calls == calls);
  }
}
