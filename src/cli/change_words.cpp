#include "cli/change_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

std::string remedy_of(const std::string& reason) {
  if (reason == "dns_lookup_failed")
    return "the host of the URL has no address: create its DNS record, then forward again";
  if (reason == "target_unreachable") return "the URL does not answer: make it answer, then forward again";
  if (reason == "invalid_target")
    return "this domain cannot forward to this URL, as when it points at itself: choose another URL";
  return "forward again; if it fails once more ask the vendor's support";
}

// What is said of the replacement.
std::string reason_of(const SwapResult& result) {
  switch (result.reason) {
    case SwapReason::not_eligible:
      return in_words(name_of(result.verdict.value_or(Verdict::eligible)));
    case SwapReason::not_imported:
      return "it is registered, and the account has no import of it; if the customer owns it, import it "
             "first";
    case SwapReason::reserved:
      return "another plan has reserved it";
    case SwapReason::swapped_in:
      return "another swap brings it";
    case SwapReason::in_account:
      return "the account has it now";
    case SwapReason::left_stock:
      return "it is no longer in the account's stock";
    case SwapReason::import_ended:
      return "its import has ended";
    case SwapReason::on_order:
      return fmt::format("it is on the order {}", escaped(result.other_order));
    case SwapReason::none:
    case SwapReason::needs_microsoft:
    case SwapReason::premium_too_soon:
    case SwapReason::no_name_left:
    case SwapReason::importing:
    case SwapReason::other_name:
      break;
  }
  return "";
}

std::string increase_of(const SwapResult& result) {
  const bool is_first_year = result.new_price_cents.has_value();
  const auto& [now, shown] = is_first_year
                                 ? std::pair(result.new_price_cents, result.price_cents)
                                 : std::pair(result.new_renewal_price_cents, result.renewal_price_cents);
  return fmt::format("{} {} {} now, and was shown at {}", escaped(result.replacement),
                     is_first_year ? "costs" : "renews at", money(now.value_or(0), result.currency),
                     money(shown.value_or(0), result.currency));
}

}  // namespace

std::string words_of(const ForwardResult& result) {
  if (result.is_lost) return escaped(result.error) + "; forward again, it does no harm";
  if (!result.error.empty()) return escaped(result.error);
  if (!result.job.empty())
    return fmt::format("the job {} is {} and does not name this domain; forward again, it does no harm",
                       escaped(result.job), escaped(result.job_status));
  if (result.state == ForwardState::failed) return remedy_of(result.reason);
  if (result.state != ForwardState::not_connected) return "";
  return result.is_spare ? "this domain is on no order: only live domains can be forwarded"
                         : "the account does not have this domain";
}

std::string words_of(const Cancelling& result, CancelState state) {
  if (state == CancelState::cancelled) return "";
  if (state == CancelState::retiring) return "a swap has replaced it: it is retiring, and ends by itself";
  if (result.is_shown_live && state == CancelState::outcome_unknown)
    return "the vendor took the cancellation, but still lists it as live: look again later, and ask the "
           "vendor's support if that stays so";
  if (result.is_lost)
    return escaped(result.error) + "; run it again: it first checks whether the order is cancelled";
  if (!result.error.empty()) return escaped(result.error);
  if (result.had_ended)
    return result.domains.empty()
               ? fmt::format("the order {} is {} already", escaped(result.order),
                             result.order_status == "cancelled" ? "cancelled" : "scheduled to end")
               : "";
  const bool is_refused =
      std::any_of(result.domains.begin(), result.domains.end(),
                  [](const CancelledDomain& domain) { return domain.state == CancelState::refused; });
  if (result.order_status == "failed" && (result.whole || is_refused))
    return "the order has failed, so there is nothing to cancel";
  return "";
}

std::string words_of(const RenameResult& result) {
  if (result.is_lost)
    return escaped(result.error) + "; run it again: it first checks whether the rename exists";
  if (!result.error.empty()) return escaped(result.error);
  if (!result.status.empty()) return fmt::format("the vendor says {}", escaped(in_quotes(result.status)));
  if (!result.place.empty())
    return fmt::format("{} does not give the status of the renaming", escaped(result.place));
  if (result.state == RenameState::failed)
    return "the vendor could not rename it: rename it again, or ask its support, naming the swap";
  if (result.state == RenameState::action_required)
    return "the vendor is waiting for a person: the open actions of the domain say for what";
  return "";
}

std::string words_of(const SwapResult& result) {
  if (result.is_lost)
    return escaped(result.error) + "; run it again: it first checks whether the swap exists";
  if (!result.error.empty()) return escaped(result.error);
  if (!result.status.empty()) return fmt::format("the vendor says {}", escaped(in_quotes(result.status)));
  if (!result.place.empty())
    return fmt::format("{} does not give the status of the swap", escaped(result.place));
  if (result.reason == SwapReason::needs_microsoft) return "a premium swap is for Microsoft domains only";
  if (result.reason == SwapReason::premium_too_soon)
    return "this domain had a premium swap less than 30 days ago";
  if (result.reason == SwapReason::no_name_left)
    return "no name is left that is available, within the price caps, and within the share caps beside the "
           "rest of the order: name the replacement";
  if (result.reason == SwapReason::importing)
    return fmt::format("the import of {} is under way: the swap waits for it", escaped(result.replacement));
  if (result.reason == SwapReason::other_name)
    return fmt::format("an earlier swap has replaced it with {}: the name that was given now is not used",
                       escaped(result.replacement));
  switch (result.state) {
    case SwapState::no_replacement:
      return fmt::format("{} cannot be the replacement: {}", escaped(result.rejected), reason_of(result));
    case SwapState::no_longer_available:
      return fmt::format("{} is no longer available: {}", escaped(result.replacement), reason_of(result));
    case SwapState::price_changed:
      return increase_of(result);
    case SwapState::action_required:
      return fmt::format("the vendor waits until {} is imported: import it, and the swap continues by itself",
                         escaped(result.replacement));
    case SwapState::failed:
      return "the vendor could not replace the domain: ask its support, naming the swap";
    default:
      return "";
  }
}

}  // namespace domainplan::cli
