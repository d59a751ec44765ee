// Why a customer has no order: a column of shortfall.csv. A new reason is a line in each of the two lists.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace domainplan {

enum class ShortfallReason : std::uint8_t {
  bad_row,
  not_enough,
  max_checks,
  shares,
  rough_name,  // the brand cannot be read, or the name is a guess and the run is strict about names
  brand_check  // a person should look at the brand, and the run is strict about names
};

// The names, in the order above.
inline constexpr std::array<std::string_view, 6> kShortfallReasonNames = {
    "bad_row", "not_enough", "max_checks", "shares", "rough_name", "brand_check"};

constexpr std::string_view name_of(ShortfallReason reason) {
  return kShortfallReasonNames[static_cast<std::size_t>(reason)];
}

}  // namespace domainplan
