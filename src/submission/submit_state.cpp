#include "domainplan/submit.hpp"

namespace domainplan {

std::string_view name_of(SubmitState state) {
  static constexpr std::array<std::string_view, kSubmitStates> kNames = {
      "not_sent",      "placed",          "placed_before",      "refused",
      "not_placed",    "outcome_unknown", "possible_duplicate", "no_longer_available",
      "price_changed", "unconfirmed",     "not_imported",       "order_edited",
      "bad_url",       "over_limit",      "receipt_mismatch",   "replanned"};
  return kNames.at(static_cast<std::size_t>(state));
}

bool needs_person(SubmitState state) {
  return state != SubmitState::not_sent && state != SubmitState::placed &&
         state != SubmitState::placed_before;
}

bool needs_person(const SubmitResult& result) {
  return needs_person(result.state) || (result.state == SubmitState::not_sent && result.reason.is_set());
}

}  // namespace domainplan
