#include <catch2/catch.hpp>
#include <thread>

#include "backends.hpp"

using namespace domainplan;
using namespace std::chrono;

namespace {

LedgerTime utc(int year, unsigned month, unsigned number) {
  return sys_days(std::chrono::year(year) / month / number);
}

LedgerOrder order(const std::string& id, const std::string& customer, LedgerTime at, Cents cost) {
  return {id,
          "plan",
          customer,
          "u@x.example",
          "in_progress",
          at,
          cost,
          "usd",
          {{"a" + id + ".com", "google", 1000, 1100}, {"b" + id + ".co.uk", "microsoft", 500, 600}}};
}

}  // namespace

ON_BOTH("an order that was placed gives its customer's reservations back", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.reserve("plan", {{"acme", {"one.com", "spare.com"}}, {"other", {"two.com"}}}, 14);
  ledger.record_order(order("ord_1", "acme", utc(2026, 11, 1), 1500));
  REQUIRE(ledger.reservations().size() == 1);
  CHECK(ledger.reservations().at(0).domain == "two.com");
}

ON_BOTH("a name that a plan has ordered is nobody else's, and what the API said of it is forgotten",
        "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  LedgerOrder placed = order("ord_1", "acme", utc(2026, 11, 1), 1500);
  const std::string name = placed.domains.at(0).domain;
  const LedgerTime now = floor<milliseconds>(system_clock::now());
  ledger.record_answers({{name, "{}", false, now}, {"free.com", "{}", false, now}});
  ledger.reserve("plan", {{"acme", {name}}}, 14);
  ledger.record_order(placed);
  CHECK(ledger.reserve("other", {{"acme", {name, "free.com"}}}, 14).lost == std::vector<std::string>{name});
  CHECK(ledger.reserve("plan", {{"acme", {name}}}, 14).lost.empty());
  ledger.release("plan");
  const auto known = ledger.look_up("asker", {name, "free.com"}, minutes(5), hours(24)).answers;
  REQUIRE(known.size() == 1);
  CHECK(known.at(0).domain == "free.com");

  placed.status = "cancelled";
  ledger.record_order(placed);
  CHECK(ledger.reserve("other", {{"acme", {name, "free.com"}}}, 14).lost.empty());
}

ON_BOTH("what was spent is counted by the UTC month, the currency and the customer", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_order(order("ord_1", "acme", utc(2026, 11, 1), 1000));
  ledger.record_order(order("ord_2", "acme", utc(2026, 12, 1) - milliseconds(1), 200));
  ledger.record_order(order("ord_3", "other", utc(2026, 11, 30), 30));
  ledger.record_order(order("ord_4", "acme", utc(2026, 12, 1), 4));
  LedgerOrder failed = order("ord_5", "acme", utc(2026, 11, 2), 5000);
  failed.status = "failed";
  ledger.record_order(failed);
  CHECK(ledger.spent_in_month(utc(2026, 11, 15), "usd") == 1230);
  CHECK(ledger.spent_in_month(utc(2026, 11, 15), "usd", "acme") == 1200);
  CHECK(ledger.spent_in_month(utc(2026, 12, 15), "usd") == 4);
  CHECK(ledger.spent_in_month(utc(2026, 11, 15), "eur") == 0);
}

ON_BOTH("an order that is recorded again is brought up to date, and counts once", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_order(order("ord_1", "acme", utc(2026, 11, 1), 1000));
  LedgerOrder seen{"ord_1", "", "", "", "cancelled", utc(2026, 11, 2), 1200, "", {{"aord_1.com", "", 0, 0}}};
  ledger.record_order(seen);
  const auto found = ledger.orders();
  REQUIRE(found.size() == 1);
  CHECK(found[0].customer == "acme");
  CHECK(found[0].status == "cancelled");
  CHECK(found[0].placed_at == utc(2026, 11, 2));  // the vendor's time
  CHECK(found[0].cost_cents == 1200);
  REQUIRE(found[0].domains.size() == 2);
  CHECK(found[0].domains[0].price_cents == 1000);
  CHECK(found[0].domains[0].provider == "google");
  CHECK(ledger.spent_in_month(utc(2026, 11, 15), "usd") == 0);
}

ON_BOTH("an order stays in the month and at the cost that are known, whatever a list leaves out",
        "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_order(order("ord_1", "acme", utc(2026, 12, 1), 1000));
  LedgerOrder seen{"ord_1", "", "", "", "completed", utc(2026, 11, 30), 0, "", {}};
  ledger.record_order(seen);  // from the vendor's list
  CHECK(ledger.spent_in_month(utc(2026, 11, 15), "usd") == 1000);
  CHECK(ledger.spent_in_month(utc(2026, 12, 15), "usd") == 0);
  ledger.record_order(order("ord_1", "acme", utc(2026, 12, 5), 900));  // from a plan
  CHECK(ledger.spent_in_month(utc(2026, 11, 15), "usd") == 1000);
}

