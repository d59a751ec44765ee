#include "partner/place_order.hpp"

#include "partner/document.hpp"

namespace domainplan::partner {

std::string secret_in_order(const std::string& body) {
  const nlohmann::json order = parse_document(body);
  if (!order.is_object()) return "";
  const auto sequencer = order.find("sequencer");
  if (sequencer == order.end() || !sequencer->is_object()) return "";
  const auto password = sequencer->find("login_password");
  return password != sequencer->end() && password->is_string() ? password->get<std::string>() : "";
}

Placement place_order(Client& client, std::string body, bool lost_before, std::function<bool()> may_start) {
  client.redactor().add(secret_in_order(body));
  return send_once(client, {"POST", "/orders", std::move(body)}, lost_before, read_receipt,
                   std::move(may_start));
}

}  // namespace domainplan::partner
