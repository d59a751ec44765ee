#include "cli/change_words.hpp"

#include <fmt/format.h>

#include <algorithm>

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

}  // namespace

std::string words_of(const ForwardResult& result) {
  if (result.is_lost) return result.error + "; forward again, it does no harm";
  if (!result.error.empty()) return result.error;
  if (!result.job.empty())
    return fmt::format("the job {} is {} and does not name this domain; forward again, it does no harm",
                       escaped(result.job), escaped(result.job_status));
  if (result.state == ForwardState::failed) return remedy_of(result.reason);
  if (result.state != ForwardState::not_connected) return "";
  return result.is_spare ? "this domain is on no order: only live domains can be forwarded"
                         : "the account does not have this domain";
}

std::string words_of(const Cancelling& result) {
  if (result.is_lost) return result.error + "; run it again: it first checks whether the order is cancelled";
  if (!result.error.empty()) return result.error;
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
  if (result.is_lost) return result.error + "; run it again: it first checks whether the rename exists";
  if (!result.error.empty()) return result.error;
  if (!result.status.empty()) return fmt::format("the vendor says {}", in_quotes(result.status));
  if (!result.place.empty())
    return fmt::format("{} does not give the status of the renaming", escaped(result.place));
  if (result.state == RenameState::failed)
    return "the vendor could not rename it: rename it again, or ask its support, naming the swap";
  if (result.state == RenameState::action_required)
    return "the vendor is waiting for a person: the open actions of the domain say for what";
  return "";
}

}  // namespace domainplan::cli
