// The mailbox providers a domain can serve, and sets of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace domainplan {

enum class Provider : std::uint8_t { google, microsoft };

// The vendor's name for a provider: "google" or "microsoft".
constexpr std::string_view name_of(Provider provider) {
  return provider == Provider::google ? "google" : "microsoft";
}

// The provider of that name, if there is one.
constexpr std::optional<Provider> provider_of(std::string_view word) {
  if (word == "google") return Provider::google;
  if (word == "microsoft") return Provider::microsoft;
  return std::nullopt;
}

// A set of providers: what a domain is usable for.
class ProviderSet {
 public:
  constexpr ProviderSet() = default;
  constexpr ProviderSet(Provider provider) : bits_(bit(provider)) {}
  static constexpr ProviderSet both() { return ProviderSet(Provider::google) | Provider::microsoft; }

  constexpr bool has(Provider provider) const { return (bits_ & bit(provider)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr ProviderSet operator|(ProviderSet other) const { return from_bits(bits_ | other.bits_); }
  constexpr ProviderSet operator&(ProviderSet other) const { return from_bits(bits_ & other.bits_); }
  constexpr bool operator==(const ProviderSet&) const = default;

  // "google", "microsoft", "google microsoft" or "", as owned.csv and candidates.csv write it.
  constexpr std::string_view text() const {
    constexpr std::string_view texts[] = {"", "google", "microsoft", "google microsoft"};
    return texts[bits_];
  }

 private:
  static constexpr std::uint8_t bit(Provider provider) { return provider == Provider::google ? 1 : 2; }
  static constexpr ProviderSet from_bits(int bits) {
    ProviderSet set;
    set.bits_ = static_cast<std::uint8_t>(bits);
    return set;
  }
  std::uint8_t bits_ = 0;
};

}  // namespace domainplan
