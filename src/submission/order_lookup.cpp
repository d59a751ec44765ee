#include "submission/order_lookup.hpp"

#include <fmt/format.h>

#include <set>

#include "domainplan/error.hpp"

namespace domainplan {
namespace {

using nlohmann::json;
using partner::OrderReceipt;

constexpr std::size_t kPage = 100;

// After a list that was read to its end: the orders it did not have are asked for one by one, in case the
// list moved while it was read, but no more than these.
constexpr std::size_t kMostDoubted = 20;

constexpr long kServerError = 500;

OrderReceipt unreadable_order(const std::string& id, const RunError& error) {
  OrderReceipt receipt;
  receipt.id = id;
  receipt.unreadable.emplace(kWholeOrder, error.what());
  return receipt;
}

std::optional<OrderReceipt> order_of_id(partner::Client& client, const std::string& id) {
  try {
    return partner::get_order(client, id).receipt;
  } catch (const partner::ApiError& refusal) {
    if (refusal.is_not_found()) return std::nullopt;
    return unreadable_order(id, refusal);
  } catch (const RunError& error) {
    // An answer that is no order says nothing of the others; an API that does not work does.
    const bool is_down = error.call() && error.call()->status >= kServerError;
    if (error.code() != ErrorCode::api || is_down) throw;
    return unreadable_order(id, error);
  }
}

// Nothing for an odd row.
std::optional<OrderReceipt> read_row(partner::Client& client, const json& item) {
  std::vector<partner::Odd> odd;
  try {
    return partner::read_receipt(partner::Fields(item, "GET /orders", client.reading(odd)));
  } catch (const RunError&) {
    return std::nullopt;
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
      if (auto receipt = read_row(client, item); receipt && missing.erase(receipt->id) > 0)
        found.emplace(receipt->id, *std::move(receipt));
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
    std::vector<partner::Odd> odd;
    try {
      actions.push_back(
          partner::read_action(partner::Fields(item, "GET /orders/pending", client.reading(odd))));
    } catch (const RunError&) {
      // An odd row; the others count.
    }
    return actions.size() <= most_pages * kPage;
  });
  if (actions.size() > most_pages * kPage) return std::nullopt;
  return actions;
}

}  // namespace domainplan
