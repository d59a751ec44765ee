#include "cli/change_words.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using namespace domainplan::cli;

TEST_CASE("what was done at the vendor needs no words, and what was not has some") {
  for (std::size_t i = 0; i < kForwardStateNames.size(); ++i) {
    ForwardResult one{.domain = "acme.com", .state = static_cast<ForwardState>(i)};
    const bool says_by_itself = one.state == ForwardState::failed || one.state == ForwardState::not_connected;
    CHECK(words_of(one).empty() != says_by_itself);
    one.error = "the vendor said no";
    CHECK(words_of(one) == "the vendor said no");
  }
  for (std::size_t i = 0; i < kRenameStateNames.size(); ++i) {
    RenameResult one{.swap = "swp_1", .state = static_cast<RenameState>(i)};
    const bool says_by_itself = one.state == RenameState::failed || one.state == RenameState::action_required;
    CHECK(words_of(one).empty() != says_by_itself);
    one.error = "the vendor said no";
    CHECK(words_of(one) == "the vendor said no");
  }
}

TEST_CASE("a domain that was not forwarded has the remedy for its reason") {
  const auto words = [](const char* reason) {
    return words_of(ForwardResult{.domain = "acme.com", .state = ForwardState::failed, .reason = reason});
  };
  CHECK(words("dns_lookup_failed") ==
        "the host of the URL has no address: create its DNS record, then forward again");
  CHECK(words("target_unreachable") == "the URL does not answer: make it answer, then forward again");
  CHECK(words("new_reason") == "forward again; if it fails once more ask the vendor's support");
  ForwardResult spare{.domain = "acme.com", .state = ForwardState::not_connected};
  CHECK(words_of(spare) == "the account does not have this domain");
  spare.is_spare = true;
  CHECK(words_of(spare) == "this domain is on no order: only live domains can be forwarded");
}

TEST_CASE("a lost answer says what to do, and text of the API drives no terminal") {
  CHECK(words_of(ForwardResult{.domain = "acme.com",
                               .state = ForwardState::outcome_unknown,
                               .error = "cut off",
                               .is_lost = true}) == "cut off; forward again, it does no harm");
  CHECK(words_of(ForwardResult{.domain = "acme.com",
                               .state = ForwardState::outcome_unknown,
                               .job = "job_1",
                               .job_status = "\033[2J"}) ==
        "the job job_1 is \\x1b[2J and does not name this domain; forward again, it does no harm");
  CHECK(words_of(RenameResult{
            .swap = "", .state = RenameState::outcome_unknown, .error = "cut off", .is_lost = true}) ==
        "cut off; run it again: it first checks whether the rename exists");
  CHECK(words_of(RenameResult{.swap = "swp_1", .state = RenameState::outcome_unknown, .status = "on_ice"}) ==
        "the vendor says 'on_ice'");
  CHECK(words_of(
            RenameResult{.swap = "", .state = RenameState::outcome_unknown, .place = "GET /swaps: item 2"}) ==
        "GET /swaps: item 2 does not give the status of the renaming");
}

TEST_CASE("an order that had ended or failed is said to, where there is no domain to say it of") {
  Cancelling order;
  order.order = "ord_1";
  CHECK(words_of(order).empty());
  order.order_status = "cancelled";
  order.had_ended = true;
  CHECK(words_of(order) == "the order ord_1 is cancelled already");
  order.order_status = "active";
  CHECK(words_of(order) == "the order ord_1 is scheduled to end already");
  order.domains = {{"acme.com", Provider::google, CancelState::cancelled_before}};
  CHECK(words_of(order).empty());
  Cancelling failed;
  failed.order_status = "failed";
  CHECK(words_of(failed) == "the order has failed, so there is nothing to cancel");
  failed.whole = false;
  failed.domains = {{"acme.com", Provider::google, CancelState::cancelled_before}};
  CHECK(words_of(failed).empty());
  failed.domains.front().state = CancelState::refused;
  CHECK(words_of(failed) == "the order has failed, so there is nothing to cancel");
  failed.error = "cut off";
  failed.is_lost = true;
  CHECK(words_of(failed) == "cut off; run it again: it first checks whether the order is cancelled");
}
