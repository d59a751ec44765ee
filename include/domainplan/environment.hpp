// The environment that a key acts in.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace domainplan {

enum class Environment : std::uint8_t {
  sandbox,  // the embedded sandbox: nothing is real
  test,     // a pk_test_ key: the vendor's sandbox, nothing is billed
  live      // a pk_live_ key: real domains, real money
};

// "sandbox", "test" or "live", as summary.json and plan.json write it.
constexpr std::string_view name_of(Environment environment) {
  switch (environment) {
    case Environment::sandbox:
      return "sandbox";
    case Environment::test:
      return "test";
    case Environment::live:
      break;
  }
  return "live";
}

constexpr std::optional<Environment> environment_of(std::string_view name) {
  for (const Environment one : {Environment::sandbox, Environment::test, Environment::live})
    if (name == name_of(one)) return one;
  return std::nullopt;
}

// The environment a key belongs to by how it begins. A key that does not begin with pk_test_ counts as live,
// so that nothing is billed by mistake.
constexpr Environment environment_of_key(std::string_view key) {
  return key.starts_with("pk_test_") ? Environment::test : Environment::live;
}

}  // namespace domainplan
