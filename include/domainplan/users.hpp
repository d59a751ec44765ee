// The account's users, as the vendor calls a partner's customers. Calls nothing back.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/notice.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

// Texts are redacted; all but the id may be empty.
struct AccountUser {
  std::string id;     // usr_…
  std::string email;  // unique within the account
  std::string first_name;
  std::string last_name;
  std::string status;              // active, deleted, or newer
  std::string sequencer_provider;  // the routing of the user's next order
  std::optional<std::int64_t> sequencer_client_id;
  std::optional<std::chrono::system_clock::time_point> created_at;
};

struct AccountUsers {
  std::vector<AccountUser> users;
  std::vector<Notice> warnings;  // invalid values, each with its place
};

// GET /users, all pages, in the API's order. Throws RunError where the list cannot be read to its end,
// KeyRefused, Interrupted.
AccountUsers list_users(Session& session);

// One user, by a usr_… id or an email (without regard to case). Throws UsageError where the account has no
// such user; else as list_users().
AccountUser find_user(Session& session, const std::string& id_or_email);

}  // namespace domainplan
