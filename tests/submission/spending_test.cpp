#include "submission/spending.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <random>

using namespace domainplan;

namespace {

const Figure kOrder{3000, {4, 2, 1}};  // 2 Google domains of 2 inboxes, 1 Microsoft domain

partner::Order billed(std::vector<partner::LineItem> items) {
  partner::Order order;
  order.line_items = std::move(items);
  return order;
}

}  // namespace

TEST_CASE("an order counts at the larger of our figure and the vendor's total") {
  Spending spending(10'000);
  spending.count("a", kOrder);
  CHECK(spending.total() == 3000);
  spending.count("a", kOrder, 2000);
  CHECK(spending.total() == 3000);
  spending.count("a", kOrder, 4500);
  CHECK(spending.total() == 4500);
  spending.count("b", kOrder, -100'000);
  CHECK(spending.total() == 7500);
  spending.discount("a");
  CHECK(spending.total() == 3000);
}

TEST_CASE("sums of money do not overflow") {
  Spending spending(std::nullopt);
  for (const char* customer : {"a", "b", "c"})
    spending.count(customer, kOrder, std::numeric_limits<Cents>::max());
  CHECK(spending.total() == std::numeric_limits<Cents>::max());
  Spending limited(5000);
  limited.count("a", kOrder, std::numeric_limits<Cents>::max());
  CHECK_FALSE(limited.fits({0, {}}));
}

TEST_CASE("an order fits exactly up to the limit") {
  Spending spending(6000);
  spending.count("a", kOrder);
  CHECK(spending.fits(kOrder));
  CHECK_FALSE(spending.fits({3001, {}}));
}

TEST_CASE("a licence price is learnt from line items, rounded up to a cent") {
  LicencePrices prices;
  CHECK_FALSE(prices.cost_of({4, 2, 1}).has_value());
  CHECK(prices.learn(billed({{"google_license", 3, 1000}})));
  CHECK_FALSE(prices.cost_of({4, 2, 1}).has_value());
  CHECK(prices.cost_of({4, 2, 0}) == 4 * 334);
  CHECK(prices.known_part_of({4, 2, 1}) == 4 * 334);
  CHECK(prices.learn(billed({{"microsoft_license", 2, 1800}, {"domain_registration", 10, 33'000}})));
  CHECK(prices.cost_of({4, 2, 1}) == 4 * 334 + 900);
  CHECK_FALSE(
      prices.learn(billed({{"google_license", 0, 1000}, {"google_license", 2, -5}, {"newer", 1, 1}})));
}

TEST_CASE("of several lines of one kind in an order the dearest gives the price") {
  for (const bool free_first : {true, false}) {
    std::vector<partner::LineItem> items = {{"google_license", 4, 1200}, {"google_license", 1, 0}};
    if (free_first) std::swap(items[0], items[1]);
    LicencePrices prices;
    prices.learn(billed(items));
    CHECK(prices.cost_of({4, 2, 0}) == 1200);
  }
}

TEST_CASE("a total without line items gives a price for each domain, at least 0") {
  LicencePrices prices;
  prices.learn_from_total(9001, 3000, 3, "usd");
  CHECK(prices.cost_of({4, 2, 1}) == 3 * 2001);
  prices.learn_from_total(2000, 3000, 3, "usd");
  CHECK(prices.cost_of({4, 2, 1}) == 0);
  prices.learn(billed({{"google_license", 1, 100}}));
  CHECK(prices.cost_of({4, 2, 1}) == 400);
}

TEST_CASE("a licence price in one currency is not taken for another's") {
  LicencePrices prices;
  partner::Order dollars = billed({{"microsoft_license", 1, 900}}),
                 euros = billed({{"microsoft_license", 1, 5000}});
  dollars.receipt.currency = "usd";
  euros.receipt.currency = "eur";
  prices.learn(dollars);
  CHECK(prices.cost_of({0, 0, 1, "usd"}) == 900);
  CHECK(prices.cost_of({0, 0, 1, ""}) == 900);  // the only currency there is
  CHECK_FALSE(prices.cost_of({0, 0, 1, "eur"}).has_value());
  prices.learn(euros);
  CHECK(prices.cost_of({0, 0, 1, "usd"}) == 900);
  CHECK(prices.cost_of({0, 0, 1, "eur"}) == 5000);
  CHECK_FALSE(prices.cost_of({0, 0, 1, ""}).has_value());
}

TEST_CASE("the newest orders of each currency give its licence prices") {
  std::vector<partner::Order> orders(3);
  for (std::size_t i = 0; i < orders.size(); ++i) {
    orders[i] = billed({{"microsoft_license", 1, 100 * static_cast<Cents>(i + 1)}, {"google_license", 1, 7}});
    orders[i].receipt.id = "ord_" + std::to_string(i);
    orders[i].receipt.currency = i == 0 ? "usd" : "eur";
    orders[i].receipt.created_at = partner::Time(std::chrono::hours(i));
  }
  std::vector<const partner::OrderReceipt*> listed;
  for (const partner::Order& order : orders) listed.push_back(&order.receipt);
  LicencePrices prices;
  std::vector<std::string> read;
  learn_from_newest(prices, listed, {"usd", "eur"}, [&](const std::string& id) {
    read.push_back(id);
    return std::optional(orders[static_cast<std::size_t>(id.back() - '0')]);
  });
  CHECK(read == std::vector<std::string>{"ord_2", "ord_0"});
  CHECK(prices.cost_of({0, 0, 1, "usd"}) == 100);
  CHECK(prices.cost_of({0, 0, 1, "eur"}) == 300);
}

TEST_CASE("our figure includes licences as soon as their price is known") {
  Spending spending(10'000);
  spending.count("a", kOrder, 0);
  CHECK(spending.is_unknown(kOrder));
  CHECK(spending.total() == 3000);
  spending.prices.learn_from_total(9000, 3000, 3, "usd");
  CHECK_FALSE(spending.is_unknown(kOrder));
  CHECK(spending.total() == 9000);
  CHECK_FALSE(spending.fits(kOrder));
}
