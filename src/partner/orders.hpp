// /orders: what was ordered, how it stands, and what a person has to do.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/bundle.hpp"
#include "partner/client.hpp"

namespace domainplan::partner {

// The receipt of an order. Texts are as the API gave them: escape them before a person sees them.
struct OrderReceipt {
  std::string id;
  std::string
      status;  // in_progress, completed, failed, action_required, cancel_scheduled, cancelled, or newer
  std::string user_id;
  std::string email;
  std::optional<std::string> bundle_id;     // "" for a custom order; not set where the API does not tell
  std::optional<std::int64_t> total_cents;  // of the first period, licences and domains
  std::string currency;
  std::string created_at;
};

// One order in full.
struct Order {
  OrderReceipt receipt;
  std::vector<std::string> domains;  // registered and imported, in normal form, sorted
};

// Something that waits for a person.
struct PendingAction {
  std::string id;
  std::string type;    // google_profile_picture, update_nameservers, replace_domain, or newer
  std::string reason;  // profile_picture_not_accessible, or newer
  std::string domain;  // may be empty
  std::string message;
  std::string user;  // the persona's or user's name or address as far as the API tells; may be empty
  // Where it belongs, as far as the API tells; each may be empty.
  std::string order_id;
  std::string user_id;
  std::string email;
  std::vector<std::string> nameservers;
};

// The login password in the bytes of an order, for what must not repeat it; "" where there is none, or one so
// short that it would be found in any text.
std::string secret_in_order(const std::string& body);

// Reads the `data` of a receipt. Throws RunError where a field is missing or has a wrong type.
OrderReceipt read_receipt(const nlohmann::json& data);

// Reads a pending action. Throws RunError where a field is missing or has a wrong type.
PendingAction read_action(const nlohmann::json& item);

// POST /orders with exactly these bytes. The vendor returns the original order for the same bytes within 24
// hours, so that a failed try may repeat them; `may_start` is asked before each, as Request says. Throws as
// Client::call does, and HeldBack.
OrderReceipt place_order(Client& client, std::string body, std::function<bool(int failed_before)> may_start);

// All orders of a user (a usr_… id or an email); none where the API does not know the user yet.
std::vector<OrderReceipt> orders_of(Client& client, const std::string& user);

Order order_in_full(Client& client, const std::string& id);

// The open actions of an order.
std::vector<PendingAction> open_actions(Client& client, const std::string& order_id);

}  // namespace domainplan::partner