ON_BOTH("orders are found by their customer", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_order(order("ord_1", "acme", utc(2026, 11, 1), 1000));
  ledger.record_order(order("ord_2", "other", utc(2026, 11, 1), 1000));
  const auto found = ledger.orders("acme");
  REQUIRE(found.size() == 1);
  CHECK(found[0].id == "ord_1");
  CHECK(found[0].domains.size() == 2);
  CHECK(ledger.orders("nobody").empty());
}

ON_BOTH("spending is shown by month, customer, TLD and provider", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_order(order("ord_1", "acme", utc(2026, 10, 1), 1600));
  ledger.record_order(order("ord_2", "acme", utc(2026, 11, 1), 1700));
  const auto lines = [&](SpendingBy by) {
    std::vector<std::string> all;
    for (const LedgerTotal& one : ledger.spending(by))
      all.push_back(fmt::format("{} {} orders {} domains {} {}", one.of, one.orders, one.domains,
                                one.cost_cents, one.currency));
    return all;
  };
  using Lines = std::vector<std::string>;
  CHECK(lines(SpendingBy::month) ==
        Lines{"2026-10 1 orders 2 domains 1600 usd", "2026-11 1 orders 2 domains 1700 usd"});
  CHECK(lines(SpendingBy::customer) == Lines{"acme 2 orders 4 domains 3300 usd"});
  CHECK(lines(SpendingBy::tld) ==
        Lines{"co.uk 2 orders 2 domains 1000 usd", "com 2 orders 2 domains 2000 usd"});
  CHECK(lines(SpendingBy::provider) ==
        Lines{"google 2 orders 2 domains 2000 usd", "microsoft 2 orders 2 domains 1000 usd"});
}

namespace {

using Lines = std::vector<std::string>;

// "ord_1 plan acme 1000 a.com=900,b.com=0", in the order in which they were placed.
Lines shown_orders(Ledger& ledger) {
  Lines lines;
  for (const LedgerOrder& one : ledger.orders()) {
    lines.push_back(fmt::format("{} {} {} {} ", one.id, one.plan, one.customer, one.cost_cents));
    for (const LedgerOrderDomain& domain : one.domains)
      lines.back() += fmt::format("{}={},", domain.domain, domain.price_cents);
    lines.back().pop_back();
  }
  return lines;
}

LedgerOrder placed(const std::string& id, const std::string& plan, const std::string& customer, Cents cost,
                   std::vector<LedgerOrderDomain> domains) {
  return {id, plan, customer, "", "in_progress", utc(2026, 11, 1), cost, "usd", std::move(domains)};
}

}  // namespace

ON_BOTH(
    "an order stays its customer's, and a receipt that has its id counts beside it until its own is found",
    "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_order(placed("ord_1", "one", "acme", 1000, {{"a.com", "google", 900, 0}}));
  ledger.reserve("two", {{"bolt", {"b.com"}}}, 14);
  const LedgerOrder theirs = placed("ord_1", "two", "bolt", 1200, {{"b.com", "google", 800, 0}});
  const Lines beside = {"ord_1 one acme 1000 a.com=900", "ord_1/two/bolt two bolt 1200 b.com=800"};
  for (int run = 0; run < 2; ++run) {
    ledger.record_order(theirs, {.is_disputed = true});
    CHECK(shown_orders(ledger) == beside);
    CHECK(ledger.reservations().size() == 1);
    CHECK(ledger.spent_in_month(utc(2026, 11, 2), "usd") == 2200);
    CHECK(ledger.spent_in_month(utc(2026, 11, 2), "usd", "acme") == 1000);
    CHECK(ledger.reserve("three", {{"cave", {"b.com"}}}, 14).lost == Lines{"b.com"});
  }
  LedgerOrder found = placed("ord_2", "two", "bolt", 1200, {{"b.com", "google", 800, 0}});
  ledger.record_order(found, {.has_all_domains = true, .replaces = "ord_1/two/bolt"});
  const Lines apart = {"ord_1 one acme 1000 a.com=900", "ord_2 two bolt 1200 b.com=800"};
  CHECK(shown_orders(ledger) == apart);
  CHECK(ledger.reservations().empty());
  for (const bool is_disputed : {true, false}) {
    ledger.record_order(theirs, {.is_disputed = is_disputed});  // its plan has the receipt still
    CHECK(shown_orders(ledger) == apart);
  }
}

ON_BOTH("a disputed receipt takes no order whose customer is not known, and its own stays the customer's",
        "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_order(placed("ord_1", "", "", 1000, {}));
  ledger.reserve("two", {{"acme", {"a.com"}}, {"bolt", {"b.com"}}}, 14);
  ledger.record_order(placed("ord_1", "two", "bolt", 1200, {{"b.com", "google", 800, 0}}),
                      {.is_disputed = true});
  const LedgerOrder own = placed("ord_2", "two", "acme", 1300, {{"a.com", "google", 800, 0}});
  ledger.record_order(own, {.is_disputed = true});
  const std::vector<LedgerOrder> of_acme = ledger.orders("acme");
  REQUIRE(of_acme.size() == 1);
  CHECK(of_acme[0].id == "ord_2");
  CHECK(ledger.orders("bolt").at(0).id == "ord_1/two/bolt");
  CHECK(ledger.spent_in_month(utc(2026, 11, 2), "usd") == 3500);
  CHECK(ledger.reservations().size() == 2);  // until a person has accepted the receipt
  ledger.record_order(own);
  REQUIRE(ledger.reservations().size() == 1);
  CHECK(ledger.reservations()[0].domain == "b.com");
}

