// API keys: `Authorization: Bearer pk_test_…` or `pk_live_…`, and nothing else. What follows may name an
// account of the sandbox, then what the key may do: pk_test_read_1, pk_live_acme, pk_test_acme_limited.
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
  Permission permission = Permission::full;
  std::size_t account = 0;  // place among the sandbox's accounts; the first where the key names none
};

// The key in the header's values; nullopt: there is none, or it is not in the one accepted form. `accounts`
// are the names of the sandbox's accounts.
std::optional<Key> key_in(const std::vector<std::string>& authorization,
                          const std::vector<std::string>& accounts = {});

}  // namespace domainplan::sandbox
