// /users: the partner's customers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "partner/client.hpp"

namespace domainplan::partner {

// Only the id is required.
struct User {
  std::string id;          // usr_…
  std::string email;       // unique within the account
  std::string first_name;  // redacted, as are the other names
  std::string last_name;
  std::string status;              // active, deleted, or newer
  std::string sequencer_provider;  // what the user's next order is routed with; "" where the API does not say
  std::optional<std::int64_t> sequencer_client_id;
  std::optional<Time> created_at;
};

// Throws RunError where the id is missing or malformed.
User read_user(const Fields& data);

// GET /users, all pages; `query` is "" for all ("email=…&status=active", values percent-encoded). Throws as
// Client::each does.
List<User> list_users(Client& client, const std::string& query = "");

// GET /users/{id}. Throws as Client::call does; ApiError::is_not_found() where the API does not know the id.
User get_user(Client& client, const std::string& id);

}  // namespace domainplan::partner
