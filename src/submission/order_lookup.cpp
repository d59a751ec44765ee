#include "submission/order_lookup.hpp"

#include <fmt/format.h>

#include <set>

namespace domainplan {
namespace {

using nlohmann::json;
using partner::OrderReceipt;

constexpr std::size_t kPage = 100;

// After a list that was read to its end: the orders it did not have are asked for one by one, in case the
// list moved while it was read, but no more than these.
constexpr std::size_t kMostDoubted = 20;

std::optional<OrderReceipt> order_of_id(partner::Client& client, const std::string& id) {
  try {
    return partner::order_in_full(client, id).receipt;
  } catch (const partner::Refusal& refusal) {
    if (refusal.status() == 404) return std::nullopt;
    throw;
  }
}

}  // namespace

std::map<std::string, OrderReceipt> orders_of_ids(partner::Client& client,
                                                  const std::vector<std::string>& ids) {
  std::map<std::string, OrderReceipt> found;
  std::set<std::string> missing(ids.begin(), ids.end());
  bool whole_list = false;
  if (missing.size() > kFewOrders) {
    // The account may have many more orders than these. The list is given up when it has cost as many calls
    // as asking for the rest will, so that the sum is never more than twice what was needed.
    std::size_t seen = 0;
    whole_list = true;
    client.each_while("/orders", [&](const json& item) {
      OrderReceipt receipt = partner::read_receipt(item);
      if (missing.erase(receipt.id) > 0) found.emplace(receipt.id, std::move(receipt));
      if (missing.empty()) return false;
      whole_list = ++seen % kPage != 0 || seen / kPage < missing.size();
      return whole_list;
    });
  }
  if (whole_list && missing.size() > kMostDoubted) return found;
  for (const std::string& id : missing)
    if (auto receipt = order_of_id(client, id)) found.emplace(id, *std::move(receipt));
  return found;
}

std::optional<std::vector<partner::PendingAction>> all_open_actions(partner::Client& client,
                                                                    std::size_t most_pages) {
  std::vector<partner::PendingAction> actions;
  client.each_while("/orders/pending?status=open", [&](const json& item) {
    actions.push_back(partner::read_action(item));
    return actions.size() <= most_pages * kPage;
  });
  if (actions.size() > most_pages * kPage) return std::nullopt;
  return actions;
}

}  // namespace domainplan
