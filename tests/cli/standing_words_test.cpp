#include "cli/standing_words.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using namespace domainplan::cli;
using Catch::Matchers::Contains;

namespace {

OrderStanding standing(OrderState state) {
  OrderStanding one;
  one.customer = "acme";
  one.order_id = "ord_1";
  one.state = state;
  return one;
}

bool drives_a_terminal(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

}  // namespace

TEST_CASE("a state that nobody has to act on has no remedy") {
  for (const OrderState state : {OrderState::not_sent, OrderState::in_progress, OrderState::completed,
                                 OrderState::cancel_scheduled, OrderState::cancelled, OrderState::other})
    CHECK(remedy_of(standing(state)).empty());
  for (const OrderState state : {OrderState::outcome_unknown, OrderState::refused, OrderState::not_found,
                                 OrderState::no_event, OrderState::action_required, OrderState::failed})
    CHECK_FALSE(remedy_of(standing(state)).empty());
}

TEST_CASE("a status that the program does not know is shown as the API gave it") {
  OrderStanding one = standing(OrderState::other);
  CHECK(words_of(one) == "unknown");
  one.api_status = "put_on_ice";
  CHECK(words_of(one) == "put_on_ice");
}

TEST_CASE("what to do about an order names what is known of it") {
  CHECK_THAT(remedy_of(standing(OrderState::outcome_unknown)), Contains("run submit again"));
  OrderStanding refused = standing(OrderState::refused);
  refused.refusal = "400 order_shape_conflict\x1b[2J";
  CHECK_THAT(remedy_of(refused), Contains("order_shape_conflict"));
  CHECK_FALSE(drives_a_terminal(remedy_of(refused)));
  OrderStanding waiting = standing(OrderState::action_required);
  CHECK_THAT(remedy_of(waiting), Contains("does not say for what") && Contains("ord_1"));
  waiting.from_events = true;
  CHECK_THAT(remedy_of(waiting), Contains("its events do not show"));
  waiting.actions.push_back({ActionKind::replace_domain, "replace_domain", "", "", "acme.com"});
  CHECK_THAT(remedy_of(waiting), Contains("may not show all"));
  waiting.from_events = false;
  CHECK(remedy_of(waiting).empty());
  OrderStanding unreadable = standing(OrderState::other);
  unreadable.unreadable = "GET /orders/ord_1: 200: id: missing";
  CHECK_THAT(remedy_of(unreadable), Contains("cannot be read: GET /orders/ord_1"));
}

TEST_CASE("a receipt that contradicts its order comes after the rest, with the flag that accepts it") {
  OrderStanding one = standing(OrderState::completed);
  one.mismatch = "another user";
  one.option = Remedy::accept_receipt;
  CHECK_THAT(remedy_of(one), Contains("its receipt contradicts the order: another user") &&
                                 Contains("--accept-receipt acme"));
  one.state = OrderState::failed;
  CHECK_THAT(remedy_of(one), Contains("support, naming ord_1; its receipt"));
}

TEST_CASE("nameservers are to be set at the registrar, and come from the import where they are not known") {
  ActionToTake action{ActionKind::set_nameservers, "update_nameservers", "", "please", "acme.com"};
  CHECK(remedy_of(action) ==
        "set the nameservers of acme.com at its registrar to those of its import (the vendor says: please)");
  action.nameservers = {"ada.ns.example", "bob\x1b[2J.ns.example"};
  CHECK_THAT(remedy_of(action), Contains("to ada.ns.example, bob"));
  CHECK_FALSE(drives_a_terminal(remedy_of(action)));
}

TEST_CASE("a picture is asked for by its owner, or by all who may be meant") {
  ActionToTake action{ActionKind::mend_picture, "google_profile_picture", "", "it is broken", ""};
  CHECK_THAT(remedy_of(action), Contains("200 with an image") && Contains("it is broken"));
  action.pictures = {{"Bo Ek", "https://x.example/b"}};
  CHECK(remedy_of(action) ==
        "make the picture of Bo Ek answer 200 with an image, for anybody: https://x.example/b");
  action.pictures.push_back({"A\x1b B", "https://x.example/a"});
  CHECK_THAT(remedy_of(action), Contains("one of these") && Contains("Bo Ek https://x.example/b,"));
  CHECK_FALSE(drives_a_terminal(remedy_of(action)));
}

TEST_CASE("a domain to replace is named, with what the vendor says") {
  CHECK(remedy_of(ActionToTake{ActionKind::replace_domain, "replace_domain", "", "It is on a block list.",
                               "acme.com"}) ==
        "replace acme.com at the vendor (the vendor says: It is on a block list.)");
}

TEST_CASE("an action of an unknown type is shown as it is, and cannot drive a terminal") {
  const ActionToTake action{ActionKind::other, "send_\x1b[cake", "birth\nday", "now\x1b]0;owned\x07",
                            "acme.com"};
  CHECK_THAT(remedy_of(action), Contains("of acme.com") && Contains("birth") && Contains("now"));
  CHECK_FALSE(drives_a_terminal(remedy_of(action)));
}
