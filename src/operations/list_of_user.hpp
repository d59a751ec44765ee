// Lists that the API may filter by user. Only /orders/pending documents the filter `user`, so it is tried,
// then the older names, and then the whole list is read. The caller checks every row.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "core/percent.hpp"
#include "partner/users.hpp"

namespace domainplan {

// `list` is asked with queries until one is not refused with 400; `user` is an email or a usr_… id, or empty
// for the whole list.
template <class List>
List list_of_user(partner::Client& client, const std::string& user,
                  List (*list)(partner::Client& client, const std::string& query)) {
  if (user.empty()) return list(client, "");
  const char* const older = user.find('@') == std::string::npos ? "user_id=" : "user_email=";
  for (const char* const name : {"user=", older}) {
    try {
      return list(client, name + percent_encoded(user));
    } catch (const partner::ApiError& refusal) {
      if (refusal.status() != 400) throw;
    }
  }
  return list(client, "");
}

// Throws UsageError where the text is neither an email nor a usr_… id.
void check_user_name(const std::string& id_or_email);

// The user with that email in GET /users, compared without case. Throws as partner::list_users() does.
std::optional<partner::User> user_with_email(partner::Client& client, const std::string& email);

}  // namespace domainplan
