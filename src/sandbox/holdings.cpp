#include "sandbox/holdings.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "sandbox/paging.hpp"
#include "sandbox/users.hpp"

namespace domainplan::sandbox {
namespace {

// `value` must be one of two words, if it is there.
void check_word(const std::optional<std::string>& value, const char* field, const char* one,
                const char* other) {
  if (value && *value != one && *value != other)
    throw bad(field, fmt::format("{} must be {} or {}, not {}", field, one, other, in_quotes(*value)));
}

const char* status_of(const Holding& domain, const Account& account) {
  if (!domain.order) return "ready";
  const PlacedOrder& order = account.orders[*domain.order];
  if (domain.cancels) return "cancel_scheduled";
  if (domain.retires != Moment::max()) return "retiring";
  for (const std::size_t number : order.actions)
    if (account.actions[number].open && account.actions[number].domain_id == domain.id)
      return "action_required";
  return order.status == OrderStatus::completed ? "active" : "in_progress";
}

}  // namespace

OrderedJson json_of(const Holding& domain, const Account& account) {
  OrderedJson json = {{"id", domain.id},
                      {"domain", domain.name},
                      {"category", domain.order ? "connected" : "inventory"},
                      {"status", status_of(domain, account)},
                      {"provider", nullptr},
                      {"user_id", nullptr},
                      {"order_id", nullptr},
                      {"usable_for", OrderedJson::array()},
                      {"forwarding_url", nullptr},
                      {"created_at", text_of(domain.since)}};
  if (domain.usable_for.has(Provider::google)) json["usable_for"].push_back("google");
  if (domain.usable_for.has(Provider::microsoft)) json["usable_for"].push_back("microsoft");
  if (!domain.order) return json;
  const PlacedOrder& order = account.orders[*domain.order];
  json["provider"] = domain.provider == Provider::google ? "google" : "microsoft";
  json["user_id"] = order.user_id;
  json["order_id"] = order.id;
  if (!domain.forwarding_url.empty()) json["forwarding_url"] = domain.forwarding_url;
  return json;
}

Reply list_domains(const Call& call, Account& account, Circumstances around, const std::string& url) {
  const auto category = parameter(call, "category");
  check_word(category, "category", "inventory", "connected");
  const auto usable_for = parameter(call, "usable_for");
  check_word(usable_for, "usable_for", "google", "microsoft");
  const auto status = parameter(call, "status");

  const std::lock_guard lock(account.mutex);
  bring_up_to_date(account, around);
  const UserFilter user(call, account);
  const auto item = [&](std::size_t place) -> std::optional<OrderedJson> {
    const Holding& domain = account.holdings[place];
    if (domain.gone || domain.failed || around.now < domain.ready) return std::nullopt;
    if (category && (*category == "connected") != domain.order.has_value()) return std::nullopt;
    if (usable_for &&
        !domain.usable_for.has(*usable_for == "google" ? Provider::google : Provider::microsoft))
      return std::nullopt;
    if (!user.matches(domain.order ? account.orders[*domain.order].user_id : "")) return std::nullopt;
    if (status && *status != status_of(domain, account)) return std::nullopt;
    return json_of(domain, account);
  };
  return page_of(call, account.holdings.size(), item, url,
                 {"category", "usable_for", "status", "user", "user_id", "user_email"});
}

}  // namespace domainplan::sandbox
