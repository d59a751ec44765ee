#include "submission/standing.hpp"

namespace domainplan {

const Sending* sending_of(const Sendings& sendings, const std::string& customer) {
  const auto found = sendings.find(customer);
  return found == sendings.end() ? nullptr : &found->second;
}

Standing standing_of(const Outgoing& order, const Sending* sending) {
  using Work = Standing::Work;
  if (sending && sending->state == Sending::State::placed) {
    if (sending->is_held()) return {Work::none, SubmitState::receipt_mismatch, sending->mismatch};
    return {Work::none, SubmitState::placed_before};
  }
  if (sending && sending->state == Sending::State::open)
    return {Work::find, SubmitState::outcome_unknown, "it was sent, perhaps, and its answer is not known"};
  if (!order.edited.empty()) return {Work::none, SubmitState::order_edited, order.edited};
  if (sending && sending->state == Sending::State::not_placed && sending->by_person)
    return {Work::send, SubmitState::not_placed};
  return {Work::send, SubmitState::not_sent};
}

}  // namespace domainplan
