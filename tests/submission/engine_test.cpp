// What a submission does with each answer, in a time of its own.
#include "submission/engine.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "submission/engine_runs.hpp"
#include "submission/preview.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using Catch::Matchers::Contains;

namespace {

constexpr std::int64_t kHour = 3'600'000;  // milliseconds

// A run that dies while it waits for what became of an order that did not arrive; the next ones arrive.
void die_with_a_dropped_order(EngineRuns& runs) {
  runs.vendor.faults.dropped = 1;
  SubmitHooks hooks;
  hooks.wait = [](const SubmitWait&) { throw FakeWorld::Killed(); };
  CHECK_THROWS_AS(runs.run({}, hooks), FakeWorld::Killed);
  runs.vendor.faults.dropped = 0;
}

}  // namespace

TEST_CASE("every order is sent once, up to four at a time, and a second run makes no call") {
  EngineRuns runs;
  for (int i = 4; i <= 9; ++i) runs.add(fmt::format("c{}", i));
  runs.run();
  CHECK(runs.vendor.orders.size() == 9);
  CHECK(runs.world->most_under_way == 4);
  for (const auto& [customer, result] : runs.results) {
    CHECK(result.state == SubmitState::placed);
    CHECK(result.total_cents == 2 * 1000 + 4 * 100);
  }
  runs.run();
  CHECK(runs.state("c1") == SubmitState::placed_before);
  CHECK(runs.vendor.placed_calls == 9);
  CHECK(runs.world->posted.empty());
}

TEST_CASE("the first order goes alone while nobody knows what a licence costs") {
  EngineRuns runs;
  std::size_t under_way_at_first = 0;
  SubmitHooks hooks;
  hooks.settled = [&](const SubmitResult&, std::size_t settled, std::size_t) {
    if (settled == 1) under_way_at_first = runs.world->most_under_way;
  };
  runs.run({}, hooks);
  CHECK(under_way_at_first == 1);
  CHECK(runs.world->most_under_way == 2);
}

TEST_CASE("what an order with line items says of one provider's licences says nothing of the other's") {
  EngineRuns runs;
  runs.orders.resize(1);
  const bool bills_items = GENERATE(true, false);
  runs.vendor.bills_items = bills_items;
  runs.run();
  runs.add("c2");
  runs.orders.back().figure.licences = {0, 0, 2, "usd"};
  std::optional<SubmitPreview> preview;
  SubmitHooks hooks;
  hooks.preview = [&](const SubmitPreview& shown) { preview = shown; };
  runs.run({}, hooks);
  REQUIRE(preview.has_value());
  // A total alone, 2,400 with 2,000 of registrations, gives a price for any domain.
  CHECK(preview->costs.at("usd").licences == (bills_items ? std::nullopt : std::optional<Cents>(400)));
}

TEST_CASE("no order goes beside one of unknown price, whichever begins first") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.run();
  for (const char* customer : {"c2", "c3"}) runs.add(customer);
  runs.orders[2].figure.licences = {0, 0, 2, "usd"};
  SECTION("the one of unknown price waits for the other") {}
  SECTION("the other waits for it") { std::swap(runs.orders[1], runs.orders[2]); }
  runs.run();
  for (const char* customer : {"c2", "c3"}) CHECK(runs.state(customer) == SubmitState::placed);
  CHECK(runs.world->most_under_way == 1);
}

TEST_CASE("licences count where an order goes because a person confirmed that it was not placed") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.run();
  runs.add("c2");
  die_with_a_dropped_order(runs);
  runs.time.now_ms += 21 * kHour;
  runs.run({.confirm_not_placed = {"c2"}, .max_spend_cents = 2 * 2400 - 1});
  CHECK(runs.state("c2") == SubmitState::over_limit);
  runs.run({.max_spend_cents = 2 * 2400});
  CHECK(runs.state("c2") == SubmitState::placed);
}

TEST_CASE("orders whose rows changed or are gone count with licences that had no price when they were sent") {
  EngineRuns runs;
  runs.vendor.faults.odd_receipt = 1;
  runs.vendor.faults.order_fails = 1;
  runs.vendor.bend_receipt = [](partner::OrderReceipt& receipt) { receipt.total_cents.reset(); };
  runs.run({.limit = 1});
  CHECK(runs.state("c1") == SubmitState::placed);
  runs.vendor.faults = {};
  SECTION("planned again") {
    runs.vendor.orders[0].status = "cancelled";
    runs.vendor.orders[0].made_ms -= 25 * kHour;
    Journal(runs.folder()).replaced("c1", runs.world->now());
    runs.orders[0] = outgoing("c1", "c1@example.com", {"c1-x.com", "c1-y.com"});
  }
  SECTION("gone") {
    runs.orders.erase(runs.orders.begin());
    runs.add("c4");
  }
  // Three orders of 20.00 for domains and 4.00 for licences have a place, and c1 had the first.
  runs.run({.max_spend_cents = 3 * 2400 + 2399});
  CHECK(runs.vendor.orders.size() == 3);
  runs.run({.max_spend_cents = 4 * 2400});
  CHECK(runs.vendor.orders.size() == 4);
}

