// What changed between two plans. Calls nothing back.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/stored_plan.hpp"

namespace domainplan {

enum class OrderChange : std::uint8_t {
  added,    // the customer has an order only in the newer plan
  removed,  // only in the older one
  changed   // in both, with other domains, providers, prices or another body
};
inline constexpr std::array<std::string_view, 3> kOrderChangeNames = {"added", "removed", "changed"};
constexpr std::string_view name_of(OrderChange change) {
  return kOrderChangeNames[static_cast<std::size_t>(change)];
}

// One customer whose order changed. Costs are first-year prices of what is to be registered, in cents.
struct OrderDifference {
  std::string customer;
  OrderChange change = OrderChange::changed;
  std::vector<std::string> lost, gained;  // domains; one that changed its provider is in both
  Cents before_cents = 0, after_cents = 0;
  std::string currency;  // of the newer order, or of the one that is gone

  bool operator==(const OrderDifference&) const = default;
};

// In the order of the newer plan; customers that only the older one has come last, in its order. Empty where
// no order differs.
std::vector<OrderDifference> difference(const StoredPlan& before, const StoredPlan& after);

}  // namespace domainplan
