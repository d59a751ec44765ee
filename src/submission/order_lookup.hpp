// Many orders, and what is open for them, in few calls.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "partner/orders.hpp"
#include "partner/pending_actions.hpp"

namespace domainplan {

// So few that a call each is not a burden, and exact.
inline constexpr std::size_t kFewOrders = 3;

// In OrderReceipt::unreadable: nothing of the order could be read.
inline constexpr const char* kWholeOrder = "order";

// The orders of these ids, by id; those the API does not know are absent, and of one that cannot be read
// there is the id and kWholeOrder. Throws as partner::Client does.
std::map<std::string, partner::OrderReceipt> orders_of_ids(partner::Client& client,
                                                           const std::vector<std::string>& ids);

// Every open action of the account; nothing where they fill more than `most_pages` pages of a hundred, and
// then it costs no more calls than that. Throws as partner::Client does.
std::optional<std::vector<partner::PendingAction>> all_open_actions(partner::Client& client,
                                                                    std::size_t most_pages);

}  // namespace domainplan
