#include "store/order_json.hpp"

#include <nlohmann/json.hpp>

namespace domainplan {

std::string order_json(const Customer& customer, const std::vector<std::string>& domains) {
  using nlohmann::ordered_json;
  ordered_json sequencer = {{"provider", "smartlead"}};
  if (customer.client_id) sequencer["client_id"] = *customer.client_id;
  sequencer["login_email"] = customer.login_email;
  sequencer["login_password"] = customer.login_password;

  ordered_json personas = ordered_json::array();
  for (const Persona& persona : customer.personas)
    personas.push_back({{"first_name", persona.first_name},
                        {"last_name", persona.last_name},
                        {"profile_picture_url", persona.profile_picture_url}});

  ordered_json order;
  order["bundle_id"] = customer.bundle.id;
  order["user"] = customer.user;
  order["sequencer"] = std::move(sequencer);
  order["forwarding_url"] = customer.forwarding_url;
  order["domains"] = domains;
  order["personas"] = std::move(personas);
  return order.dump(2) + "\n";
}

std::optional<std::string> password_in(const std::string& order) {
  const auto json = nlohmann::json::parse(order, nullptr, false);
  const nlohmann::json::json_pointer place("/sequencer/login_password");
  if (!json.is_object() || !json.contains(place) || !json[place].is_string()) return std::nullopt;
  return json[place].get<std::string>();
}

}  // namespace domainplan