TEST_CASE(
    "without a ledger an order with a limit for a month stays held when a person confirms it was not "
    "placed") {
  EngineRuns runs;
  runs.orders.resize(1);
  die_with_a_dropped_order(runs);
  runs.time.now_ms += 21 * kHour;
  runs.has_ledger = false;
  runs.month_limits = {{"c1", 1'000'000}};
  runs.run({.confirm_not_placed = {"c1"}});
  CHECK(runs.state("c1") == SubmitState::over_limit);
  CHECK(runs.vendor.orders.empty());
}

TEST_CASE("a lost answer is looked for, and the same bytes go again") {
  EngineRuns runs;
  runs.orders.resize(1);
  SECTION("the order was made: it is found without another sending") {
    runs.vendor.faults.lost = 1;
    runs.run();
    CHECK(runs.world->posted.size() == 1);
  }
  SECTION("it was not made: the bytes go again after the first look") {
    runs.vendor.faults.dropped = 1;
    SubmitHooks hooks;
    hooks.wait = [&](const SubmitWait& wait) {
      CHECK(wait.customer == "c1");
      CHECK(wait.duration <= std::chrono::seconds(5));
      runs.vendor.faults.dropped = 0;
    };
    runs.run({}, hooks);
    CHECK(runs.world->posted.size() == 2);
    CHECK(runs.world->posted[0] == runs.world->posted[1]);
  }
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.vendor.orders.size() == 1);
}

TEST_CASE("bytes whose answer was lost do not go again at a higher price, and go once it is as planned") {
  EngineRuns runs;
  runs.orders.resize(1);
  die_with_a_dropped_order(runs);
  runs.vendor.dearer["c1-b.com"] = 1700;
  runs.run();
  CHECK(runs.state("c1") == SubmitState::outcome_unknown);
  CHECK(runs.reason("c1").kind == SubmitReason::Kind::price_changed);
  CHECK(runs.reason("c1").domain == "c1-b.com");
  CHECK(runs.reason("c1").is_lost);
  CHECK(runs.journal().at("c1").state == Sending::State::open);
  CHECK(runs.world->posted.empty());
  SECTION("the price is as it was") {
    runs.vendor.dearer.clear();
    runs.run();
    CHECK(runs.state("c1") == SubmitState::placed);
    CHECK(runs.vendor.orders.size() == 1);
  }
  SECTION("a person confirms that it was not placed") {
    runs.run({.confirm_not_placed = {"c1"}});
    CHECK(runs.state("c1") == SubmitState::price_changed);
    CHECK(runs.journal().at("c1").state == Sending::State::not_placed);
    CHECK(runs.vendor.orders.empty());
  }
}

TEST_CASE("a price that rises while a lost answer is looked for stops the bytes within the same run") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.vendor.faults.dropped = 1;
  SubmitHooks hooks;
  hooks.wait = [&](const SubmitWait& wait) {
    if (wait.duration <= std::chrono::seconds(10)) return;
    runs.vendor.faults.dropped = 0;
    runs.vendor.dearer["c1-a.com"] = 1100;
  };
  runs.run({}, hooks);
  // A price is known for 30 s: the bytes go again after 5, 10 and 20 s, and not after 40 and 80.
  CHECK(runs.world->posted.size() == 4);
  CHECK(runs.state("c1") == SubmitState::outcome_unknown);
  CHECK(runs.reason("c1").kind == SubmitReason::Kind::price_changed);
  CHECK(runs.vendor.orders.empty());
}

TEST_CASE("bytes whose answer was lost go again where their domains are taken, as they may have them") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.vendor.faults.lost = 1;
  runs.vendor.faults.late = 1;
  runs.run();
  CHECK(runs.world->posted.size() > 1);
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.vendor.orders.size() == 1);
}

TEST_CASE("an API that wants a long pause ends the look for a lost answer, and the next run takes it up") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.vendor.faults.dropped = 1;
  SubmitHooks hooks;
  hooks.wait = [&](const SubmitWait&) { runs.world->is_closed = true; };
  const std::int64_t began = runs.time.now_ms;
  CHECK_THROWS_WITH(runs.run({}, hooks), Contains("come back later"));
  CHECK(runs.time.now_ms - began < 15'000);
  CHECK(runs.state("c1") == SubmitState::outcome_unknown);
  CHECK(runs.reason("c1").kind == SubmitReason::Kind::answer_lost);
  CHECK(runs.journal().at("c1").state == Sending::State::open);
  runs.vendor.faults = {};
  runs.run();
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.vendor.orders.size() == 1);
}

