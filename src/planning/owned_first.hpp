// Domains the customer owns already are used before any is registered.
#pragma once

#include <string>
#include <unordered_set>
#include <vector>

#include "domainplan/bundle.hpp"
#include "domainplan/customer.hpp"

namespace domainplan {

// The owned domains an order uses, and what they leave to buy.
struct OwnedUse {
  std::vector<OwnedDomain> used;  // by name, usable_for cut to what the order needs
  // The demands that may be left, one for each way to split the owned domains that serve either provider.
  // Never empty; the total is the same in all.
  std::vector<Demand> rest;
};

// As many of `owned` as fit the split, first by name, without those in `avoided`, which no order may have.
// How many can be used does not depend on which: whatever serves one provider only fits up to that provider's
// count, and whatever serves both fits up to the total.
OwnedUse use_owned(const std::vector<OwnedDomain>& owned, Demand demand,
                   const std::unordered_set<std::string>& avoided);

}  // namespace domainplan
