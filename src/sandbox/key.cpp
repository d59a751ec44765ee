#include "sandbox/key.hpp"

#include <algorithm>
#include <string_view>

namespace domainplan::sandbox {
namespace {

bool is_key_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

}  // namespace

std::optional<Key> key_in(const std::vector<std::string>& authorization,
                          const std::vector<std::string>& accounts) {
  constexpr std::string_view kScheme = "Bearer ";
  constexpr std::size_t kPrefix = std::string_view("pk_test_").size();
  if (authorization.size() != 1 || !authorization.front().starts_with(kScheme)) return std::nullopt;
  Key key;
  key.text = authorization.front().substr(kScheme.size());
  const std::string_view text = key.text;
  key.live = text.starts_with("pk_live_");
  if ((!key.live && !text.starts_with("pk_test_")) || text.size() == kPrefix) return std::nullopt;
  if (!std::all_of(text.begin(), text.end(), is_key_character)) return std::nullopt;
  std::string_view rest = text.substr(kPrefix);
  std::size_t named = 0;  // characters of the longest account name that the key begins with
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (accounts[i].size() <= named || !rest.starts_with(accounts[i])) continue;
    if (rest.size() > accounts[i].size() && rest[accounts[i].size()] != '_') continue;
    named = accounts[i].size();
    key.account = i;
  }
  if (named > 0) rest.remove_prefix(std::min(named + 1, rest.size()));
  if (rest.starts_with("limited")) key.permission = Permission::limited;
  if (rest.starts_with("read")) key.permission = Permission::read;
  return key;
}

}  // namespace domainplan::sandbox
