#include "partner/users.hpp"

#include <fmt/format.h>

#include <limits>

#include "core/percent.hpp"
#include "core/text.hpp"

namespace domainplan::partner {

User read_user(const Fields& data) {
  constexpr std::size_t kLongestName = 200;
  User user;
  user.id = data.id("id", "usr_");
  user.email = data.email("email");
  user.first_name = data.text("first_name", kLongestName);
  user.last_name = data.text("last_name", kLongestName);
  user.status = data.optional_word("status");
  user.created_at = data.time("created_at");
  if (const auto sequencer = data.object("sequencer")) {
    user.sequencer_provider = sequencer->optional_word("provider");
    user.sequencer_client_id = sequencer->count("client_id", std::numeric_limits<std::int64_t>::max());
  }
  return user;
}

List<User> list_users(Client& client, const std::string& query) {
  return client.read_list(query.empty() ? "/users" : fmt::format("/users?{}", query), read_user);
}

User get_user(Client& client, const std::string& id) {
  return client.read_one(fmt::format("/users/{}", percent_encoded(id)), fmt::format("GET /users/{}", id),
                         read_user);
}

}  // namespace domainplan::partner
