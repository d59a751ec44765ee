// What the API said of one domain: a row of POST /domains/availability.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domainplan/provider.hpp"

namespace domainplan {

// Why a domain cannot be had, in the vendor's words.
enum class Reason : std::uint8_t { taken, premium, invalid, errored, stale };

std::string_view name_of(Reason reason);
std::optional<Reason> reason_of(std::string_view word);

// Money is in the currency's smallest unit (cents), in 64 bits.
using Cents = std::int64_t;
// 2^33: the API's amounts are from 0 to this. More is not an amount of money, whatever an answer says.
inline constexpr Cents kMostApiCents = Cents{1} << 33;

struct AvailabilityRow {
  std::string domain = {};                        // canonical form
  std::optional<Reason> reason = {};              // set: cannot be had, and why; unset: available
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
