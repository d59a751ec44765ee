// Replaces one domain of a live order with another.
//
// The replacement is chosen as a plan would choose it: among the names of the customer, best first, for the
// same provider, within the price caps, and within the share caps together with the rest of the order. A
// given replacement must satisfy the same rules, except the share caps.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/provider.hpp"
#include "domainplan/session.hpp"
#include "domainplan/verdict.hpp"

namespace domainplan {

class Ledger;

enum class SwapState : std::uint8_t {
  swapped,
  swapped_before,       // the vendor has a swap of this domain already
  in_progress,          // the vendor works on it
  action_required,      // the vendor is waiting for a person: the replacement has to be imported
  failed,               // the vendor could not do it
  refused,              // by the vendor, or it would be
  no_replacement,       // no name satisfies all rules
  no_longer_available,  // the replacement was taken in the meantime
  price_changed,        // the replacement costs more than was shown
  outcome_unknown,      // sent, and the vendor does not say what became of it
  not_sent              // a dry run, declined, or not reached
};
inline constexpr std::array<std::string_view, 11> kSwapStateNames = {
    "swapped",        "swapped_before",      "in_progress",   "action_required", "failed",  "refused",
    "no_replacement", "no_longer_available", "price_changed", "outcome_unknown", "not_sent"};
constexpr std::string_view name_of(SwapState state) {
  return kSwapStateNames[static_cast<std::size_t>(state)];
}
constexpr bool needs_person(SwapState state) {
  return state != SwapState::swapped && state != SwapState::swapped_before &&
         state != SwapState::in_progress && state != SwapState::not_sent;
}

// Why a swap was not sent, or waits, where its state leaves that open.
enum class SwapReason : std::uint8_t {
  none,
  needs_microsoft,   // a premium swap is for Microsoft domains only
  premium_too_soon,  // the domain had a premium swap less than 30 days ago
  no_name_left,      // that is available and within the price caps and the share caps
  not_eligible,      // the replacement cannot be registered on the customer's terms; `verdict` says why
  not_imported,      // the replacement is registered, and the account has no import of it
  importing,         // the replacement's import is under way, and the swap waits for it
  reserved,          // another plan has reserved the replacement
  swapped_in,        // another swap brings the replacement
  in_account,        // the account has the replacement by now
  left_stock,        // the replacement is no longer in the account's stock
  import_ended,      // the replacement's import has failed or is gone
  on_order,          // the replacement is on an order; `other_order` names it
  other_name         // of `swapped_before`: its replacement is another than the given one
};

struct SwapResult {
  std::string order;        // ord_…
  std::string domain;       // the old one
  std::string replacement;  // "" while none is chosen
  std::optional<Provider> provider;
  std::string type;  // of the swap: standard, premium, or newer; while there is none, as asked
  SwapState state = SwapState::not_sent;
  std::string swap;  // swp_…
  // The price of the replacement; unset where the account or the customer has it already.
  std::optional<Cents> price_cents;          // first year
  std::optional<Cents> renewal_price_cents;  // every further year
  std::string currency;
  SwapReason reason = SwapReason::none;
  // Of `no_replacement`: the given name that cannot be used; "" where none was given.
  std::string rejected;
  std::optional<Verdict> verdict;  // of `not_eligible`
  std::string other_order;         // of `on_order`: ord_…
  // Of `price_changed`: what it costs now, where that is more than the price above.
  std::optional<Cents> new_price_cents, new_renewal_price_cents;
  // What the vendor said to it, or the error that ended the run; redacted. Empty: nothing.
  std::string error;
  bool is_lost = false;  // the answer was lost, and the vendor's list does not show the swap
  // Of `outcome_unknown`: the swap's status, where it is one that is not known, as the vendor gave it; where
  // it gave none, the place of the swap in its answers.
  std::string status, place;
};

struct SwapOptions {
  // The order: that of a customer in a plan folder, or by its id. With an id, `with` is required, as there is
  // no brand to make names from.
  std::string folder = {}, customer = {};
  std::string order = {};
  std::string domain;             // to be replaced, canonical form
  std::string with = {};          // its replacement, canonical form; "": chosen here
  bool premium = false;           // the old domain stays warm for 14 days; Microsoft only, once in 30 days
  bool dry_run = false;           // choose, and send nothing
  std::string state_folder = {};  // of the account's journal and lock; "": there are none
  std::chrono::milliseconds poll{10'000};
  bool wait = true;  // until nothing is in progress
  // How long after a lost answer the lists are looked at; empty: 5, 10, 20, 40 and 80 s.
  std::vector<std::chrono::milliseconds> looks = {};
  // Names that other plans have reserved in it are not used, and the swap is recorded in it; null: there is
  // none. Must outlive the call.
  Ledger* ledger = nullptr;
  int batch_size = 50;                           // names per call
  std::chrono::milliseconds recheck_wait{2000};  // before a stale or errored row is asked again
};

// All are called on the thread that called swap_domain(), and may be empty. If one throws, swap_domain()
// throws the same, and nothing more is sent.
struct SwapHooks {
  // Asks with the replacement and its price before anything is sent; false: nothing is sent.
  std::function<bool(const SwapResult&)> agree = {};
  std::function<void(const std::string& holder)> waits_for_lock = {};
  NoticeHook warning = {};  // redacted
};

// `result` holds what is known, also where this throws; then its `error` says why, if nothing else does.
// After any failure the next call for the same domain never replaces it twice. Throws UsageError where the
// order was not placed or is scheduled to end, the domain is not on it or ends, or the given replacement
// cannot be used; RunError where the network, the API, the ledger or the disk fails, or another command
// changes the account; KeyRefused; Interrupted.
void swap_domain(Session& session, const SwapOptions& options, const SwapHooks& hooks, SwapResult& result);

}  // namespace domainplan
