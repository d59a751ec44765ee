// What a person has to do for an open action.
#pragma once

#include <string>
#include <vector>

#include "domainplan/status.hpp"
#include "partner/pending_actions.hpp"

namespace domainplan {

// The personas in the bytes of an order; none where they are not an order.
std::vector<PictureOwner> picture_owners(const std::string& order_bytes);

// `nameservers` are those of the action's domain, as far as they are known;
// `personas` those of its order.
ActionToTake action_to_take(const partner::PendingAction& action, const std::vector<std::string>& nameservers,
                            const std::vector<PictureOwner>& personas);

}  // namespace domainplan
