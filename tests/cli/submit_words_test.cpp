#include "cli/submit_words.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using namespace domainplan::cli;

namespace {

using Kind = SubmitReason::Kind;

SubmitReason filled(Kind kind) {
  return {.kind = kind,
          .text = "the text",
          .domain = "acme.com",
          .order_id = "ord_1",
          .customer = "c2",
          .planned = 900,
          .now = 1'000,
          .spent = 2'000,
          .cost = 3'000,
          .limit = 4'000,
          .currency = "usd",
          .new_currency = "eur",
          .row_reason = Reason::taken,
          .provider = Provider::google,
          .domains = {"a.com", "b.com"},
          .seen = {{.kind = OrderSeen::Kind::cannot_be_read, .order_id = "ord_1"}},
          .duplicate = {.kind = PossibleDuplicate::Kind::order_in_ledger, .order_id = "ord_1"}};
}

std::string words(Kind kind) { return words_of(filled(kind)); }

}  // namespace

TEST_CASE("each reason for which an order is not sent has words of its own, and none has none") {
  CHECK(words(Kind::none).empty());
  CHECK(words(Kind::said) == "the text");
  CHECK(words(Kind::bad_urls) == "the text");
  CHECK(words(Kind::answer_lost) == "the answer was lost: the text; the next submit will look it up");
  CHECK(words(Kind::not_known) == "it may have been sent, but its answer is not known");
  CHECK(words(Kind::user_waits) == "another order of this user waits for its outcome");
  CHECK(words(Kind::receipt_disputed) ==
        "the receipt of 'c2' contradicts its order: no other is begun before it is accepted");
  CHECK(words(Kind::duplicate) == "the ledger has order ord_1 of this customer already");
  CHECK(words(Kind::prices_expired) == "its prices kept expiring (30 s) before it could be sent");
  CHECK(words(Kind::no_digests) ==
        "the plan was made by an earlier version, which kept no digests of its orders: nothing new is sent "
        "from it; plan again");
  CHECK(words(Kind::file_edited) == "its file is not as it was planned");
  CHECK(words(Kind::rows_edited) == "its rows in plan.csv are not as they were planned");
  CHECK(words(Kind::inputs_edited) ==
        "its customer, personas or bundle in inputs/ are not as they were planned");
  CHECK(words(Kind::inputs_unreadable) == "the plan's inputs/ cannot be read: the text");
  CHECK(words(Kind::file_unusable) == "its file cannot be sent: the text; plan the customer again");
}

TEST_CASE("a limit that holds an order is said with every amount") {
  CHECK(words(Kind::above_limit) ==
        "20.00 usd is already committed; this order (30.00 usd) would exceed the limit of 40.00 usd");
  SubmitReason unknown = filled(Kind::above_limit);
  unknown.licences_unknown = true;
  CHECK(words_of(unknown) ==
        "20.00 usd is already committed; this order (30.00 usd and licences) would exceed the limit of "
        "40.00 usd");
  CHECK(words(Kind::above_limit_of_account) ==
        "the account's orders of this month come to 20.00 usd; this order (30.00 usd) would exceed the limit "
        "of 40.00 usd a month");
  CHECK(
      words(Kind::above_limit_of_customer) ==
      "the customer's orders of this month come to 20.00 usd; this order (30.00 usd) would exceed the limit "
      "of 40.00 usd a month");
  CHECK(
      words(Kind::month_not_known) ==
      "the customer has a limit of 40.00 usd a month, and there is no ledger that knows the month's orders: "
      "name one, or take max_month_cents out of customers.csv and bring the plan up to date");
  CHECK(words(Kind::limit_exceeded) ==
        "it may have been sent before, and is not sent again: 20.00 usd is already committed, which exceeds "
        "the limit of 40.00 usd");
}

