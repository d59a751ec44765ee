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
  Request request{"POST", "/orders", std::move(body)};
  if (may_start) request.may_start = [may_start = std::move(may_start)](int) { return may_start(); };
  return send_once(client, std::move(request), lost_before, read_receipt);
}

}  // namespace domainplan::partner
