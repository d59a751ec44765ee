#include "domainplan/plan_rows.hpp"

#include "store/cells.hpp"

namespace domainplan {

Cents PlannedOrder::price_cents() const {
  Cents sum = 0;
  for (const PlannedDomain& domain : domains)
    if (domain.needs_registration()) sum += domain.price_cents.value_or(0);
  return sum;
}

std::string PlannedOrder::currency() const {
  for (const PlannedDomain& domain : domains)
    if (domain.needs_registration()) return domain.currency;
  return "";
}

namespace store {

bool read_cell(std::string_view cell, Provider& value) {
  const auto provider = provider_of(cell);
  if (provider) value = *provider;
  return provider.has_value();
}

bool read_cell(std::string_view cell, ProviderSet& value) {
  for (const ProviderSet set :
       {ProviderSet(), ProviderSet(Provider::google), ProviderSet(Provider::microsoft), ProviderSet::both()})
    if (set.text() == cell) return value = set, true;
  return false;
}

}  // namespace store
}  // namespace domainplan