TEST_CASE("an order that never comes to light is sent six times at the most, and stays unknown") {
  EngineRuns runs;
  runs.vendor.faults.dropped = 1;
  runs.orders.resize(1);
  const std::int64_t began = runs.time.now_ms;
  runs.run();
  CHECK(runs.state("c1") == SubmitState::outcome_unknown);
  CHECK(runs.world->posted.size() == 6);
  CHECK(runs.time.now_ms - began > 80'000);
  CHECK(runs.time.now_ms - began < 100'000);
  runs.vendor.faults.dropped = 0;
  runs.run();
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.vendor.orders.size() == 1);
}

TEST_CASE("a false page is a lost answer, never a refusal") {
  EngineRuns runs;
  runs.vendor.faults.false_answer = 1;
  runs.run();
  for (const auto& [customer, result] : runs.results) CHECK(result.state == SubmitState::placed);
  CHECK(runs.vendor.orders.size() == 3);
}

TEST_CASE("the vendor's own no closes the order, but not after a lost answer") {
  EngineRuns runs;
  runs.vendor.faults.refused = 1;
  runs.run();
  CHECK(runs.state("c1") == SubmitState::refused);
  CHECK(runs.world->posted.size() == 3);
  CHECK(runs.journal().at("c1").state == Sending::State::refused);

  EngineRuns lost;
  lost.orders.resize(1);
  lost.vendor.faults.dropped = 1;
  SubmitHooks hooks;
  hooks.wait = [&](const SubmitWait&) {
    lost.vendor.faults.dropped = 0;
    lost.vendor.faults.refused = 1;
  };
  lost.run({}, hooks);
  CHECK(lost.state("c1") == SubmitState::outcome_unknown);
  CHECK(lost.journal().at("c1").state == Sending::State::open);
}

TEST_CASE("a refusal of the domains means that one is no longer available") {
  EngineRuns runs;
  SubmitHooks hooks;
  hooks.preview = [&](const SubmitPreview&) {};
  runs.vendor.taken = {"c1-a.com"};
  runs.run({}, hooks);
  CHECK(runs.state("c1") == SubmitState::no_longer_available);
  CHECK(runs.state("c2") == SubmitState::placed);
}

TEST_CASE("after four lost answers in a row no order begins, and the run fails where none is settled") {
  EngineRuns runs;
  for (int i = 4; i <= 9; ++i) runs.add(fmt::format("c{}", i));
  runs.vendor.faults.dropped = 1;
  // Orders of a known price, so that they may go together.
  for (Outgoing& order : runs.orders) order.figure.licences = {};
  CHECK_THROWS_WITH(runs.run(), Contains("4 answers in a row"));
  std::set<std::string> begun(runs.world->posted.begin(), runs.world->posted.end());
  // Three of the first four answers had come when the last of these was begun.
  CHECK(begun.size() <= 7);
  CHECK(runs.state("c8") == SubmitState::not_sent);
  CHECK(runs.state("c9") == SubmitState::not_sent);
  CHECK(runs.state("c1") == SubmitState::outcome_unknown);
}

TEST_CASE("a kill after the sending is taken up by the next run, which looks first") {
  for (int calls = 0; calls < 40; ++calls) {
    EngineRuns runs;
    try {
      runs.run({}, {}, [&](FakeWorld& world) { world.calls_until_killed = calls; });
    } catch (const FakeWorld::Killed&) {
    }
    INFO("killed at call " << calls);
    runs.run();
    CHECK(runs.vendor.orders.size() == 3);
    for (const auto& [customer, result] : runs.results) CHECK_FALSE(needs_person(result.state));
  }
}

TEST_CASE("after 20 hours the same bytes are not sent again, and only a person's word reopens the order") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.vendor.faults.dropped = 1;
  runs.run();
  runs.vendor.faults.dropped = 0;
  runs.time.now_ms += 21 * kHour;
  runs.run();
  CHECK(runs.state("c1") == SubmitState::outcome_unknown);
  CHECK(runs.world->posted.empty());
  runs.run({.confirm_not_placed = {"c1"}});
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.vendor.orders.size() == 1);
}

TEST_CASE("bytes whose answer was lost do not go again once the user has another order") {
  EngineRuns runs;
  runs.orders.resize(1);
  die_with_a_dropped_order(runs);
  // Another folder's plan of the same customer is sent meanwhile.
  runs.vendor.receive(order_body("c1@example.com", "bun_1", {"other-a.com", "other-b.com"}));
  runs.run();
  CHECK(runs.state("c1") == SubmitState::outcome_unknown);
  CHECK(runs.reason("c1").kind == SubmitReason::Kind::new_order_of_user);
  CHECK(runs.reason("c1").order_id == "ord_000001");
  CHECK(runs.reason("c1").is_lost);
  CHECK(runs.vendor.orders.size() == 1);
  runs.run({.confirm_not_placed = {"c1"}});
  CHECK(runs.state("c1") == SubmitState::possible_duplicate);
  CHECK(runs.vendor.orders.size() == 1);
}

