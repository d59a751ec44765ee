// Whether the ready domains of an order are still there: one that is not would be registered, and billed.
#include "submission/engine.hpp"

namespace domainplan {

// A ready domain that names no user may be on anybody's order.
bool Engine::is_of_user(const ReadyDomain& ready, const Slot& slot) {
  if (ready.user_id.empty() || slot.user_names.contains(ready.user_id)) return true;
  const std::string& user = slot.order.body.user;
  if (user.starts_with("usr_") || account_->knows_users()) return false;
  learn_users();
  return slot.user_names.contains(ready.user_id);
}

std::vector<std::string> Engine::lost_inventory(const Slot& slot) {
  std::vector<std::string> lost;
  for (const PlannedDomain& planned : slot.order.domains) {
    if (planned.source != Source::inventory) continue;
    const ReadyDomain* const ready = account_->ready(planned.domain);
    if (!ready || !ready->usable_for.has(planned.provider) || !is_of_user(*ready, slot))
      lost.push_back(planned.domain);
  }
  return lost;
}

bool Engine::settle_lost_inventory(Slot& slot) {
  const std::vector<std::string> lost = lost_inventory(slot);
  if (lost.empty()) return false;
  const Objection objection{SubmitState::no_longer_available,
                            {.kind = SubmitReason::Kind::not_in_inventory, .domains = lost},
                            lost};
  settle(slot, objection.state, objection.reason);
  objections_.emplace(slot.order.customer, objection);
  return true;
}

void Engine::hold_lost_inventory() {
  for (Slot& slot : slots_)
    if (slot.phase == Phase::waiting) settle_lost_inventory(slot);
}

}  // namespace domainplan
