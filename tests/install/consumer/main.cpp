// Another project's program: names, checked against a sandbox of its own making, and a choice among them.
#include <domainplan/bundle.hpp>
#include <domainplan/domain_name.hpp>
#include <domainplan/naming.hpp>
#include <domainplan/sandbox.hpp>
#include <domainplan/selection.hpp>

#include <cstdio>

int main() {
  domainplan::Bundle bundle;
  bundle.monthly_sending_volume = 25'000;
  const domainplan::Demand demand = domainplan::required_domains(bundle);

  domainplan::CandidateStream stream(domainplan::NamingRules::built_in(), {.brand = "Müller & Söhne GmbH"});
  std::vector<domainplan::Item> items;
  while (items.size() < 40) {
    const auto candidate = stream.next();
    if (!candidate || !domainplan::is_registrable_root(candidate->domain)) return 1;
    items.push_back({.score = candidate->score,
                     .cost = 1'000,
                     .rank = static_cast<std::int64_t>(items.size()),
                     .usable_for = domainplan::ProviderSet::both()});
  }
  const auto order = domainplan::select(items, demand, {}, domainplan::Prefer::quality);
  if (!order || order->chosen.size() != 19) return 2;

  const domainplan::sandbox::Server server({});
  std::printf("%zu domains chosen; a sandbox at %s\n", order->chosen.size(), server.base_url().c_str());
  return server.port() > 0 ? 0 : 3;
}