TEST_CASE("a confirmation that nothing was placed is refused where the lists show the order") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.vendor.faults.lost = 1;
  SubmitHooks hooks;
  hooks.wait = [](const SubmitWait&) { throw FakeWorld::Killed(); };
  CHECK_THROWS_AS(runs.run({}, hooks), FakeWorld::Killed);
  REQUIRE(runs.vendor.orders.size() == 1);
  REQUIRE(runs.journal().at("c1").state == Sending::State::open);
  runs.time.now_ms += 30 * kHour;
  runs.run({.confirm_not_placed = {"c1"}});
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.vendor.orders.size() == 1);
  REQUIRE_FALSE(runs.warnings.empty());
  CHECK(runs.warnings.back().code == NoticeCode::confirmation_refused);
  CHECK(runs.warnings.back().subject == "c1");
}

TEST_CASE("clocks that disagree about the 20 hours stop the sending, not the looking") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.vendor.faults.dropped = 1;
  runs.run();
  runs.vendor.faults.dropped = 0;
  runs.time.now_ms += kHour;
  runs.time.wall_skew_ms = 40 * kHour;
  runs.run();
  CHECK(runs.state("c1") == SubmitState::outcome_unknown);
  CHECK(runs.world->posted.empty());
}

TEST_CASE("a receipt that contradicts its order holds every further order until it is accepted") {
  EngineRuns runs;
  runs.vendor.faults.odd_receipt = 1;
  runs.vendor.bend_receipt = [](partner::OrderReceipt& receipt) { receipt.domain_count = 99; };
  runs.run();
  CHECK(runs.state("c1") == SubmitState::receipt_mismatch);
  CHECK_THAT(runs.reason("c1").text, Contains("99 domains"));
  CHECK(runs.state("c2") == SubmitState::not_sent);
  CHECK(runs.reason("c2").kind == SubmitReason::Kind::receipt_disputed);
  CHECK(runs.reason("c2").customer == "c1");
  runs.vendor.faults.odd_receipt = 0;
  runs.run();
  CHECK(runs.state("c1") == SubmitState::receipt_mismatch);
  CHECK(runs.vendor.orders.size() == 1);
  runs.run({.accept_receipt = {"c1"}});
  CHECK(runs.state("c1") == SubmitState::placed_before);
  CHECK(runs.state("c3") == SubmitState::placed);
  CHECK(runs.vendor.orders.size() == 3);
}

TEST_CASE("an order read back that is billed dearer than planned is a mismatch") {
  EngineRuns runs;
  SubmitHooks hooks;
  hooks.settled = [&](const SubmitResult&, std::size_t, std::size_t) {};
  runs.run({}, hooks, [&](FakeWorld&) { runs.vendor.dearer = {{"c1-a.com", 1000}}; });
  EngineRuns dear;
  // The market is dearer than the check said: the row is right, the bill is not.
  dear.vendor.bend_receipt = [&](partner::OrderReceipt&) { dear.vendor.orders.back().total += 500; };
  dear.vendor.faults.odd_receipt = 1;
  dear.run();
  CHECK(dear.state("c1") == SubmitState::receipt_mismatch);
  CHECK(dear.vendor.orders.size() == 1);
}

TEST_CASE("orders within the limit are sent, the others are over it, with the reason") {
  EngineRuns runs;
  runs.orders[1] = outgoing("c2", "c2@example.com", {"c2-a.com", "c2-b.com", "c2-c.com", "c2-d.com"});
  runs.run({.max_spend_cents = 2400 + 2400});
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.state("c2") == SubmitState::over_limit);
  CHECK(runs.reason("c2").kind == SubmitReason::Kind::above_limit);
  CHECK((runs.reason("c2").limit == 4800 && runs.reason("c2").currency == "usd"));
  CHECK(runs.state("c3") == SubmitState::placed);
}

TEST_CASE(
    "orders that would take the month above its limit are over it, and what earlier runs placed counts") {
  EngineRuns runs;
  runs.run({.max_month_cents = 2 * 2400});
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.state("c2") == SubmitState::placed);
  CHECK(runs.state("c3") == SubmitState::over_limit);
  CHECK(runs.reason("c3").kind == SubmitReason::Kind::above_limit_of_account);
  CHECK(runs.reason("c3").spent == 2 * 2400);
  CHECK(runs.reason("c3").cost == 2400);
  CHECK(runs.reason("c3").limit == 2 * 2400);
  runs.run({.max_month_cents = 3 * 2400 - 1});
  CHECK(runs.state("c3") == SubmitState::over_limit);
  runs.run({.max_month_cents = 3 * 2400});
  CHECK(runs.state("c3") == SubmitState::placed);
}

