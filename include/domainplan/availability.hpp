// What the API said about one domain: a row of POST /domains/availability.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domainplan/provider.hpp"

namespace domainplan {

// Why a domain is not available, in the vendor's terms.
enum class Reason : std::uint8_t { taken, premium, invalid, errored, stale };

std::string_view name_of(Reason reason);
std::optional<Reason> reason_of(std::string_view word);

// Money is in the currency's smallest unit (cents), in 64 bits.
using Cents = std::int64_t;
// An amount in an answer of the API is from 0 to 2^33 cents. Anything else is an invalid value.
inline constexpr Cents kMostApiCents = Cents{1} << 33;

struct AvailabilityRow {
  std::string domain = {};                        // canonical form
  std::optional<Reason> reason = {};              // why it is not available; unset: it is
  std::optional<Cents> price_cents = {};          // first year
  std::optional<Cents> renewal_price_cents = {};  // every further year
  std::string currency = {};                      // lower case ("usd"); empty where the API gave none
  ProviderSet usable_for = {};

  bool available() const { return !reason.has_value(); }
  // Whether the API may say something else when asked again in a moment.
  bool unsettled() const { return reason == Reason::stale || reason == Reason::errored; }
  bool operator==(const AvailabilityRow&) const = default;
};

}  // namespace domainplan
