#include "sandbox/account.hpp"

#include "core/text.hpp"
#include "sandbox/ids.hpp"

namespace domainplan::sandbox {

Holding* Account::holding(const std::string& name) {
  const auto found = holding_of.find(name);
  return found == holding_of.end() ? nullptr : &holdings[found->second];
}

Holding& Account::add(Holding holding) {
  holding_of.emplace(holding.name, holdings.size());
  holdings.push_back(std::move(holding));
  empty_handed = false;
  return holdings.back();
}

std::string Account::user_id(const std::string& user) {
  if (user.starts_with("usr_")) return user;
  std::string& id = users[ascii_lower(user)];
  if (id.empty()) {
    id = new_id("usr_");
    emails[id] = user;
  }
  return id;
}

std::string Account::known_user(const std::string& user) const {
  const auto found = users.find(ascii_lower(user));
  return found == users.end() ? user : found->second;
}

std::vector<bool> held(Account& account, const std::vector<std::string>& names) {
  std::vector<bool> answer(names.size());
  if (account.empty_handed || account.sells_twice) return answer;
  const std::lock_guard lock(account.mutex);
  for (std::size_t i = 0; i < names.size(); ++i) answer[i] = account.holding(names[i]) != nullptr;
  return answer;
}

}  // namespace domainplan::sandbox