TEST_CASE("the limits of the month count what the journal has and the lists forget, or show as free") {
  EngineRuns runs;
  runs.run({.limit = 1});
  CHECK(runs.state("c1") == SubmitState::placed);
  SECTION("forgotten") { runs.vendor.orders[0].listed_ms = runs.time.now_ms + 24 * kHour; }
  SECTION("a total of 0") { runs.vendor.orders[0].total = 0; }
  runs.run({.max_month_cents = 3 * 2400 - 1});
  CHECK(runs.state("c2") == SubmitState::placed);
  CHECK(runs.state("c3") == SubmitState::over_limit);
  CHECK(runs.reason("c3").spent == 2 * 2400);
  runs.run({.max_month_cents = 3 * 2400});
  CHECK(runs.state("c3") == SubmitState::placed);
}

TEST_CASE("a customer's limit of the month counts its earlier order that no list has any more") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.run();
  Journal(runs.folder()).replaced("c1", runs.world->now());
  runs.orders[0] = outgoing("c1", "c1@example.com", {"c1-x.com", "c1-y.com"});
  runs.vendor.orders[0].listed_ms = runs.time.now_ms + 24 * kHour;
  // 24.00 were billed for the earlier one; what licences of the new one cost is not known.
  runs.month_limits = {{"c1", 2400 + 2000 - 1}};
  runs.run();
  CHECK(runs.state("c1") == SubmitState::over_limit);
  CHECK(runs.reason("c1").kind == SubmitReason::Kind::above_limit_of_customer);
  runs.month_limits = {{"c1", 2400 + 2000}};
  runs.run();
  CHECK(runs.state("c1") == SubmitState::placed);
}

TEST_CASE("a lost answer that is found counts once against the limit of the month") {
  EngineRuns runs;
  runs.vendor.faults.lost = 1;
  runs.run({.max_month_cents = 3 * 2400});
  for (const char* customer : {"c1", "c2", "c3"}) CHECK(runs.state(customer) == SubmitState::placed);
}

TEST_CASE("an order is dated as the vendor says, in later runs as in the first") {
  EngineRuns runs;
  const std::chrono::system_clock::time_point minutes_before{
      std::chrono::seconds(runs.time.server_s() - 300)};
  runs.vendor.faults.odd_receipt = 1;
  runs.vendor.bend_receipt = [&](partner::OrderReceipt& receipt) { receipt.created_at = minutes_before; };
  runs.run();
  CHECK(runs.results.at("c1").placed_at == minutes_before);
  runs.time.now_ms += std::int64_t{40} * 24 * 3'600'000;
  runs.run();
  CHECK(runs.state("c1") == SubmitState::placed_before);
  CHECK(runs.results.at("c1").placed_at == minutes_before);
}

TEST_CASE("an order of unknown date was placed when it was sent, by the vendor's clock") {
  EngineRuns runs;
  runs.time.wall_skew_ms = -std::int64_t{90} * 24 * 3'600'000;
  runs.vendor.faults.odd_receipt = 1;
  runs.vendor.bend_receipt = [](partner::OrderReceipt& receipt) { receipt.created_at.reset(); };
  const std::int64_t sent_s = runs.time.server_s();
  runs.run();
  runs.time.now_ms += std::int64_t{40} * 24 * 3'600'000;
  runs.run();
  CHECK(runs.state("c1") == SubmitState::placed_before);
  const auto placed_at = runs.results.at("c1").placed_at.value();
  CHECK(std::chrono::floor<std::chrono::seconds>(placed_at.time_since_epoch()).count() - sent_s < 60);
  CHECK(std::chrono::floor<std::chrono::seconds>(placed_at.time_since_epoch()).count() >= sent_s);
}

TEST_CASE("a customer's own limit of the month holds its order alone") {
  EngineRuns runs;
  runs.month_limits = {{"c2", 2399}, {"c3", 2400}};
  runs.run();
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.state("c2") == SubmitState::over_limit);
  CHECK(runs.reason("c2").kind == SubmitReason::Kind::above_limit_of_customer);
  CHECK(runs.state("c3") == SubmitState::placed);
}

TEST_CASE("without a ledger an order whose customer has a limit for a month is held, and the others go") {
  EngineRuns runs;
  runs.has_ledger = false;
  runs.month_limits = {{"c2", 1'000'000}};
  runs.run();
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.state("c2") == SubmitState::over_limit);
  CHECK(runs.reason("c2").kind == SubmitReason::Kind::month_not_known);
  CHECK(runs.reason("c2").limit == 1'000'000);
  CHECK(runs.state("c3") == SubmitState::placed);
  runs.has_ledger = true;
  runs.run();
  CHECK(runs.state("c2") == SubmitState::placed);
}

TEST_CASE("the amounts of an order that registers nothing are shown in a currency") {
  EngineRuns runs;
  runs.orders.resize(1);
  for (PlannedDomain& domain : runs.orders[0].domains) {
    domain.source = Source::owned;
    domain.currency.clear();
  }
  runs.orders[0].currency.clear();
  runs.orders[0].plan_currency = "eur";
  LicencePrices prices;
  SubmitPreview unpriced;
  add_order(runs.orders[0], prices, unpriced);
  CHECK(unpriced.costs.begin()->first == "eur");
  // Where licences are known to be billed in another currency, that is what they cost.
  prices.learn_from_total(900, 0, 2, "usd");
  SubmitPreview priced;
  add_order(runs.orders[0], prices, priced);
  CHECK(priced.costs.begin()->first == "usd");
  CHECK(priced.costs.begin()->second.licences == 900);
  CHECK(result_for(runs.orders[0], nullptr, prices).currency == "usd");
}