ON_BOTH("the domains that the vendor lists for an order replace those that are known, at the known prices",
        "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_order(
      placed("ord_1", "one", "acme", 1000, {{"a.com", "google", 900, 0}, {"b.com", "google", 800, 0}}));
  ledger.record_order(placed("ord_2", "one", "bolt", 1000, {{"b.com", "google", 700, 0}}));
  ledger.record_order(placed("ord_1", "", "", 0, {{"b.com", "", 0, 0}, {"c.com", "", 0, 0}}),
                      {.has_all_domains = true});
  CHECK(shown_orders(ledger) ==
        Lines{"ord_1 one acme 1000 b.com=800,c.com=0", "ord_2 one bolt 1000 b.com=700"});
  ledger.record_order(placed("ord_1", "", "", 0, {}));
  CHECK(ledger.orders("acme").at(0).domains.size() == 2);
}

ON_BOTH("a swap brings its replacement and the price of it to an order that is known", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_order(placed("ord_1", "one", "acme", 1000, {{"a.com", "google", 900, 0}}));
  ledger.record_swap("ord_1", "", {"b.com", "google", 500, 600});  // on its way
  CHECK(shown_orders(ledger) == Lines{"ord_1 one acme 1500 a.com=900,b.com=500"});
  ledger.record_swap("ord_1", "a.com", {"b.com", "google", 500, 600});
  CHECK(shown_orders(ledger) == Lines{"ord_1 one acme 1500 b.com=500"});
  // A later submit of the plan, which knows nothing of the swap.
  ledger.record_order(placed("ord_1", "one", "acme", 1000, {{"a.com", "google", 900, 0}}),
                      {.was_placed_before = true});
  CHECK(shown_orders(ledger) == Lines{"ord_1 one acme 1500 b.com=500"});
  ledger.record_swap("ord_2", "a.com", {"b.com", "google", 500, 600});
  CHECK(ledger.orders().size() == 1);
}

ON_BOTH("a total above what an order can cost gives way to one that is possible", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  const Cents impossible = Cents{1} << 40;
  ledger.record_order(placed("ord_1", "one", "acme", impossible, {{"a.com", "google", 900, 0}}));
  for (const auto& [listed, kept] : {std::pair(Cents{0}, impossible), std::pair(Cents{2000}, Cents{2000}),
                                     std::pair(Cents{1500}, Cents{2000})}) {
    ledger.record_order(placed("ord_1", "", "", listed, {}));
    CHECK(ledger.orders().at(0).cost_cents == kept);
  }
}

ON_BOTH("a disputed receipt counts although an earlier order of the customer is there", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_order(placed("ord_1", "one", "acme", 1000, {{"a.com", "google", 900, 0}}));
  ledger.record_order(placed("ord_2", "two", "bolt", 1200, {{"b.com", "google", 800, 0}}));
  const LedgerOrder second = placed("ord_1", "two", "bolt", 1300, {{"c.com", "google", 800, 0}});
  ledger.record_order(second, {.is_disputed = true});
  const Lines three = {"ord_1 one acme 1000 a.com=900", "ord_1/two/bolt two bolt 1300 c.com=800",
                       "ord_2 two bolt 1200 b.com=800"};
  CHECK(shown_orders(ledger) == three);
  // Where its own id cannot be found out, what stands for the order is not removed.
  ledger.record_order(second, {.replaces = "ord_1/two/bolt"});
  CHECK(shown_orders(ledger) == three);
}

ON_BOTH("one process at a time places orders for an account", "[ledger]") {
  const TestType at;
  Ledger first(options_at(at.address())), second(options_at(at.address()));
  LedgerOptions other = options_at(at.address());
  other.account = "live-par_2";
  auto held = first.try_to_lock_orders();
  REQUIRE(held);
  CHECK(held->is_held());
  CHECK_FALSE(second.try_to_lock_orders());
  CHECK(Ledger(other).try_to_lock_orders());
  held.reset();
  // A server frees the lock when it notices that the connection has ended.
  std::unique_ptr<LedgerLock> freed;
  for (int tries = 0; tries < 500 && !freed; ++tries) {
    if (tries > 0) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    freed = second.try_to_lock_orders();
  }
  CHECK(freed);
}

TEMPLATE_TEST_CASE("the right to place orders ends with the connection to the database", "[ledger]",
                   InPostgres) {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  const auto held = ledger.try_to_lock_orders();
  REQUIRE(held);
  postgres_server().kill_server();
  postgres_server().start();
  CHECK_FALSE(held->is_held());
  CHECK(ledger.try_to_lock_orders());
}
