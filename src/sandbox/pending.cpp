#include "sandbox/pending.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/text.hpp"
#include "sandbox/nameservers.hpp"
#include "sandbox/paging.hpp"
#include "sandbox/users.hpp"

namespace domainplan::sandbox {
namespace {

struct Wording {
  const char* type;
  const char* reason;
  std::string message;
};

Wording wording_of(const Action& action, const PlacedOrder& order) {
  if (action.kind == ActionKind::picture) {
    const Persona& persona = order.request.personas[action.persona];
    return {"google_profile_picture", "profile_picture_not_accessible",
            fmt::format("The profile picture of {} {} cannot be loaded: {}", persona.first_name,
                        persona.last_name, persona.profile_picture_url.value_or(""))};
  }
  const std::string& domain = action.domain;
  if (action.kind == ActionKind::nameservers)
    return {"update_nameservers", "nameservers_not_set",
            fmt::format("Set the nameservers of {} at its registrar to {}.", domain,
                        fmt::join(nameservers_of(domain), " and "))};
  return {"replace_domain", "domain_not_usable",
          fmt::format("{} cannot be used for sending; choose a domain to replace it.", domain)};
}

OrderedJson json_of(const Action& action, const Account& account) {
  const PlacedOrder& order = account.orders[action.order];
  const Wording wording = wording_of(action, order);
  OrderedJson json = {{"id", action.id},
                      {"type", wording.type},
                      {"reason", wording.reason},
                      {"status", action.open ? "open" : "resolved"},
                      {"domain_id", nullptr},
                      {"domain", nullptr},
                      {"order_id", order.id},
                      {"user", {{"id", order.user_id}, {"email", account.user_with_id(order.user_id).email}}},
                      {"message", wording.message},
                      {"created_at", text_of(action.opened)}};
  if (action.kind == ActionKind::picture) {
    json["user"].update(json_of(order.request.personas[action.persona]));
  } else {
    json["domain"] = action.domain;
    json["domain_id"] = action.domain_id;
  }
  return json;
}

}  // namespace

Reply pending_actions(const Call& call, Account& account, Circumstances around, const std::string& url) {
  const std::string status = parameter(call, "status").value_or("open");
  if (status != "open" && status != "resolved")
    throw bad("status", fmt::format("status must be open or resolved, not {}", in_quotes(status)));
  const auto order_id = parameter(call, "order_id");
  const auto domain_id = parameter(call, "domain_id");

  const std::lock_guard lock(account.mutex);
  bring_up_to_date(account, around);
  const UserFilter user(call, account);
  const auto item = [&](std::size_t place) -> std::optional<OrderedJson> {
    const Action& action = account.actions[place];
    const PlacedOrder& order = account.orders[action.order];
    if (action.open != (status == "open")) return std::nullopt;
    if (order_id && order.id != *order_id) return std::nullopt;
    if (!user.matches(order.user_id)) return std::nullopt;
    OrderedJson json = json_of(action, account);
    if (domain_id && json["domain_id"] != *domain_id) return std::nullopt;
    return json;
  };
  return page_of(call, account.actions.size(), item, url, {"order_id", "user", "domain_id", "status"});
}

}  // namespace domainplan::sandbox
