#include "partner/pending_actions.hpp"

#include <fmt/format.h>

#include "core/percent.hpp"

namespace domainplan::partner {
namespace {

// Assumed: `user` names the persona or the customer in these fields; older pages give a plain text.
void read_user(const Fields& data, PendingAction& action) {
  const nlohmann::json* const user = data.find("user");
  if (!user) return;
  if (user->is_string()) {
    action.user = data.text("user", 320);
    return;
  }
  const auto fields = data.object("user");
  if (!fields) return;
  action.user_id = fields->optional_id("id", "usr_");
  action.email = fields->email("email");
  action.picture_url = fields->url("profile_picture_url");
  std::string name = fields->text("first_name", 200);
  if (const std::string last = fields->text("last_name", 200); !last.empty())
    name += (name.empty() ? "" : " ") + last;
  if (name.empty()) name = fields->text("name", 200);
  for (const std::string& one : {action.email, name, action.user_id})
    if (action.user.empty()) action.user = one;
}

}  // namespace

PendingAction read_action(const Fields& data) {
  PendingAction action;
  action.id = data.id("id", "act_");
  action.type = data.word("type");
  action.reason = data.text("reason", 200);
  action.status = data.optional_word("status");
  action.domain = data.optional_domain("domain");
  action.message = data.text("message");
  action.domain_id = data.optional_id("domain_id", "dom_");
  action.order_id = data.optional_id("order_id", "ord_");
  read_user(data, action);
  action.created_at = data.time("created_at");
  action.nameservers = data.domains("nameservers", 32);  // Assumed: not described; they mean what they say
  return action;
}

List<PendingAction> list_actions(Client& client, const std::string& query) {
  return client.read_list(fmt::format("/orders/pending?{}", query), read_action);
}

List<PendingAction> open_actions(Client& client, const std::string& order_id) {
  return list_actions(client, fmt::format("order_id={}&status=open", percent_encoded(order_id)));
}

}  // namespace domainplan::partner
