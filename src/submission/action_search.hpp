// Which open action belongs to which order.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "partner/orders.hpp"
#include "partner/pending_actions.hpp"

namespace domainplan {

// An order that the API has, as far as an action may be about it.
struct OrderSought {
  const partner::OrderReceipt* receipt = nullptr;
  std::vector<std::string_view> domains;  // that were ordered
};

// The open actions of each order, in the order given. Throws as partner::Client does.
std::vector<std::vector<partner::PendingAction>> actions_of_orders(partner::Client& client,
                                                                   const std::vector<OrderSought>& orders);

}  // namespace domainplan
