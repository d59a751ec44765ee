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

// A value of another kind than the field has, or null, where the vendor has a number, a word or an object.
void bend_answer(nlohmann::json& data, std::mt19937_64& random) {
  const nlohmann::json kValues[] = {
      nullptr, 7,           -1,   1.5, "12x", "", nlohmann::json::array(), nlohmann::json::object(),
      true,    "two words", 1e300};
  constexpr const char* kFields[] = {"email", "bundle_id", "status", "domain_count", "costs"};
  const nlohmann::json value = kValues[random() % std::size(kValues)];
  const std::size_t field = random() % (std::size(kFields) + 2);
  if (field < std::size(kFields))
    data[kFields[field]] = value;
  else
    data["costs"][field % 2 == 0 ? "currency" : "total_cents"] = value;
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
    if (seed % 2 == 0)
      runs.vendor.bend_receipt = [&](partner::OrderReceipt& receipt) { bend(receipt, random); };
    else
      runs.vendor.bend_answer = [&](nlohmann::json& data) { bend_answer(data, random); };
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

TEST_CASE("a receipt with a field that cannot be read holds what follows; one without it does not") {
  struct Case {
    const char* field;
    nlohmann::json value;
    bool holds;
  };
  const nlohmann::json list = nlohmann::json::array(), object = nlohmann::json::object();
  const Case cases[] = {{"/email", object, true},
                        {"/email", 7, true},
                        {"/email", nullptr, false},
                        {"/user_id", object, false},
                        {"/bundle_id", 7, true},
                        {"/bundle_id", "", true},
                        {"/bundle_id", nullptr, false},
                        {"/domain_count", "12x", true},
                        {"/domain_count", 1.5, true},
                        {"/domain_count", "2", false},
                        {"/domain_count", nullptr, false},
                        {"/status", 5, true},
                        {"/status", nullptr, false},
                        {"/status", "newer", false},
                        {"/costs", list, true},
                        {"/costs", nullptr, false},
                        {"/costs/total_cents", "12x", true},
                        {"/costs/total_cents", true, true},
                        {"/costs/total_cents", nullptr, false},
                        {"/costs/currency", 7, true},
                        {"/costs/currency", "", true},
                        {"/costs/currency", nullptr, false},
                        {"/created_at", "yesterday", false},
                        {"/renews_at", 7, false}};
  for (const Case& one : cases) {
    INFO(one.field << " is " << one.value.dump());
    EngineRuns runs;
    runs.vendor.bills_items = false;
    runs.vendor.faults.odd_receipt = 1;
    runs.vendor.bend_answer = [&](nlohmann::json& data) {
      data[nlohmann::json::json_pointer(one.field)] = one.value;
    };
    // A price of licences that is not known sends the orders one at a time.
    runs.run();
    CHECK(runs.state("c1") == (one.holds ? SubmitState::receipt_mismatch : SubmitState::placed));
    CHECK(runs.state("c3") == (one.holds ? SubmitState::not_sent : SubmitState::placed));
    CHECK(runs.vendor.orders.size() == (one.holds ? 1 : 3));
    if (!one.holds) continue;
    runs.vendor.faults.odd_receipt = 0;
    runs.run();
    CHECK(runs.vendor.orders.size() == 1);
    runs.run({.accept_receipt = {"c1"}});
    CHECK(runs.state("c1") == SubmitState::placed_before);
    CHECK(runs.state("c3") == SubmitState::placed);
  }
}
