#include "sandbox/order_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"

namespace domainplan::sandbox {
namespace {

Demand need_of(const OrderRequest& request, const Bundles& bundles) {
  // How many domains licences need, the description does not say: a custom order is not counted.
  if (!request.bundle_id) return request.licenses;
  const auto bundle = bundles.find(*request.bundle_id);
  if (!bundle) throw bad("bundle_id", fmt::format("there is no bundle {}", in_quotes(*request.bundle_id)));
  if (bundle->archived)
    throw bad("bundle_id", fmt::format("bundle {} is archived", in_quotes(*request.bundle_id)));
  const auto required = static_cast<std::size_t>(bundle->required.total());
  const std::size_t submitted = request.domains.size();
  if (submitted != required)
    throw Refusal{400,
                  "domain_count_mismatch",
                  fmt::format("bundle {} needs {} domains, the order has {}", in_quotes(bundle->id), required,
                              submitted),
                  "domains",
                  {{"required_count", required},
                   {"submitted_count", submitted},
                   {"missing_count", submitted < required ? required - submitted : 0}}};
  return bundle->required;
}

// Whether the split is possible is easy to see where the count is right: what can serve one provider only
// must not be more than that provider needs.
void check_split(const Demand& need, const std::vector<Holding>& domains) {
  const auto check = [&](Provider provider, int most, const char* name) {
    const auto only = std::count_if(domains.begin(), domains.end(), [&](const Holding& domain) {
      return domain.usable_for == ProviderSet(provider);
    });
    if (only > most)
      throw bad("domains",
                fmt::format("{} of the domains are usable for {} only, but the bundle needs no more than {}",
                            only, name, most));
  };
  check(Provider::google, need.google, "google");
  check(Provider::microsoft, need.microsoft, "microsoft");
}

// Domains usable for both serve Google, in the order's order, as long as it needs more.
void share_out(const Demand& need, std::vector<Holding>& domains) {
  int google = need.google;
  for (const Holding& domain : domains) google -= domain.usable_for == ProviderSet(Provider::google) ? 1 : 0;
  for (Holding& domain : domains) {
    const bool both = domain.usable_for == ProviderSet::both();
    domain.provider = domain.usable_for.has(Provider::google) && (!both || google-- > 0)
                          ? Provider::google
                          : Provider::microsoft;
  }
}

// The domain as the account has it or the market offers it.
Holding found(const std::string& name, Account& account, const Market& market, Moment now, Cents& cost) {
  if (const Holding* const held = account.holding(name)) {
    if (held->order && !account.sells_twice)
      throw bad("domains", fmt::format("{} is on another order already", in_quotes(name)));
    if (held->failed)
      throw bad("domains", fmt::format("{} cannot be ordered: its import failed", in_quotes(name)));
    if (now < held->ready)
      throw bad("domains",
                fmt::format("{} cannot be ordered: its import has not completed", in_quotes(name)));
    return *held;
  }
  const Verdict verdict = market.judge(name);
  if (verdict.reason)
    throw bad("domains", fmt::format("{} cannot be ordered: {}", in_quotes(name), name_of(*verdict.reason)));
  cost += verdict.price_cents;
  Holding domain;
  domain.name = name;
  domain.usable_for = verdict.usable_for;
  domain.since = domain.ready = now;
  return domain;
}

}  // namespace

CheckedOrder checked(const OrderRequest& request, Account& account, const Market& market,
                     const Bundles& bundles, Moment now) {
  CheckedOrder order;
  order.need = need_of(request, bundles);
  for (std::size_t i = 0; i < request.domains.size(); ++i) {
    order.domains.push_back(found(request.domains[i], account, market, now, order.cost));
    order.domains.back().forwarding_url = request.forwarding_urls[i];
  }
  if (request.bundle_id) check_split(order.need, order.domains);
  share_out(order.need, order.domains);
  return order;
}

}  // namespace domainplan::sandbox
