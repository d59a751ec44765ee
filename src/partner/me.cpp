#include "partner/me.hpp"

namespace domainplan::partner {

Me ask_me(Client& client) {
  const nlohmann::json data = client.get("/me");
  if (!data.is_object() || !data.contains("api_key")) throw RunError("GET /me: api_key is missing");
  const nlohmann::json& key = data["api_key"];
  return {text_field(key, "environment", "GET /me: api_key"),
          text_field(key, "permission_preset", "GET /me: api_key")};
}

}  // namespace domainplan::partner