TEST_CASE("a domain that holds an order is named, with what was planned and what is so now") {
  CHECK(words(Kind::not_settled) == "the API reports acme.com as taken at present; try again later");
  CHECK(words(Kind::not_available) == "acme.com is no longer available: taken");
  CHECK(words(Kind::not_usable) == "acme.com is no longer usable for google");
  CHECK(words(Kind::currency_changed) == "acme.com is sold in eur now, and was planned in usd");
  CHECK(words(Kind::price_changed) == "acme.com costs 10.00 eur now, and was planned at 9.00 usd");
  CHECK(words(Kind::renewal_changed) == "acme.com renews at 10.00 eur now, and was planned at 9.00 usd");
  CHECK(words(Kind::renewal_not_given) ==
        "the API gives no renewal price for acme.com at present, and it was planned at 9.00 usd; try again "
        "later");
  CHECK(words(Kind::not_in_inventory) ==
        "no longer ready in the account's inventory, and the order would register them: a.com, b.com");
  SubmitReason one = filled(Kind::not_in_inventory);
  one.domains = {"a.com"};
  CHECK(words_of(one) ==
        "no longer ready in the account's inventory, and the order would register it: a.com");
  CHECK(words(Kind::not_imported) == "acme.com is not ready: no import holds it");
  CHECK(words(Kind::import_failed) == "acme.com is not ready: its import failed: the text");
  SubmitReason waits = filled(Kind::import_not_completed);
  waits.text = "action_required";
  CHECK(words_of(waits) == "acme.com is not ready: its import is action required");
}

TEST_CASE("an order that may be at the vendor says so first, and then why it is not sent again") {
  const auto lost = [](Kind kind) {
    SubmitReason reason = filled(kind);
    reason.is_lost = true;
    const std::string words = words_of(reason), sent =
                                                    "it was sent, and neither its answer nor the account's "
                                                    "lists say what became of it: ";
    REQUIRE(words.starts_with(sent));
    return words.substr(sent.size());
  };
  CHECK(lost(Kind::said) == "the text");
  CHECK(lost(Kind::file_changed) ==
        "its file has changed since it was sent: put back the one whose SHA-256 is the text");
  CHECK(lost(Kind::sent_too_long_ago) == "it was sent more than 20 hours ago, as far as the clocks say");
  CHECK(lost(Kind::receipt_disputed) == "it is not sent again before the receipt of c2 is accepted");
  CHECK(lost(Kind::domains_on_order_of_another) == "order ord_1 of another user has its domains");
  CHECK(lost(Kind::new_order_of_user) == "the user has order ord_1 now, which is not this one");
  CHECK(lost(Kind::orders_seen) == "order ord_1 cannot be read");
}

TEST_CASE(
    "orders that may be the one that was sent are all named, and a confirmation against them is refused") {
  SubmitReason reason{.kind = Kind::orders_seen, .confirmation_refused = true};
  using Seen = OrderSeen::Kind;
  reason.seen = {{Seen::has_its_domains, "ord_1", 0},
                 {Seen::has_some_of_its_domains, "ord_2", 3},
                 {Seen::names_no_domains, "ord_3", 0},
                 {Seen::unnamed_with_its_domains, "", 2},
                 {Seen::unnamed_of_user, "", 0}};
  CHECK(
      words_of(reason) ==
      "the confirmation is refused, as order ord_1 has its domains; order ord_2 has 3 of its domains; order "
      "ord_3 does not say which domains it has; 2 of its domains are on an order that is not named; the "
      "user has an order whose id cannot be read");
}

TEST_CASE("an order that was planned again says both prices, and a failure to do so is added") {
  SubmitResult result{
      .customer = "c1", .state = SubmitState::replanned, .reason = filled(Kind::not_available)};
  PriceIncrease& increase = result.increase.emplace();
  increase.agreed_cents = 900;
  increase.new_cents = 1'000;
  increase.agreed_renewal_cents = 1'100;
  increase.new_renewal_cents = 1'200;
  increase.agreed_currency = increase.new_currency = "usd";
  CHECK(words_of(result) ==
        "acme.com is no longer available: taken; planned again at 10.00 usd, agreed were 9.00 usd: the next "
        "submit sends it");
  result.state = SubmitState::price_changed;
  CHECK(words_of(result) ==
        "acme.com is no longer available: taken; planned again it would cost 10.00 usd instead of 9.00 usd, "
        "and 12.00 usd instead of 11.00 usd for each further year: a person has to agree to that at a "
        "terminal");
  result.increase.reset();
  result.reason.replan_error = "the network failed";
  CHECK(words_of(result) == "acme.com is no longer available: taken; the network failed");
}

TEST_CASE("nothing that was read drives the terminal through a reason") {
  SubmitReason reason = filled(Kind::none);
  const std::string bad = "\033[2J";
  reason.text = reason.domain = reason.order_id = reason.customer = reason.currency = bad;
  reason.new_currency = reason.replan_error = bad;
  reason.domains = {bad};
  reason.seen.front().order_id = reason.duplicate.order_id = bad;
  for (int kind = 0; kind <= static_cast<int>(Kind::file_unusable); ++kind) {
    reason.kind = static_cast<Kind>(kind);
    CHECK(words_of(reason).find('\033') == std::string::npos);
  }
}
