#include <catch2/catch.hpp>

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
  const auto known = ledger.answers({name, "free.com"}, minutes(5), hours(24));
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
