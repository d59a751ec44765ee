#include "sandbox/users.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "sandbox/paging.hpp"

namespace domainplan::sandbox {
namespace {

OrderedJson json_of(const User& user) {
  return {{"id", user.id},
          {"email", user.email},
          {"first_name", nullptr},
          {"last_name", nullptr},
          {"status", "active"},
          {"sequencer",
           {{"provider", "smartlead"},
            {"client_id", user.client_id ? OrderedJson(*user.client_id) : OrderedJson(nullptr)}}},
          {"created_at", text_of(user.created)}};
}

}  // namespace

Reply list_users(const Call& call, Account& account, const std::string& url) {
  const auto email = parameter(call, "email");
  const auto status = parameter(call, "status");
  if (status && *status != "active" && *status != "deleted")
    throw bad("status", fmt::format("status must be active or deleted, not {}", in_quotes(*status)));
  const std::lock_guard lock(account.mutex);
  const auto item = [&](std::size_t place) -> std::optional<OrderedJson> {
    const User& user = account.users[place];
    if (email && ascii_lower(user.email) != ascii_lower(*email)) return std::nullopt;
    if (status == "deleted") return std::nullopt;
    return json_of(user);
  };
  return page_of(call, account.users.size(), item, url, {"email", "status"});
}

Reply show_user(const std::string& id, Account& account) {
  const std::lock_guard lock(account.mutex);
  const User* const user = account.known_user(id);
  if (!user || user->id != id)
    throw ErrorReply{404, "not_found", fmt::format("there is no user {}", in_quotes(id))};
  return ok(json_of(*user));
}

UserFilter::UserFilter(const Call& call, const Account& account) {
  for (const char* name : {"user", "user_id", "user_email"}) {
    const auto value = parameter(call, name);
    if (!value) continue;
    const User* const user = account.known_user(*value);
    ids_.push_back(user ? user->id : "");
  }
}

bool UserFilter::matches(const std::string& user_id) const {
  return std::all_of(ids_.begin(), ids_.end(),
                     [&](const std::string& id) { return !id.empty() && id == user_id; });
}

}  // namespace domainplan::sandbox
