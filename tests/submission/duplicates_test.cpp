#include "submission/duplicates.hpp"

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "domainplan/submit.hpp"

using namespace domainplan;
using Catch::Matchers::Contains;

namespace {

constexpr std::int64_t kNow = 1'764'000'000;

partner::OrderReceipt receipt(const std::string& id, const std::string& email, const std::string& status,
                              std::optional<std::int64_t> age_s = 3600) {
  partner::OrderReceipt receipt;
  receipt.id = id;
  receipt.email = email;
  receipt.status = status;
  if (age_s) receipt.created_at = std::chrono::system_clock::time_point(std::chrono::seconds(kNow - *age_s));
  return receipt;
}

partner::PartnerDomain on_order(const std::string& domain, const std::string& order) {
  partner::PartnerDomain row;
  row.domain = domain;
  row.category = "connected";
  row.order_id = order;
  return row;
}

const ReadOrder kUnreadable = [](const std::string&) { return std::nullopt; };
const NewOrder kNew{"c1", "ada@example.com", {"a.com", "b.com"}};

}  // namespace

TEST_CASE("a live order with a domain in common is a possible duplicate, whoever has it") {
  for (const char* status : {"in_progress", "completed", "action_required", "cancel_scheduled", "newer"}) {
    const AccountView account({receipt("ord_1", "bob@example.com", status)}, {on_order("b.com", "ord_1")},
                              kNow, kUnreadable);
    const auto found = find_duplicate(kNew, account, {{"ord_1", "c2"}});
    REQUIRE(found.has_value());
    CHECK(found->order_id == "ord_1");
    CHECK(can_be_allowed(*found));
    CHECK(found->kind == PossibleDuplicate::Kind::domain_on_order);
    CHECK(text_of(*found).ends_with(" has b.com already"));
  }
}

TEST_CASE("a live order of the same user is one unless it is journalled for another customer") {
  const AccountView account({receipt("ord_1", "ADA@example.com", "completed")}, {}, kNow, kUnreadable);
  CHECK(find_duplicate(kNew, account, {}).has_value());
  CHECK(find_duplicate(kNew, account, {{"ord_1", "c1"}}).has_value());
  CHECK_FALSE(find_duplicate(kNew, account, {{"ord_1", "c2"}}).has_value());
  CHECK_FALSE(find_duplicate({"c1", "bob@example.com", {"a.com"}}, account, {}).has_value());
}

TEST_CASE("a user is recognised by id and by address") {
  partner::OrderReceipt both = receipt("ord_1", "ada@example.com", "completed");
  both.user_id = "usr_ada";
  partner::OrderReceipt id_alone = receipt("ord_2", "", "completed");
  id_alone.user_id = "usr_ada";
  const AccountView account({both, id_alone}, {}, kNow, kUnreadable);
  CHECK(find_duplicate({"c1", "usr_ada", {}}, account, {}).has_value());
  CHECK(find_duplicate(kNew, account, {{"ord_1", "c2"}})->order_id == "ord_2");
}

