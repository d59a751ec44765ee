// API keys: `Authorization: Bearer pk_test_…` or `pk_live_…`, and nothing else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace domainplan::sandbox {

// What a key may do. `limited` may only check availability and price, `read` may write nothing.
enum class Permission : std::uint8_t { full, limited, read };

struct Key {
  std::string text;
  bool live = false;
  Permission permission = Permission::full;  // by the word after pk_test_ or pk_live_
};

// The key in the header's values; nullopt: there is none, or it is not in the one accepted form.
std::optional<Key> key_in(const std::vector<std::string>& authorization);

}  // namespace domainplan::sandbox
