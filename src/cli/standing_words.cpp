#include "cli/standing_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/error_output.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

std::string cure_of(const OrderStanding& standing) {
  if (!standing.unreadable.empty())
    return fmt::format("what the API says of it cannot be read: {}", standing.unreadable);
  switch (standing.state) {
    case OrderState::outcome_unknown:
      return "it may have been sent, but its answer is not known: run submit again to find out";
    case OrderState::refused:
      return fmt::format("the API refused it: {}; put that right, then run submit again",
                         escaped(standing.refusal));
    case OrderState::failed:
      return fmt::format("the order failed: ask the vendor's support, naming {}", escaped(standing.order_id));
    case OrderState::not_found:
      return "the API does not know this order: check that the key belongs to the account it was placed with "
             "(an embedded sandbox forgets its orders when the command ends)";
    case OrderState::no_event:
      return "no event of this order has come: ask the API for the status";
    case OrderState::action_required:
      if (standing.from_events)
        return standing.actions.empty()
                   ? "the vendor is waiting for something that its events do not show: ask the API for the "
                     "status"
                   : "its events may not show all that the vendor is waiting for: ask the API for the status";
      if (!standing.actions.empty()) return "";
      return fmt::format(
          "the vendor is waiting for something but does not say for what: ask its support, "
          "naming {}",
          escaped(standing.order_id));
    default:
      return "";
  }
}

// " (the vendor says: …)", where it says something.
std::string said(const ActionToTake& action) {
  if (!action.message.empty()) return fmt::format(" (the vendor says: {})", escaped(action.message));
  return action.reason.empty() ? "" : fmt::format(" ({})", escaped(action.reason));
}

std::string domain_of(const ActionToTake& action) {
  return action.domain.empty() ? "the domain" : escaped(action.domain);
}

std::string picture_words(const ActionToTake& action) {
  constexpr const char* kRight = "answer 200 with an image, for anybody";
  if (action.pictures.empty()) return fmt::format("make the profile picture {}{}", kRight, said(action));
  if (action.pictures.size() == 1) {
    const PictureOwner& owner = action.pictures.front();
    return fmt::format("make the picture of {} {}{}", escaped(owner.name), kRight,
                       owner.url.empty() ? said(action) : ": " + escaped(owner.url));
  }
  std::vector<std::string> each;
  for (const PictureOwner& owner : action.pictures)
    each.push_back(fmt::format("{} {}", escaped(owner.name), escaped(owner.url)));
  return fmt::format("make the picture of one of these {}: {}{}", kRight, fmt::join(each, ", "),
                     said(action));
}

}  // namespace

std::string words_of(const OrderStanding& standing) {
  switch (standing.state) {
    case OrderState::not_sent:
      return "not sent";
    case OrderState::outcome_unknown:
      return "unknown";
    case OrderState::refused:
      return "refused";
    case OrderState::not_found:
      return "unknown to the API";
    case OrderState::no_event:
      return "no event";
    case OrderState::in_progress:
      return "in progress";
    case OrderState::action_required:
      return "action required";
    case OrderState::completed:
      return "completed";
    case OrderState::cancel_scheduled:
      return "cancel scheduled";
    case OrderState::cancelled:
      return "cancelled";
    case OrderState::failed:
      return "failed";
    case OrderState::other:
      break;
  }
  return standing.api_status.empty() ? "unknown" : standing.api_status;
}

std::string remedy_of(const OrderStanding& standing) {
  std::string remedy = cure_of(standing);
  if (!standing.mismatch.empty())
    remedy +=
        fmt::format("{}its receipt contradicts the order: {}", remedy.empty() ? "" : "; ", standing.mismatch);
  return remedy.empty() ? "" : remedy + advice(standing.option, standing.customer, "status");
}

std::string remedy_of(const ActionToTake& action) {
  switch (action.kind) {
    case ActionKind::set_nameservers:
      if (action.nameservers.empty())
        return fmt::format("set the nameservers of {} at its registrar to those of its import{}",
                           domain_of(action), said(action));
      return fmt::format("set the nameservers of {} at its registrar to {}", domain_of(action),
                         escaped(fmt::format("{}", fmt::join(action.nameservers, ", "))));
    case ActionKind::mend_picture:
      return picture_words(action);
    case ActionKind::replace_domain:
      return fmt::format("replace {} at the vendor{}", domain_of(action), said(action));
    case ActionKind::other:
      break;
  }
  const std::string reason =
      action.reason.empty() || action.message.empty() ? "" : fmt::format(" ({})", escaped(action.reason));
  return fmt::format("{}{}{}{}", escaped(action.type),
                     action.domain.empty() ? "" : fmt::format(" of {}", escaped(action.domain)), reason,
                     said(action));
}

}  // namespace domainplan::cli
