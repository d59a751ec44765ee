#include "partner/me.hpp"

#include "core/text.hpp"

namespace domainplan::partner {
namespace {

constexpr std::size_t kLongestId = 1024;

Permission permission_of(const std::string& word) {
  for (const Permission one : {Permission::full, Permission::limited, Permission::read})
    if (word == name_of(one)) return one;
  return Permission::unknown;
}

// The id is compared, and part of a file's name after hashing: any text will do.
std::string partner_id(const Fields& data) {
  const auto partner = data.object("partner");
  const nlohmann::json* const id = partner ? partner->find("id") : nullptr;
  if (!id || !id->is_string() || id->get_ref<const std::string&>().empty() ||
      id->get_ref<const std::string&>().size() > kLongestId)
    data.refuse("partner.id", "missing; without it the account is not known");
  return id->get<std::string>();
}

}  // namespace

Me read_me(const Fields& data) {
  Me me;
  me.account.id = partner_id(data);
  me.account.name = data.object("partner")->text("name", 200);
  const auto key = data.object("api_key");
  if (!key) data.refuse("api_key", "missing");
  me.environment = key->word("environment");
  me.account.permission = permission_of(key->word("permission_preset"));
  return me;
}

Me ask_me(Client& client) { return client.read_one("/me", "GET /me", read_me); }

}  // namespace domainplan::partner
