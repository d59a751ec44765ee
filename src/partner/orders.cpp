#include "partner/orders.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"

namespace domainplan::partner {
namespace {

using nlohmann::json;

// The names in one list of an order's `domains`; absent lists are empty.
void add_names(const json& domains, const char* list, const std::string& where,
               std::vector<std::string>& names) {
  const auto found = domains.find(list);
  if (found == domains.end() || found->is_null()) return;
  if (!found->is_array()) throw RunError(fmt::format("{}: domains.{} is no list", where, list));
  for (const json& name : *found) {
    if (!name.is_string()) throw RunError(fmt::format("{}: domains.{} holds what is no text", where, list));
    names.push_back(normalise_domain(name.get<std::string>()));
  }
}

// Assumed: an action's user is an object that names the person in these fields.
void read_user(const json& item, PendingAction& action) {
  const auto user = item.find("user");
  if (user == item.end()) return;
  if (user->is_string()) action.user = user->get<std::string>();
  if (!user->is_object()) return;
  const auto text = [&](const char* field) {
    const auto found = user->find(field);
    return found != user->end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  action.user_id = text("id");
  action.email = text("email");
  for (const std::string& name : {action.email, text("name"), action.user_id})
    if (action.user.empty()) action.user = name;
}

}  // namespace

std::string secret_in_order(const std::string& body) {
  constexpr std::size_t kShortest = 4;
  const json order = json::parse(body, nullptr, false);
  const json sequencer = order.is_object() ? order.value("sequencer", json()) : json();
  const json password = sequencer.is_object() ? sequencer.value("login_password", json()) : json();
  std::string secret = password.is_string() ? password.get<std::string>() : "";
  return secret.size() < kShortest ? "" : secret;
}

OrderReceipt read_receipt(const json& data) {
  OrderReceipt receipt;
  receipt.id = text_field(data, "id", "order");
  const std::string where = fmt::format("order {}", escaped(receipt.id));
  receipt.status = text_field(data, "status", where);
  receipt.user_id = optional_text_field(data, "user_id", where);
  receipt.email = optional_text_field(data, "email", where);
  if (data.contains("bundle_id")) receipt.bundle_id = optional_text_field(data, "bundle_id", where);
  receipt.created_at = optional_text_field(data, "created_at", where);
  const auto costs = data.find("costs");
  if (costs == data.end() || costs->is_null()) return receipt;
  receipt.currency = optional_text_field(*costs, "currency", where);
  const auto total = costs->find("total_cents");
  if (total == costs->end() || total->is_null()) return receipt;
  if (!total->is_number_integer())
    throw RunError(fmt::format("{}: total_cents is no whole number: {}", where, in_quotes(total->dump())));
  receipt.total_cents = total->get<std::int64_t>();
  return receipt;
}

OrderReceipt place_order(Client& client, std::string body, std::function<bool(int failed_before)> may_start) {
  Request request{"POST", "/orders", std::move(body)};
  request.secret = secret_in_order(request.body);
  request.may_start = std::move(may_start);
  return read_receipt(client.call(std::move(request), read_receipt));
}

std::vector<OrderReceipt> orders_of(Client& client, const std::string& user) {
  std::vector<OrderReceipt> orders;
  try {
    client.each(fmt::format("/orders?user={}", percent_encoded(user)),
                [&](const json& item) { orders.push_back(read_receipt(item)); });
  } catch (const Refusal& refusal) {
    if (refusal.status() != 404) throw;
  }
  return orders;
}

Order order_in_full(Client& client, const std::string& id) {
  const json data = client.get(fmt::format("/orders/{}", percent_encoded(id)));
  Order order{read_receipt(data), {}};
  const std::string where = fmt::format("order {}", escaped(order.receipt.id));
  const auto domains = data.find("domains");
  if (domains == data.end() || domains->is_null()) return order;
  if (!domains->is_object()) throw RunError(fmt::format("{}: domains is no object", where));
  add_names(*domains, "registered", where, order.domains);
  add_names(*domains, "imported", where, order.domains);
  std::sort(order.domains.begin(), order.domains.end());
  return order;
}

PendingAction read_action(const json& item) {
  PendingAction action;
  action.id = text_field(item, "id", "pending action");
  const std::string where = fmt::format("pending action {}", escaped(action.id));
  action.type = text_field(item, "type", where);
  action.reason = optional_text_field(item, "reason", where);
  action.domain = ascii_lower(optional_text_field(item, "domain", where));
  action.message = optional_text_field(item, "message", where);
  read_user(item, action);
  // Assumed: not described, but where they are there they mean what they say.
  if (const auto found = item.find("order_id"); found != item.end() && found->is_string())
    action.order_id = found->get<std::string>();
  if (const auto found = item.find("nameservers"); found != item.end() && found->is_array())
    for (const json& nameserver : *found)
      if (nameserver.is_string()) action.nameservers.push_back(nameserver.get<std::string>());
  return action;
}

std::vector<PendingAction> open_actions(Client& client, const std::string& order_id) {
  std::vector<PendingAction> actions;
  client.each(fmt::format("/orders/pending?order_id={}&status=open", percent_encoded(order_id)),
              [&](const json& item) { actions.push_back(read_action(item)); });
  return actions;
}

}  // namespace domainplan::partner
