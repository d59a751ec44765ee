#include "submission/reconcile.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "partner/domains.hpp"

namespace domainplan {
namespace {

// Of the order's domains, those that are on an order, by order.
std::map<std::string, std::vector<std::string>> connected(partner::Client& client, const OrderBody& body) {
  std::map<std::string, std::vector<std::string>> by_order;
  const std::string query = fmt::format("category=connected&user={}", partner::percent_encoded(body.user));
  for (const partner::PartnerDomain& domain : partner::list_domains(client, query).items)
    if (std::binary_search(body.domains.begin(), body.domains.end(), domain.domain))
      by_order[domain.order_id].push_back(domain.domain);
  for (auto& [order, domains] : by_order) std::sort(domains.begin(), domains.end());
  return by_order;
}

}  // namespace

bool may_be_like(const partner::OrderReceipt& receipt, const OrderBody& body) {
  return !receipt.bundle_id || *receipt.bundle_id == body.bundle_id;
}

Finding reconcile(partner::Client& client, const OrderBody& body, const std::set<std::string>& known) {
  std::vector<std::string> like;  // orders that share domains with ours, or do not tell theirs
  const auto orders =
      partner::list_orders(client, fmt::format("user={}", partner::percent_encoded(body.user)));
  for (const partner::OrderReceipt& receipt : orders.items) {
    if (!may_be_like(receipt, body) || known.contains(receipt.id)) continue;
    const partner::Order order = partner::get_order(client, receipt.id);
    if (order.domains == body.domains) return {Finding::Kind::placed, order.receipt};
    const bool shares =
        std::any_of(order.domains.begin(), order.domains.end(), [&](const std::string& domain) {
          return std::binary_search(body.domains.begin(), body.domains.end(), domain);
        });
    if (shares || order.domains.empty()) like.push_back(receipt.id);
  }
  const auto by_order = connected(client, body);
  if (by_order.empty() && like.empty()) return {Finding::Kind::not_placed};
  if (by_order.size() == 1 && by_order.begin()->second == body.domains && !by_order.begin()->first.empty())
    return {Finding::Kind::placed, partner::get_order(client, by_order.begin()->first).receipt};

  std::string seen;
  for (const auto& [order, domains] : by_order)
    seen += fmt::format("{} of its domains are on {}; ", domains.size(),
                        order.empty() ? "an order that is not named" : escaped(order));
  for (const std::string& order : like)
    seen += fmt::format("order {} of the same user has some of its domains, or does not tell its own; ",
                        escaped(order));
  return {Finding::Kind::undecided, {}, seen};
}

}  // namespace domainplan
