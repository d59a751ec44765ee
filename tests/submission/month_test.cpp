#include "submission/month.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {

constexpr std::int64_t kDay = 24 * 60 * 60;
constexpr std::int64_t kNow = 1'795'000'000;  // 2026-11-18

partner::OrderReceipt receipt(const std::string& id, Cents total, std::int64_t at_s,
                              const std::string& status = "completed") {
  partner::OrderReceipt made;
  made.id = id;
  made.status = status;
  made.total_cents = total;
  made.currency = "usd";
  made.created_at = std::chrono::system_clock::time_point(std::chrono::seconds(at_s));
  return made;
}

LedgerOrder kept(const std::string& id, const std::string& customer, Cents cost, std::int64_t at_s) {
  LedgerOrder made;
  made.id = id;
  made.customer = customer;
  made.placed_at = LedgerTime(std::chrono::seconds(at_s));
  made.cost_cents = cost;
  made.currency = "usd";
  return made;
}

AccountView account(std::vector<partner::OrderReceipt> orders) {
  return AccountView(std::move(orders), {}, kNow, [](const auto&) { return std::nullopt; });
}

}  // namespace

TEST_CASE("a month ends at midnight UTC of its last day") {
  constexpr std::int64_t kFirstOfDecember = 1'796'083'200;
  CHECK(is_same_month(kFirstOfDecember - 1, kFirstOfDecember - 30 * kDay));
  CHECK_FALSE(is_same_month(kFirstOfDecember - 1, kFirstOfDecember));
  CHECK_FALSE(is_same_month(kFirstOfDecember, kFirstOfDecember + 365 * kDay));
}

TEST_CASE(
    "an order of the month that the vendor and the ledger both have counts once, at the larger figure") {
  const auto orders = orders_of_month(account({receipt("ord_a", 500, kNow), receipt("ord_b", 100, kNow)}),
                                      {kept("ord_a", "acme", 700, kNow), kept("ord_c", "other", 40, kNow)},
                                      {}, {{"ord_b", "acme"}}, "usd", kNow);
  CHECK(sum_of(orders) == 840);
  CHECK(sum_of(orders, "acme") == 800);
  CHECK(sum_of(orders, "nobody") == 0);
}

TEST_CASE(
    "orders of other months and currencies, and those that failed or were cancelled, cost nothing this "
    "month") {
  auto euro = receipt("ord_e", 70, kNow);
  euro.currency = "eur";
  const auto orders = orders_of_month(
      account({receipt("ord_a", 500, kNow - 40 * kDay), receipt("ord_b", 100, kNow, "failed"),
               receipt("ord_c", 100, kNow, "cancelled"), euro}),
      {kept("ord_c", "acme", 700, kNow), kept("ord_d", "acme", 9, kNow - 40 * kDay)}, {}, {}, "usd", kNow);
  CHECK(sum_of(orders) == 0);
}

TEST_CASE("an order without a date counts as placed now, unless the ledger knows better") {
  auto undated = receipt("ord_a", 500, kNow), known = receipt("ord_b", 60, kNow);
  undated.created_at.reset();
  known.created_at.reset();
  const auto orders = orders_of_month(account({undated, known}),
                                      {kept("ord_b", "acme", 60, kNow - 40 * kDay)}, {}, {}, "usd", kNow);
  CHECK(sum_of(orders) == 500);
}

TEST_CASE(
    "a live order of the same customer in the ledger is a possible duplicate, but not one of this folder") {
  const NewOrder order{"acme", "ops@acme.com", {"acme.com"}};
  const std::vector<LedgerOrder> ledger = {kept("ord_a", "acme", 1, kNow), kept("ord_b", "other", 1, kNow)};
  const auto found = find_in_ledger(order, ledger, account({}), {});
  REQUIRE(found);
  CHECK(found->order_id == "ord_a");
  CHECK(can_be_allowed(*found));
  CHECK_FALSE(find_in_ledger(order, ledger, account({}), {{"ord_a", "acme"}}));
  CHECK_FALSE(find_in_ledger(order, ledger, account({receipt("ord_a", 1, kNow, "cancelled")}), {}));
}

TEST_CASE("live orders whose id cannot be read count, each by itself") {
  const AccountView seen({receipt("ord_a", 500, kNow)}, {}, kNow, [](const auto&) { return std::nullopt; },
                         {receipt("", 300, kNow), receipt("", 300, kNow), receipt("", 50, kNow, "failed")});
  CHECK(sum_of(orders_of_month(seen, {}, {}, {}, "usd", kNow)) == 1100);
}

TEST_CASE("our own orders of the month count once, at the largest figure, also where no list has them") {
  const std::vector<OwnOrder> own = {{"ord_a", "acme", 700, "usd", kNow},
                                     {"ord_b", "acme", 30, "usd", kNow},
                                     {"ord_b", "other", 4, "", kNow + 60},  // another receipt with that id
                                     {"ord_old", "acme", 9000, "usd", kNow - 40 * kDay},
                                     {"ord_eur", "acme", 9000, "eur", kNow},
                                     {"ord_failed", "acme", 9000, "usd", kNow},
                                     {"ord_ended", "acme", 9000, "usd", kNow},
                                     {"", "lost", 1, "", kNow - 40 * kDay}};
  LedgerOrder ended = kept("ord_ended", "acme", 9000, kNow);
  ended.status = "cancelled";
  const auto orders =
      orders_of_month(account({receipt("ord_a", 0, kNow), receipt("ord_failed", 9000, kNow, "failed")}),
                      {ended}, own, {{"ord_a", "acme"}}, "usd", kNow);
  CHECK(sum_of(orders) == 735);
  CHECK(sum_of(orders, "acme") == 730);
  CHECK(sum_of(orders, "other") == 4);
  CHECK(sum_of(orders, "lost") == 1);
}
