// Sums of money that stay at the largest value instead of overflowing. For amounts of 0 or more: a vendor's
// total is never trusted to be small.
#pragma once

#include <limits>

#include "domainplan/availability.hpp"

namespace domainplan {

constexpr Cents saturating_sum(Cents one, Cents other) {
  constexpr Cents kMost = std::numeric_limits<Cents>::max();
  return one > kMost - other ? kMost : one + other;
}

constexpr Cents saturating_product(Cents price, std::int64_t count) {
  constexpr Cents kMost = std::numeric_limits<Cents>::max();
  return count > 0 && price > kMost / count ? kMost : price * count;
}

}  // namespace domainplan
