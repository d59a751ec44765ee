#include "submission/receipt_check.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using Catch::Matchers::Contains;

namespace {

const std::map<std::string, std::string> kJournalled = {{"ord_other", "c2"}, {"ord_mine", "c1"}};
const std::set<std::string> kListed = {"ord_old"};

ReceiptExpectation expected() {
  return {.customer = "c1",
          .user = "Ada@Example.com",
          .bundle_id = "bun_1",
          .domains = {"a.com", "b.com"},
          .currency = "usd",
          .registrations = 2000,
          .journalled = &kJournalled,
          .listed_before = &kListed};
}

partner::OrderReceipt right() {
  partner::OrderReceipt receipt;
  receipt.id = "ord_new";
  receipt.status = "in_progress";
  receipt.email = "ada@example.com";
  receipt.user_id = "usr_1";
  receipt.bundle_id = "bun_1";
  receipt.domain_count = 2;
  receipt.total_cents = 2900;
  receipt.currency = "usd";
  return receipt;
}

}  // namespace

TEST_CASE("a receipt that says what was ordered contradicts nothing") {
  CHECK(contradiction(expected(), right()).empty());
  partner::OrderReceipt little;
  little.id = "ord_mine";
  little.status = "in_progress";
  CHECK(contradiction(expected(), little).empty());
  partner::OrderReceipt free = right();
  free.total_cents = 0;
  CHECK(contradiction(expected(), free).empty());
  ReceiptExpectation by_id = expected();
  by_id.user = "usr_1";
  CHECK(contradiction(by_id, right()).empty());
}

TEST_CASE("a receipt that says something else contradicts its order, and the reason is named") {
  const auto says = [](auto bend) {
    partner::OrderReceipt receipt = right();
    bend(receipt);
    return contradiction(expected(), receipt);
  };
  CHECK_THAT(says([](auto& r) { r.email = "bob@example.com"; }), Contains("user"));
  CHECK_THAT(says([](auto& r) { r.bundle_id = "bun_2"; }), Contains("bundle"));
  CHECK_THAT(says([](auto& r) { r.domain_count = 3; }), Contains("3 domains"));
  CHECK_THAT(says([](auto& r) { r.currency = "eur"; }), Contains("eur"));
  CHECK_THAT(says([](auto& r) { r.status = "failed"; }), Contains("failed"));
  CHECK_THAT(says([](auto& r) { r.id = "ord_other"; }), Contains("c2"));
  CHECK_THAT(says([](auto& r) { r.id = "ord_old"; }), Contains("before"));
  CHECK_THAT(says([](auto& r) { r.total_out_of_bounds = true; }), Contains("total"));
  ReceiptExpectation by_id = expected();
  by_id.user = "usr_2";
  CHECK_THAT(contradiction(by_id, right()), Contains("usr_2"));
}

TEST_CASE("what is there and cannot be read contradicts an order; what is absent or not compared does not") {
  const auto says = [](const ReceiptExpectation& order, const char* field) {
    partner::OrderReceipt receipt = right();
    receipt.unreadable[field] = "7 is not what it should be";
    return contradiction(order, receipt);
  };
  for (const char* field : {"status", "email", "bundle_id", "domain_count", "costs", "total_cents",
                            "currency", "domains", "registered", "line_items"})
    CHECK_THAT(says(expected(), field), Contains(field) && Contains("7 is not what it should be"));
  CHECK(says(expected(), "user_id").empty());
  ReceiptExpectation by_id = expected();
  by_id.user = "usr_1";
  CHECK(says(by_id, "email").empty());
  CHECK_THAT(says(by_id, "user_id"), Contains("user_id"));
}

TEST_CASE("an order read back must have its own domains, at no more than they were planned at") {
  partner::Order full;
  full.receipt = right();
  full.domains = {"a.com", "b.com"};
  full.line_items = {{"domain_registration", 2, 2000}, {"google_license", 4, 900}};
  CHECK(contradiction(expected(), full).empty());
  full.line_items[0].amount_cents = 2001;
  CHECK_THAT(contradiction(expected(), full), Contains("20.01 usd") && Contains("20.00 usd"));
  full.line_items.clear();
  full.domains = {"a.com", "evil.com"};
  CHECK_THAT(contradiction(expected(), full), Contains("evil.com"));
}
