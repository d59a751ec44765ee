// What the API said about one domain: a row of POST /domains/availability.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domainplan/provider.hpp"

namespace domainplan {

// Why a domain is not available, in the vendor's terms.
enum class Reason : std::uint8_t {
  taken,
  premium,
  invalid,
  errored,
  stale,
  not_recorded  // ours: no recorded row names the domain; the API never says it
};

std::string_view name_of(Reason reason);
// What the API says; unset for other words.
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
  // Whether it says what an order must know: no row is available without a price and its currency.
  bool is_priced() const { return price_cents && !currency.empty(); }
  // Whether the API may say something else when asked again in a moment.
  bool unsettled() const { return reason == Reason::stale || reason == Reason::errored; }
  bool operator==(const AvailabilityRow&) const = default;
};

// The row of a domain that cannot be ordered, of which no more is known than why.
AvailabilityRow unavailable_row(std::string domain, Reason reason);

// The reason of a row whose price and currency are read, from what else the row says; unset: its domain is
// available. A reason that is stated counts first, an unknown one as errored. A row is never taken as
// available unless it says all that an order must know.
std::optional<Reason> reason_of_row(const AvailabilityRow& row, bool says_available, bool says_premium,
                                    std::optional<Reason> stated);

// Whether `text` may be the currency of a price: up to 8 letters, as in "usd"; may be empty.
bool is_currency(std::string_view text);

}  // namespace domainplan
