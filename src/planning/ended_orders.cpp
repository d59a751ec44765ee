#include "planning/ended_orders.hpp"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <vector>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/session.hpp"
#include "domainplan/submit.hpp"
#include "partner/client.hpp"
#include "partner/domains.hpp"
#include "partner/orders.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kMostReads = 1000;

using Orders = std::vector<partner::OrderReceipt>;

// An order that does not say when it was made counts as made now.
bool is_recent(const partner::OrderReceipt& order, std::int64_t server_s) {
  if (!order.created_at) return true;
  const auto made = std::chrono::duration_cast<std::chrono::seconds>(order.created_at->time_since_epoch());
  return (made + kRepeatWindow).count() > server_s;
}

std::int64_t time_of(const partner::Client& client) {
  if (const std::int64_t server_s = client.server_time(); server_s > 0) return server_s;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

// Both lists may name domains of an order that the other does not.
std::unordered_set<std::string> domains_of(const std::set<std::string>& orders, partner::Client& client,
                                           const NoticeHook& warn) {
  std::unordered_set<std::string> domains;
  if (orders.empty()) return domains;
  for (const partner::PartnerDomain& one : partner::list_domains(client).items)
    if (orders.contains(one.order_id)) domains.insert(one.domain);
  std::size_t reads = 0;
  for (const std::string& id : orders) {
    if (reads++ == kMostReads) {
      warn({.code = NoticeCode::ended_orders_unread,
            .count = static_cast<std::int64_t>(orders.size() - kMostReads),
            .limit = kMostReads});
      break;
    }
    try {
      for (const std::string& domain : partner::get_order(client, id).domains) domains.insert(domain);
    } catch (const Interrupted&) {
      throw;
    } catch (const Error& error) {
      warn({.code = NoticeCode::order_unreadable, .subject = id, .reason = error.what()});
    }
  }
  return domains;
}

}  // namespace

EndedOrders ended_orders(const Sendings& sendings, bool wants_domains, Session& session,
                         const Observer& observer) {
  EndedOrders ended;
  const auto warn = [&](const Notice& notice) {
    if (observer.warning) observer.warning(notice);
  };
  std::map<std::string, std::string> customers;  // by the id of the order
  for (const auto& [customer, sending] : sendings)
    if (sending.state == Sending::State::placed && !sending.is_held())
      customers.emplace(sending.order_id, customer);
  if (customers.empty() && !wants_domains) return ended;
  partner::Client& client = session.client();
  try {
    std::set<std::string> recent;
    for (const partner::OrderReceipt& order : partner::list_orders(client).items) {
      if (order.is_live()) continue;
      if (const auto found = customers.find(order.id); found != customers.end())
        ended.customers.insert(found->second);
      if (wants_domains && is_recent(order, time_of(client))) recent.insert(order.id);
    }
    ended.domains = domains_of(recent, client, warn);
  } catch (const Interrupted&) {
    throw;
  } catch (const Error& error) {
    warn({.code = NoticeCode::ended_orders_unknown, .reason = error.what()});
  }
  return ended;
}

}  // namespace domainplan
