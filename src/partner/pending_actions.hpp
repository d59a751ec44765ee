// GET /orders/pending: what waits for a person.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "partner/client.hpp"

namespace domainplan::partner {

// All but id and type may be empty.
struct PendingAction {
  std::string id;       // act_…
  std::string type;     // google_profile_picture, update_nameservers, replace_domain, or newer
  std::string reason;   // profile_picture_not_accessible, or newer; redacted
  std::string status;   // open or resolved
  std::string domain;   // canonical form
  std::string message;  // redacted
  std::string domain_id;
  std::string order_id;
  // The persona it concerns, or the customer, as far as the API says.
  std::string user_id;
  std::string email;
  std::string user;  // the email, the name or the id: the first that is there
  std::string picture_url;
  std::vector<std::string> nameservers;
  std::optional<Time> created_at;
};

// Throws RunError where id or type is missing or malformed.
PendingAction read_action(const Fields& data);

// All pages; `query` as for list_orders() ("status=open", "order_id=…"). Throws as Client::each does.
List<PendingAction> list_actions(Client& client, const std::string& query);

// The open actions of an order.
List<PendingAction> open_actions(Client& client, const std::string& order_id);

}  // namespace domainplan::partner
