// Names and a choice among them: the core alone, without network.
#include <domainplan/bundle.hpp>
#include <domainplan/domain_name.hpp>
#include <domainplan/naming.hpp>
#include <domainplan/select_rows.hpp>

#include <cstdio>

int main() {
  domainplan::Bundle bundle;
  bundle.monthly_sending_volume = 25'000;
  const domainplan::Demand demand = domainplan::required_domains(bundle);

  domainplan::CandidateStream stream(domainplan::NamingRules::built_in(), {.brand = "Müller & Söhne GmbH"});
  std::vector<domainplan::CheckedCandidate> rows;
  while (rows.size() < 200) {
    const auto candidate = stream.next();
    if (!candidate || !domainplan::is_registrable_domain(candidate->domain)) return 1;
    domainplan::AvailabilityRow row{.domain = candidate->domain,
                                    .price_cents = 1'000,
                                    .currency = "usd",
                                    .usable_for = domainplan::ProviderSet::both()};
    rows.push_back({*candidate, row});
  }
  const auto order = domainplan::select_rows(rows, demand, {});
  const auto* const best = std::get_if<domainplan::RowSelection>(&order);
  if (!best || best->lines.size() != 19 || best->cost_cents != 19'000) return 2;
  std::printf("%zu domains chosen\n", best->lines.size());
}
