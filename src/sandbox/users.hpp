// GET /users and /users/{id}: the partner's customers.
#pragma once

#include <string>

#include "sandbox/account.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

Reply list_users(const Call& call, Account& account, const std::string& url);
Reply show_user(const std::string& id, Account& account);

// A call's filters user (an id or an email), user_id and user_email. The account is locked.
class UserFilter {
 public:
  UserFilter(const Call& call, const Account& account);
  // Whether rows of this user pass; empty: of none.
  bool matches(const std::string& user_id) const;

 private:
  std::vector<std::string> ids_;  // that all have to be the row's; empty where the user does not exist
};

}  // namespace domainplan::sandbox