TEST_CASE("the names of a user are learnt from an order that only the domains name, too") {
  const ReadOrder read = [](const std::string& id) {
    partner::Order order;
    order.receipt = receipt(id, "ada@example.com", "cancelled", 90'000);
    order.receipt.user_id = "usr_ada";
    return std::optional(order);
  };
  partner::OrderReceipt id_alone = receipt("ord_2", "", "completed");
  id_alone.user_id = "usr_ada";
  const AccountView account({id_alone}, {on_order("x.com", "ord_9")}, kNow, read);
  CHECK(find_duplicate(kNew, account, {})->order_id == "ord_2");
}

TEST_CASE(
    "the list of users is needed where orders and customers are named in different ways, and no order has "
    "both") {
  partner::OrderReceipt by_id = receipt("ord_1", "", "completed");
  by_id.user_id = "usr_ada";
  AccountView account({by_id}, {}, kNow, kUnreadable);
  CHECK(account.needs_users({"ada@example.com"}));
  CHECK_FALSE(account.needs_users({"usr_bob", ""}));
  CHECK(account.needs_users({"usr_bob", "bob@example.com"}));
  CHECK_FALSE(find_duplicate(kNew, account, {}).has_value());
  partner::User ada;
  ada.id = "usr_ada";
  ada.email = "Ada@Example.com";
  account.learn_users({ada});
  CHECK_FALSE(account.needs_users({"ada@example.com"}));
  CHECK(find_duplicate(kNew, account, {})->order_id == "ord_1");

  partner::OrderReceipt both = receipt("ord_2", "ada@example.com", "cancelled", 90'000);
  both.user_id = "usr_ada";
  CHECK_FALSE(AccountView({by_id, both}, {}, kNow, kUnreadable).needs_users({"bob@example.com"}));
  by_id.status = "cancelled";
  by_id.created_at = both.created_at;
  CHECK_FALSE(AccountView({by_id}, {}, kNow, kUnreadable).needs_users({"ada@example.com"}));
  const AccountView by_email({receipt("ord_1", "ada@example.com", "completed")}, {}, kNow, kUnreadable);
  CHECK(by_email.needs_users({"usr_ada"}));
  CHECK_FALSE(by_email.needs_users({"bob@example.com"}));
  CHECK(AccountView({}, {}, kNow, kUnreadable, {by_email.orders().begin()->second.receipt})
            .needs_users({"usr_ada"}));
}

TEST_CASE("a live order of the user whose id cannot be read is a possible duplicate") {
  const AccountView account({}, {}, kNow, kUnreadable, {receipt("", "ADA@example.com", "in_progress")});
  CHECK(can_be_allowed(*find_duplicate(kNew, account, {})));
  CHECK_FALSE(find_duplicate({"c1", "bob@example.com", {"a.com"}}, account, {}).has_value());
  const AccountView ended({}, {}, kNow, kUnreadable, {receipt("", "ada@example.com", "cancelled")});
  CHECK_FALSE(find_duplicate(kNew, ended, {}).has_value());
}

TEST_CASE("orders that were not read as there are too many are counted") {
  std::vector<partner::PartnerDomain> domains;
  for (std::size_t i = 0; i < kMostReads + 3; ++i)
    domains.push_back(on_order(fmt::format("d{}.com", i), fmt::format("ord_{}", i)));
  const AccountView account({}, domains, kNow, [](const std::string& id) {
    partner::Order order;
    order.receipt = receipt(id, "bob@example.com", "completed");
    return std::optional(order);
  });
  CHECK(account.beyond_reads() == 3);
}

TEST_CASE("an ended order counts for 24 hours, and nobody can allow it") {
  const auto found_with = [](std::optional<std::int64_t> age, const char* status) {
    const AccountView account({receipt("ord_1", "ada@example.com", status, age)},
                              {on_order("a.com", "ord_1")}, kNow, kUnreadable);
    return find_duplicate(kNew, account, {});
  };
  for (const char* status : {"failed", "cancelled"}) {
    const auto found = found_with(3600, status);
    REQUIRE(found.has_value());
    CHECK_FALSE(can_be_allowed(*found));
    CHECK_THAT(text_of(*found), Contains("ord_1") && Contains("2025-11-25T"));
    CHECK_FALSE(found_with(24 * 3600, status).has_value());
    CHECK(found_with(std::nullopt, status).has_value());
  }
}

TEST_CASE("the domains of a recent ended order are read where the list of domains does not name them") {
  const ReadOrder read = [](const std::string& id) {
    partner::Order order;
    order.receipt.id = id;
    order.domains = {"a.com"};
    return std::optional(order);
  };
  const AccountView account({receipt("ord_1", "bob@example.com", "failed")}, {}, kNow, read);
  REQUIRE(find_duplicate(kNew, account, {}).has_value());
  CHECK_FALSE(can_be_allowed(*find_duplicate(kNew, account, {})));
}

TEST_CASE("an order that only the domains name is read, and counts as live where it cannot be") {
  const std::vector<partner::PartnerDomain> domains = {on_order("a.com", "ord_9")};
  CHECK(find_duplicate(kNew, AccountView({}, domains, kNow, kUnreadable), {}).has_value());
  const ReadOrder cancelled = [](const std::string& id) {
    partner::Order order;
    order.receipt = receipt(id, "bob@example.com", "cancelled", 90'000);
    return std::optional(order);
  };
  CHECK_FALSE(find_duplicate(kNew, AccountView({}, domains, kNow, cancelled), {}).has_value());
}

TEST_CASE("a domain on an order that is not named is a possible duplicate, one in stock is not") {
  partner::PartnerDomain row = on_order("a.com", "");
  CHECK(find_duplicate(kNew, AccountView({}, {row}, kNow, kUnreadable), {}).has_value());
  row.category.clear();
  row.is_on_unreadable_order = true;
  CHECK(find_duplicate(kNew, AccountView({}, {row}, kNow, kUnreadable), {}).has_value());
  row.is_on_unreadable_order = false;
  row.category = "inventory";
  CHECK_FALSE(find_duplicate(kNew, AccountView({}, {row}, kNow, kUnreadable), {}).has_value());
}

TEST_CASE("a row that was sent is the earlier one wherever it stands, also when its brand is known no more") {
  const auto found = repeated_rows({{"d0", "a@x.com", "acme.com", "acme"},
                                    {"c0", "a@x.com", "acme.com", "acme", true},
                                    {"d1", "b@x.com", "beta.com", "beta"},
                                    {"d2", "b@x.com", "other.com", "beta"},
                                    {"c1", "b@x.com", "beta.com", "", true}});
  REQUIRE(found.size() == 2);
  CHECK(found.at("d0").customer == "c0");
  CHECK(found.at("d1").customer == "c1");
}

TEST_CASE("a later row with the same user, forwarding host and brand is held, the earlier is not") {
  const auto found = repeated_rows({{"c1", "a@x.com", "acme.com", "acme"},
                                    {"c2", "A@x.com", "ACME.com", "acme"},
                                    {"c3", "a@x.com", "acme.com", "other"},
                                    {"c4", "b@x.com", "acme.com", "acme"},
                                    {"c5", "a@x.com", "acme.com", ""},
                                    {"c6", "a@x.com", "acme.com", ""}});
  REQUIRE(found.size() == 1);
  CHECK(found.at("c2").customer == "c1");
}

TEST_CASE("a possible duplicate says what was found, and nothing in it drives a terminal") {
  using Kind = PossibleDuplicate::Kind;
  const auto text = [](Kind kind) {
    return text_of({.kind = kind,
                    .order_id = "ord_1",
                    .order_status = "in_progress\033[2J",
                    .domain = "a.com",
                    .customer = "c0",
                    .until = std::chrono::sys_seconds(std::chrono::seconds(kNow))});
  };
  const std::string order = "order ord_1 (in progress\x1b[2J)";
  CHECK(text(Kind::domain_on_order) == order + " has a.com already");
  CHECK(text(Kind::domain_on_unnamed_order) == "a.com is on an order of the account already");
  CHECK(text(Kind::domain_on_ended_order) ==
        order +
            " had a.com too; until 2025-11-24T16:00:00Z the vendor may answer this order with that one: "
            "wait, or choose other domains");
  CHECK(text(Kind::ended_order_of_user) ==
        "which domains " + order +
            " of the user had is not known; until 2025-11-24T16:00:00Z the vendor may "
            "answer this order with that one: wait, or choose other domains");
  CHECK(text(Kind::order_of_user) == "the user has " + order + " already");
  CHECK(text(Kind::unnamed_order_of_user) == "the user has an order already, whose id cannot be read");
  CHECK(text(Kind::order_in_ledger) == "the ledger has order ord_1 of this customer already");
  CHECK(text(Kind::row_of_plan) == "'c0' of this plan has the same user, forwarding host and brand");
}
