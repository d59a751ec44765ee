#include "submission/standing.hpp"

namespace domainplan {

const Sending* sending_of(const Sendings& sendings, const std::string& customer) {
  const auto found = sendings.find(customer);
  return found == sendings.end() ? nullptr : &found->second;
}

Remedy usual_remedy(SubmitState state) {
  switch (state) {
    case SubmitState::outcome_unknown:
      return Remedy::confirm_not_placed;
    case SubmitState::possible_duplicate:
      return Remedy::allow_duplicate;
    case SubmitState::no_longer_available:
    case SubmitState::price_changed:
      return Remedy::replan;
    case SubmitState::receipt_mismatch:
      return Remedy::accept_receipt;
    default:
      return Remedy::none;
  }
}

Standing standing_of(const Outgoing& order, const Sending* sending) {
  using Work = Standing::Work;
  if (sending && sending->state == Sending::State::placed) {
    if (sending->is_held())
      return {Work::none,
              SubmitState::receipt_mismatch,
              {.kind = SubmitReason::Kind::said, .text = sending->mismatch},
              Remedy::accept_receipt};
    return {Work::none, SubmitState::placed_before};
  }
  if (sending && sending->state == Sending::State::open)
    return {Work::find, SubmitState::outcome_unknown, {.kind = SubmitReason::Kind::not_known}};
  if (order.is_unpinned) return {Work::none, SubmitState::not_sent, {.kind = SubmitReason::Kind::no_digests}};
  if (order.edited.is_set())
    return {Work::none, SubmitState::order_edited, order.edited,
            order.can_be_accepted ? Remedy::accept_edited : Remedy::none};
  if (sending && sending->state == Sending::State::not_placed && sending->by_person)
    return {Work::send, SubmitState::not_placed};
  return {Work::send, SubmitState::not_sent};
}

}  // namespace domainplan
