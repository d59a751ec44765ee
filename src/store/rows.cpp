#include "domainplan/plan_rows.hpp"

#include <fmt/format.h>

#include "domainplan/error.hpp"
#include "intake/fields.hpp"
#include "store/cells.hpp"
#include "store/damage.hpp"

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

void throw_damaged(const std::string& file, std::size_t line, std::string_view column,
                   std::string_view what) {
  throw RunError(
      ErrorCode::disk,
      fmt::format(
          "{}; the plan is damaged",
          Diagnostic{file, line, std::string(column), DiagnosticCode::invalid, std::string(what)}.text()),
      file);
}

std::string key_problem(const std::string& key) {
  auto checked = customer_key(key);
  Problem* const problem = std::get_if<Problem>(&checked);
  return problem ? std::move(problem->message) : std::string();
}

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