TEST_CASE("a customer for whom another plan has a live order in the ledger is held until it is allowed") {
  EngineRuns runs;
  LedgerOrder other;
  other.id = "ord_elsewhere";
  other.customer = "c1";
  runs.in_ledger = {other};
  runs.run();
  CHECK(runs.state("c1") == SubmitState::possible_duplicate);
  CHECK(runs.reason("c1").duplicate.order_id == "ord_elsewhere");
  CHECK(runs.state("c2") == SubmitState::placed);
  runs.run({.allow_duplicate = {"c1"}});
  CHECK(runs.state("c1") == SubmitState::placed);
}

TEST_CASE("two orders of one user are never under way together") {
  EngineRuns runs;
  for (Outgoing& order : runs.orders) {
    order = outgoing(order.customer, "same@example.com", order.body.domains);
    order.figure.licences = {};
  }
  // Each is journalled for a customer of its own, so that none is a duplicate of another.
  runs.run();
  CHECK(runs.world->most_under_way == 1);
  CHECK(runs.vendor.orders.size() == 3);
}

TEST_CASE("two orders of one user are never under way together where one names the user by id") {
  EngineRuns runs;
  FakeOrder old;
  old.id = "ord_old";
  old.user = "Ada@example.com";
  old.bundle = "bun_2";
  old.domains = {"old.com"};
  old.status = "cancelled";
  old.made_ms = runs.time.now_ms - 3 * 24 * kHour;
  runs.vendor.orders = {old};
  runs.orders = {outgoing("c1", "ada@example.com", {"a.com"}),
                 outgoing("c2", id_of_user("Ada@example.com"), {"b.com"})};
  for (Outgoing& order : runs.orders) order.figure.licences = {};
  SECTION("while it is under way") {
    runs.run();
    CHECK(runs.world->most_under_way == 1);
    CHECK(runs.state("c2") == SubmitState::placed);
  }
  SECTION("while its answer is lost") {
    runs.vendor.faults.dropped = 1;
    runs.run();
    CHECK(runs.state("c1") == SubmitState::outcome_unknown);
    CHECK(runs.state("c2") == SubmitState::not_sent);
  }
}

TEST_CASE(
    "a receipt with the id of an order that was listed when the bytes went again contradicts its order") {
  EngineRuns runs;
  runs.orders.resize(1);
  FakeOrder other;
  other.id = "ord_other";
  other.user = "zz@example.com";
  other.bundle = "bun_1";
  other.domains = {"other-a.com", "other-b.com"};
  other.made_ms = runs.time.now_ms;
  runs.vendor.orders = {other};
  runs.vendor.faults.dropped = 1;
  SubmitHooks hooks;
  hooks.wait = [](const SubmitWait&) { throw FakeWorld::Killed(); };
  CHECK_THROWS_AS(runs.run({}, hooks), FakeWorld::Killed);
  runs.vendor.faults = {.odd_receipt = 1, .order_fails = 1};
  runs.vendor.bend_receipt = [](partner::OrderReceipt& receipt) {
    receipt = {};
    receipt.id = "ord_other";
  };
  runs.run();
  CHECK(runs.state("c1") == SubmitState::receipt_mismatch);
}

TEST_CASE("an order that the account has already is held until a duplicate is allowed") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.run();
  EngineRuns again;
  again.vendor.orders = runs.vendor.orders;
  again.time = runs.time;
  again.orders = {outgoing("c1", "c1@example.com", {"c1-x.com"})};
  again.run();
  CHECK(again.state("c1") == SubmitState::possible_duplicate);
  CHECK(again.reason("c1").duplicate.order_id == "ord_000001");
  again.run({.allow_duplicate = {"c1"}});
  CHECK(again.state("c1") == SubmitState::placed);
}

TEST_CASE(
    "an order of the user that the lists name by id alone is held, as the list of users says whose it is") {
  EngineRuns runs;
  FakeOrder old;
  old.id = "ord_old";
  old.user = "usr_9";
  old.bundle = "bun_2";
  old.domains = {"old.com"};
  old.made_ms = runs.time.now_ms - 3 * 24 * kHour;
  runs.vendor.orders = {old};
  partner::User user;
  user.id = "usr_9";
  user.email = "C2@example.com";
  runs.vendor.users = {user};
  SECTION("a list that can be read") {
    runs.run();
    CHECK(runs.state("c2") == SubmitState::possible_duplicate);
    CHECK(runs.reason("c2").duplicate.order_id == "ord_old");
    CHECK(runs.state("c1") == SubmitState::placed);
    CHECK(runs.state("c3") == SubmitState::placed);
  }
  SECTION("a list that cannot be read begins no order") {
    runs.vendor.faults.users_fail = 1;
    CHECK_THROWS_WITH(runs.run(), Contains("GET /users"));
    CHECK(runs.vendor.placed_calls == 0);
    CHECK(runs.state("c2") == SubmitState::not_sent);
  }
}

