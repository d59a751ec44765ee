#include "submission/action_search.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>

#include "core/text.hpp"
#include "submission/order_lookup.hpp"

namespace domainplan {
namespace {

using partner::PendingAction;

// The list of all actions does not say which order each is about, so that is found out by its domain or user.
class Attribution {
 public:
  Attribution(const std::vector<OrderSought>& orders, const std::vector<PendingAction>& actions)
      : orders_(orders), found_(orders.size()) {
    std::set<std::string_view> domains;
    for (const PendingAction& action : actions) domains.insert(action.domain);
    for (std::size_t i = 0; i < orders.size(); ++i) {
      by_id_.emplace(orders[i].receipt->id, i);
      note_user(orders[i].receipt->user_id, i);
      note_user(ascii_lower(orders[i].receipt->email), i);
      for (const std::string_view domain : orders[i].domains)
        if (domains.count(domain) > 0) by_domain_.emplace(domain, i);
    }
    for (const PendingAction& action : actions) attribute(action);
  }

  std::vector<std::vector<PendingAction>> take() { return std::move(found_); }

  // Orders whose own list has to be asked for: two or more could be meant, or one must have an action that
  // was not found.
  std::set<std::size_t> unclear() const {
    std::set<std::size_t> all = unclear_;
    for (std::size_t i = 0; i < orders_.size(); ++i)
      if (orders_[i].receipt->status == "action_required" && found_[i].empty()) all.insert(i);
    return all;
  }

 private:
  void note_user(const std::string& user, std::size_t order) {
    const std::string& status = orders_[order].receipt->status;
    // Of a user's orders, those that something can be open for.
    if (!user.empty() && (status == "action_required" || status == "in_progress"))
      by_user_[user].insert(order);
  }

  void attribute(const PendingAction& action) {
    if (!action.order_id.empty()) {
      const auto order = by_id_.find(action.order_id);
      if (order != by_id_.end()) found_[order->second].push_back(action);
      return;
    }
    if (!action.domain.empty()) {
      const auto order = by_domain_.find(action.domain);
      if (order != by_domain_.end()) found_[order->second].push_back(action);
      return;
    }
    std::set<std::size_t> meant;
    for (const std::string& user : {action.user_id, ascii_lower(action.email), ascii_lower(action.user)})
      if (const auto of_user = by_user_.find(user); of_user != by_user_.end())
        meant.insert(of_user->second.begin(), of_user->second.end());
    if (meant.size() == 1)
      found_[*meant.begin()].push_back(action);
    else
      unclear_.insert(meant.begin(), meant.end());
  }

  const std::vector<OrderSought>& orders_;
  std::vector<std::vector<PendingAction>> found_;
  std::set<std::size_t> unclear_;
  std::unordered_map<std::string, std::size_t> by_id_;
  std::unordered_map<std::string_view, std::size_t> by_domain_;
  std::unordered_map<std::string, std::set<std::size_t>> by_user_;
};

}  // namespace

std::vector<std::vector<PendingAction>> actions_of_orders(partner::Client& client,
                                                          const std::vector<OrderSought>& orders) {
  std::vector<std::vector<PendingAction>> found(orders.size());
  std::set<std::size_t> to_ask;
  const auto all = orders.size() > kFewOrders ? all_open_actions(client, orders.size()) : std::nullopt;
  if (all) {
    Attribution attribution(orders, *all);
    to_ask = attribution.unclear();
    found = attribution.take();
  } else {
    for (std::size_t i = 0; i < orders.size(); ++i) to_ask.insert(i);
  }
  for (const std::size_t i : to_ask) found[i] = partner::open_actions(client, orders[i].receipt->id).items;
  return found;
}

}  // namespace domainplan
