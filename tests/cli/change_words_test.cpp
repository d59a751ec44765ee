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

TEST_CASE("a swap that was not sent says why") {
  SwapResult swap;
  CHECK(words_of(swap).empty());
  swap.replacement = "new.com";
  swap.currency = "usd";
  const auto words = [&](SwapState state, SwapReason reason) {
    swap.state = state;
    swap.reason = reason;
    return words_of(swap);
  };
  const auto lost = [&](SwapReason reason) { return words(SwapState::no_longer_available, reason); };
  CHECK(lost(SwapReason::reserved) == "new.com is no longer available: another plan has reserved it");
  CHECK(lost(SwapReason::swapped_in) == "new.com is no longer available: another swap brings it");
  CHECK(lost(SwapReason::in_account) == "new.com is no longer available: the account has it now");
  CHECK(lost(SwapReason::left_stock) ==
        "new.com is no longer available: it is no longer in the account's stock");
  CHECK(lost(SwapReason::import_ended) == "new.com is no longer available: its import has ended");
  swap.other_order = "ord_2";
  CHECK(lost(SwapReason::on_order) == "new.com is no longer available: it is on the order ord_2");
  swap.verdict = Verdict::over_price;
  CHECK(lost(SwapReason::not_eligible) == "new.com is no longer available: over price");
  CHECK(words(SwapState::refused, SwapReason::needs_microsoft) ==
        "a premium swap is for Microsoft domains only");
  CHECK(words(SwapState::refused, SwapReason::premium_too_soon) ==
        "this domain had a premium swap less than 30 days ago");
  CHECK(words(SwapState::not_sent, SwapReason::importing) ==
        "the import of new.com is under way: the swap waits for it");
  CHECK(words(SwapState::no_replacement, SwapReason::no_name_left) ==
        "no name is left that is available, within the price caps, and within the share caps beside the rest "
        "of the order: name the replacement");
  swap.rejected = "theirs.com";
  CHECK(words(SwapState::no_replacement, SwapReason::not_eligible) ==
        "theirs.com cannot be the replacement: over price");
  CHECK(words(SwapState::no_replacement, SwapReason::not_imported) ==
        "theirs.com cannot be the replacement: it is registered, and the account has no import of it; if the "
        "customer owns it, import it first");
}

TEST_CASE("a swap that got dearer says both prices, of the first year before those of a renewal") {
  SwapResult swap;
  swap.state = SwapState::price_changed;
  swap.replacement = "new.com";
  swap.currency = "usd";
  swap.price_cents = 1200;
  swap.renewal_price_cents = 1500;
  swap.new_renewal_price_cents = 123'456;
  CHECK(words_of(swap) == "new.com renews at 1,234.56 usd now, and was shown at 15.00 usd");
  swap.new_price_cents = 1300;
  CHECK(words_of(swap) == "new.com costs 13.00 usd now, and was shown at 12.00 usd");
}

TEST_CASE("a swap at the vendor says what it waits for, and what the vendor left open") {
  SwapResult swap;
  swap.replacement = "new.com";
  swap.state = SwapState::swapped;
  CHECK(words_of(swap).empty());
  swap.state = SwapState::action_required;
  CHECK(words_of(swap) ==
        "the vendor waits until new.com is imported: import it, and the swap continues by itself");
  swap.state = SwapState::failed;
  CHECK(words_of(swap) == "the vendor could not replace the domain: ask its support, naming the swap");
  swap.state = SwapState::outcome_unknown;
  swap.place = "GET /swaps: item 2";
  CHECK(words_of(swap) == "GET /swaps: item 2 does not give the status of the swap");
  swap.status = "\033[2J";
  CHECK(words_of(swap) == "the vendor says '\\x1b[2J'");
  swap.error = "\033[2J";
  CHECK(words_of(swap) == "\\x1b[2J");
  swap.error = "cut off";
  swap.is_lost = true;
  CHECK(words_of(swap) == "cut off; run it again: it first checks whether the swap exists");
}

TEST_CASE(
    "a domain that a swap replaced, or that stays listed after it was cancelled, is told from one that "
    "ends") {
  Cancelling order;
  CHECK_THAT(words_of(order, CancelState::retiring), Catch::Contains("a swap has replaced it"));
  CHECK(words_of(order, CancelState::cancelled).empty());
  order.is_shown_live = true;
  CHECK_THAT(words_of(order, CancelState::outcome_unknown), Catch::Contains("still lists it as live"));
  CHECK(words_of(order, CancelState::cancelled_before).empty());
}
