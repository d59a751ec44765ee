// Cancels a live order, or some of its domains, at the end of the renewal period. The inboxes are deleted
// then, and that cannot be undone.
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
#include "domainplan/provider.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

enum class CancelState : std::uint8_t {
  cancelled,         // by this run; ends at `ends_at`
  cancelled_before,  // it was cancelled already
  retiring,          // a swap has replaced the domain, which ends by itself
  refused,           // the vendor said no
  outcome_unknown,   // sent, and the vendor does not say what became of it
  not_sent           // declined, or not reached
};
inline constexpr std::array<std::string_view, 6> kCancelStateNames = {
    "cancelled", "cancelled_before", "retiring", "refused", "outcome_unknown", "not_sent"};
constexpr std::string_view name_of(CancelState state) {
  return kCancelStateNames[static_cast<std::size_t>(state)];
}
// Whether it ends without this run.
constexpr bool had_ended(CancelState state) {
  return state == CancelState::cancelled_before || state == CancelState::retiring;
}
constexpr bool needs_person(CancelState state) {
  return state == CancelState::refused || state == CancelState::outcome_unknown;
}

// One domain that ends.
struct CancelledDomain {
  std::string domain;
  std::optional<Provider> provider;
  CancelState state = CancelState::not_sent;
};

// What ends, when, and what is saved.
struct Cancelling {
  std::string order;                     // ord_…
  bool whole = true;                     // the whole order, not some of its domains
  std::vector<CancelledDomain> domains;  // by name
  // The end of the renewal period: as the order says, and once it is cancelled as the cancellation says.
  std::optional<std::chrono::system_clock::time_point> ends_at;
  std::optional<Cents> month_cents;  // licences that are no longer billed; unset where that is not known
  std::string currency;
  std::string order_status;  // as the vendor gave it before
  bool had_ended = false;    // the order was cancelled, or scheduled to end
  // Where it was not done: what the vendor said to it, or the error that ended the run; redacted.
  std::string error;
  bool is_lost = false;        // the answer was lost, and the vendor's lists do not show the cancellation
  bool is_shown_live = false;  // the vendor took it, and its lists went on showing what was cancelled as live
};

struct CancelOptions {
  std::string folder;                     // of the plan
  std::string customer;                   // whose order it is
  std::vector<std::string> domains = {};  // canonical form; empty: the whole order
  std::string state_folder = {};          // of the account's journal; "": none is kept
  std::chrono::milliseconds poll{10'000};
  bool wait = true;  // until the vendor's lists show it
  // How long after a lost answer the lists are looked at; empty: 5, 10, 20, 40 and 80 s.
  std::vector<std::chrono::milliseconds> looks = {};
  // Called once where another command is at work on the account, before it is waited for.
  std::function<void(const std::string& holder)> waits_for_lock = {};
};

// `agree` is called on the calling thread before anything is sent, and may be empty. If it returns false or
// throws, nothing is sent. Calling cancel_live() again with the same options never cancels anything twice.
// `result` holds what is known, also where this throws; then its message says why.
// Throws UsageError where the customer has no placed order, or a domain is not on it; RunError where the
// network, the API or the disk fails, or another command changes the account; KeyRefused; Interrupted.
void cancel_live(Session& session, const CancelOptions& options,
                 const std::function<bool(const Cancelling&)>& agree, Cancelling& result);

}  // namespace domainplan