TEST_CASE("two orders of one user are never under way together where the list of users alone says so") {
  EngineRuns runs;
  partner::User user;
  user.id = "usr_9";
  user.email = "Ada@example.com";
  runs.vendor.users = {user};
  runs.orders = {outgoing("c1", "ada@example.com", {"a.com"}), outgoing("c2", "usr_9", {"b.com"})};
  for (Outgoing& order : runs.orders) order.figure.licences = {};
  runs.run();
  CHECK(runs.world->most_under_way == 1);
  for (const char* customer : {"c1", "c2"}) CHECK(runs.state(customer) == SubmitState::placed);
}

TEST_CASE("a list that cannot be read begins no order") {
  EngineRuns runs;
  runs.vendor.faults.list_fails = 1;
  CHECK_THROWS_AS(runs.run(), RunError);
  CHECK(runs.vendor.placed_calls == 0);
  CHECK(runs.state("c1") == SubmitState::not_sent);
}

TEST_CASE("a price that rises between the plan and the sending holds the order alone") {
  EngineRuns runs;
  runs.vendor.dearer = {{"c2-b.com", 1001}};
  runs.run();
  CHECK(runs.state("c2") == SubmitState::price_changed);
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.vendor.orders.size() == 2);
}

TEST_CASE("a first receipt above what was confirmed is asked about once more, without the lock") {
  EngineRuns runs;
  std::vector<SubmitPreview> asked;
  bool answer = GENERATE(true, false);
  SubmitHooks hooks;
  hooks.confirm = [&](const SubmitPreview& preview) {
    asked.push_back(preview);
    CHECK(FileLock::try_to_take(runs.lock_path()).has_value());
    return asked.size() == 1 || answer;
  };
  runs.run({}, hooks);
  REQUIRE(asked.size() == 2);
  CHECK_FALSE(asked[0].costs.at("usd").licences.has_value());
  CHECK(asked[1].is_again);
  CHECK(asked[1].orders == 2);
  CHECK(asked[1].costs.at("usd").licences == 2 * 400);
  CHECK(runs.vendor.orders.size() == (answer ? 3 : 1));
  CHECK((runs.end == SubmitEnd::declined) == !answer);
}

TEST_CASE("orders that a limit leaves for later are not asked about") {
  EngineRuns runs;
  const std::size_t limit = GENERATE(1, 2);
  std::vector<std::size_t> asked;
  SubmitHooks hooks;
  hooks.confirm = [&](const SubmitPreview& preview) {
    asked.push_back(preview.orders);
    return true;
  };
  runs.run({.limit = limit}, hooks);
  CHECK(asked == (limit == 1 ? std::vector<std::size_t>{1} : std::vector<std::size_t>{2, 1}));
  CHECK(runs.vendor.orders.size() == limit);
  CHECK(runs.end == SubmitEnd::done);
}

TEST_CASE(
    "an order of unknown outcome counts against the limit of the month, also where it is not in the run") {
  EngineRuns runs;
  runs.vendor.faults.dropped = 1;
  SubmitHooks hooks;
  hooks.wait = [](const SubmitWait&) { throw FakeWorld::Killed(); };
  runs.orders.resize(1);
  CHECK_THROWS_AS(runs.run({}, hooks), FakeWorld::Killed);
  runs.vendor.faults.dropped = 0;
  // As --only does.
  runs.orders.clear();
  runs.add("c2");
  std::optional<SubmitPreview> preview;
  hooks = {};
  hooks.preview = [&](const SubmitPreview& shown) { preview = shown; };
  runs.run({.max_month_cents = 3000}, hooks);
  CHECK(runs.state("c2") == SubmitState::over_limit);
  REQUIRE(preview.has_value());
  CHECK(preview->month_cents == 2000);
  runs.run({.max_month_cents = 4400});
  CHECK(runs.state("c2") == SubmitState::placed);
}

