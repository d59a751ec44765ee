#include "domainplan/users.hpp"

#include <fmt/format.h>

#include "core/percent.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "operations/list_of_user.hpp"
#include "operations/warnings.hpp"
#include "partner/users.hpp"

namespace domainplan {
namespace {

AccountUser account_user(partner::User user) {
  return {.id = std::move(user.id),
          .email = std::move(user.email),
          .first_name = std::move(user.first_name),
          .last_name = std::move(user.last_name),
          .status = std::move(user.status),
          .sequencer_provider = std::move(user.sequencer_provider),
          .sequencer_client_id = user.sequencer_client_id,
          .created_at = user.created_at};
}

[[noreturn]] void refuse_unknown(const std::string& id_or_email) {
  throw UsageError(fmt::format("the account has no user {}", in_quotes(id_or_email)), id_or_email);
}

// By email; the whole list where the API refuses the filter.
partner::List<partner::User> users_with(partner::Client& client, const std::string& email) {
  try {
    return partner::list_users(client, "email=" + percent_encoded(email));
  } catch (const partner::ApiError& refusal) {
    if (refusal.status() != 400) throw;
    return partner::list_users(client);
  }
}

}  // namespace

std::optional<partner::User> user_with_email(partner::Client& client, const std::string& email) {
  // The filter may not be heeded, so every row is checked.
  for (partner::User& user : users_with(client, email).items)
    if (ascii_lower(user.email) == ascii_lower(email)) return std::move(user);
  return std::nullopt;
}

void check_user_name(const std::string& id_or_email) {
  if (id_or_email.find('@') == std::string::npos && !partner::is_id(id_or_email, "usr_"))
    throw UsageError(fmt::format("{} is neither a user's id (usr_…) nor an email", in_quotes(id_or_email)),
                     Subject{id_or_email, "a user's id (usr_…) or an email"});
}

AccountUsers list_users(Session& session) {
  auto list = partner::list_users(session.client());
  AccountUsers found;
  for (partner::User& user : list.items) found.users.push_back(account_user(std::move(user)));
  add_warnings(list.odd, found.warnings);
  return found;
}

AccountUser find_user(Session& session, const std::string& id_or_email) {
  check_user_name(id_or_email);
  partner::Client& client = session.client();
  if (id_or_email.find('@') == std::string::npos) {
    try {
      return account_user(partner::get_user(client, id_or_email));
    } catch (const partner::ApiError& refusal) {
      if (refusal.is_not_found()) refuse_unknown(id_or_email);
      throw;
    }
  }
  if (auto user = user_with_email(client, id_or_email)) return account_user(*std::move(user));
  refuse_unknown(id_or_email);
}

}  // namespace domainplan
