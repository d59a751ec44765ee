// What a person has to do, in words.
#pragma once

#include <string>
#include <vector>

#include "domainplan/status.hpp"
#include "partner/pending_actions.hpp"

namespace domainplan {

// A persona of an order, as far as an action may be about it.
struct PictureOwner {
  std::string name;  // first and last
  std::string url;   // of the picture; may be empty
};

// The personas in the bytes of an order; none where they are not an order.
std::vector<PictureOwner> picture_owners(const std::string& order_bytes);

// An action with its remedy. `nameservers` are those of the action's domain, as far as they are known;
// `personas` those of its order.
ActionToTake action_to_take(const partner::PendingAction& action, const std::vector<std::string>& nameservers,
                            const std::vector<PictureOwner>& personas);

}  // namespace domainplan