TEST_CASE("another submission of the account waits, and gives up after ten minutes") {
  EngineRuns runs;
  const auto held = FileLock::try_to_take(runs.lock_path());
  std::string holder;
  SubmitHooks hooks;
  hooks.wait = [&](const SubmitWait& wait) { holder = wait.holder; };
  const std::int64_t began = runs.time.now_ms;
  try {
    runs.run({}, hooks);
    FAIL("it was not held");
  } catch (const RunError& error) {
    CHECK(error.code() == ErrorCode::locked);
  }
  CHECK(runs.time.now_ms - began >= 600'000);
  CHECK_FALSE(holder.empty());
  CHECK(runs.vendor.placed_calls == 0);
}

TEST_CASE("the total of the whole order counts where the receipt said less") {
  EngineRuns runs;
  runs.vendor.bills_items = false;
  // The receipt is silent; the order, read back, is not.
  runs.vendor.faults.odd_receipt = 1;
  runs.vendor.bend_receipt = [](partner::OrderReceipt& receipt) { receipt.total_cents.reset(); };
  SubmitOptions options;
  options.max_spend_cents = 3000;
  SubmitHooks hooks;
  hooks.settled = [](const SubmitResult& result, std::size_t, std::size_t) {
    if (result.state == SubmitState::placed) CHECK(result.total_cents == 2400);
  };
  runs.run(options, hooks);
  // What the vendor bills for the first order, 2,400, leaves no room for a second one.
  CHECK(runs.vendor.orders.size() == 1);
  CHECK(runs.state("c1") == SubmitState::placed);
  CHECK(runs.state("c2") == SubmitState::over_limit);
  CHECK(runs.journal().at("c1").total_cents == 2400);
  runs.run(options);
  CHECK(runs.state("c2") == SubmitState::over_limit);
}

TEST_CASE("an order of an earlier run is never found in one that was there before it was sent") {
  EngineRuns runs;
  runs.orders.resize(1);
  const Outgoing& order = runs.orders.front();
  FakeOrder old;
  old.id = "ord_OLD";
  old.body = order.body.bytes + " ";
  old.user = order.body.user;
  old.bundle = order.body.bundle_id;
  old.domains = order.body.domains;
  old.status = "cancelled";
  old.made_ms = runs.time.now_ms - 3 * 24 * kHour;
  runs.vendor.orders.push_back(old);
  // The first run dies while its order is under way and does not arrive; in the second nothing arrives
  // either.
  runs.vendor.faults.dropped = 1;
  CHECK_THROWS_AS(runs.run({}, {}, [](FakeWorld& world) { world.calls_until_killed = 5; }),
                  FakeWorld::Killed);
  REQUIRE(runs.journal().at("c1").state == Sending::State::open);
  runs.time.now_ms += 60'000;
  runs.run();
  CHECK(runs.state("c1") == SubmitState::outcome_unknown);
  CHECK(runs.journal().at("c1").order_id.empty());
}

TEST_CASE("an order of another user for the same domains is not the one whose answer was lost") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.vendor.faults.dropped = 1;
  CHECK_THROWS_AS(runs.run({}, {}, [](FakeWorld& world) { world.calls_until_killed = 14; }),
                  FakeWorld::Killed);
  REQUIRE(runs.journal().at("c1").state == Sending::State::open);
  runs.vendor.faults = {};
  const auto other = outgoing("other", "other@example.com", {"c1-a.com", "c1-b.com"});
  runs.vendor.receive(other.body.bytes);
  runs.time.now_ms += 3'600'000;
  runs.run();
  CHECK(runs.state("c1") == SubmitState::outcome_unknown);
  CHECK(runs.reason("c1").kind == SubmitReason::Kind::domains_on_order_of_another);
  CHECK(runs.vendor.placed_calls == 1);
  // Once a person has said that nothing came of it, it is held for its domains.
  runs.run({.confirm_not_placed = {"c1"}});
  CHECK(runs.state("c1") == SubmitState::possible_duplicate);
  CHECK(runs.vendor.orders.size() == 1);
}

TEST_CASE("an order whose ready domain is not ready any more is held, as it would be registered") {
  EngineRuns runs;
  runs.orders.resize(1);
  runs.orders[0].domains[0].source = Source::inventory;
  runs.orders[0].domains[0].price_cents.reset();
  partner::PartnerDomain row;
  row.domain = "c1-a.com";
  row.category = "inventory";
  row.status = "ready";
  row.usable_for = ProviderSet::both();
  row.lists_usable_for = true;
  bool is_sent = false;
  SECTION("it has left the account") { row.domain = "another.com"; }
  SECTION("it ended") { row.status = "retired"; }
  SECTION("it can be used for nothing") { row.usable_for = {}; }
  SECTION("it cannot be used for this provider") { row.usable_for = Provider::microsoft; }
  SECTION("it is another user's") { row.user_id = "usr_other"; }
  SECTION("it is ready and nobody's") { is_sent = true; }
  SECTION("it is ready and this user's") { row.user_id = "usr_1", is_sent = true; }
  runs.vendor.inventory = {row};
  for (const auto& [id, email] : {std::pair("usr_1", "C1@example.com"), {"usr_other", "o@example.com"}}) {
    runs.vendor.users.emplace_back().id = id;
    runs.vendor.users.back().email = email;
  }
  runs.run();
  CHECK(runs.state("c1") == (is_sent ? SubmitState::placed : SubmitState::no_longer_available));
  CHECK(runs.world->posted.size() == (is_sent ? 1 : 0));
  if (is_sent) return;
  CHECK(runs.results.at("c1").remedy == Remedy::replan);
  CHECK(runs.reason("c1").domains == std::vector<std::string>{"c1-a.com"});
}
