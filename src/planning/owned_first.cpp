#include "planning/owned_first.hpp"

#include <algorithm>

#include "planning/market.hpp"

namespace domainplan {

OwnedUse use_owned(const std::vector<OwnedDomain>& owned, Demand demand,
                   const std::unordered_set<std::string>& avoided) {
  OwnedUse use;
  int google_only = 0, microsoft_only = 0, either = 0;
  const auto take = [&](ProviderSet kind, int& count, int limit) {
    for (const OwnedDomain& domain : owned) {
      if (avoided.contains(domain.domain)) continue;
      const ProviderSet usable = domain.usable_for & needed_providers(demand);
      if (usable == kind && count < limit) {
        use.used.push_back({domain.domain, usable, domain.is_inventory});
        ++count;
      }
    }
  };
  take(Provider::google, google_only, demand.google);
  take(Provider::microsoft, microsoft_only, demand.microsoft);
  take(ProviderSet::both(), either, demand.total() - google_only - microsoft_only);
  std::sort(use.used.begin(), use.used.end(),
            [](const OwnedDomain& a, const OwnedDomain& b) { return a.domain < b.domain; });

  const int google_left = demand.google - google_only, microsoft_left = demand.microsoft - microsoft_only;
  for (int to_google = std::max(0, either - microsoft_left); to_google <= std::min(either, google_left);
       ++to_google)
    use.rest.push_back({google_left - to_google, microsoft_left - (either - to_google)});
  return use;
}

}  // namespace domainplan
