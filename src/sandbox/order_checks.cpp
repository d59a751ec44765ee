#include "sandbox/order_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"

namespace domainplan::sandbox {
namespace {

// What a custom order's licences need: two Google inboxes fit on a domain. The description does not say how
// many domains the order must have then, so they are not counted.
CheckedOrder custom_order(const Demand& licenses) {
  CheckedOrder order;
  order.need = {(licenses.google + 1) / 2, licenses.microsoft};
  order.bill.google_inboxes = licenses.google;
  order.bill.microsoft_domains = licenses.microsoft;
  return order;
}

CheckedOrder bundle_order(const OrderRequest& request, const Bundles& bundles) {
  const auto bundle = bundles.find(*request.bundle_id);
  if (!bundle) throw bad("bundle_id", fmt::format("there is no bundle {}", in_quotes(*request.bundle_id)));
  if (bundle->archived)
    throw bad("bundle_id", fmt::format("bundle {} is archived", in_quotes(*request.bundle_id)));
  const auto required = static_cast<std::size_t>(bundle->required.total());
  const std::size_t submitted = request.domains.size();
  if (submitted != required)
    throw ErrorReply{400,
                     "domain_count_mismatch",
                     fmt::format("bundle {} needs {} domains, the order has {}", in_quotes(bundle->id),
                                 required, submitted),
                     "domains",
                     {{"required_count", required},
                      {"submitted_count", submitted},
                      {"missing_count", submitted < required ? required - submitted : 0}}};
  CheckedOrder order;
  order.need = bundle->required;
  order.inboxes_per_domain = bundle->google_inboxes_per_domain;
  order.bill.google_inboxes = order.need.google * order.inboxes_per_domain;
  order.bill.microsoft_domains = order.need.microsoft;
  return order;
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

}  // namespace

Holding orderable(const std::string& name, const std::string& field, Account& account, const Market& market,
                  Moment now, Cents& cost) {
  const auto refused = [&](const char* why) {
    return bad(field, fmt::format("{} cannot be ordered: {}", in_quotes(name), why));
  };
  if (const Holding* const held = account.holding(name)) {
    if (held->order && !account.sells_twice) throw refused("it is on another order already");
    if (held->failed) throw refused("its import failed");
    if (now < held->ready) throw refused("its import has not completed");
    return *held;
  }
  if (account.registry.names.contains(name) && !account.sells_twice) throw refused("taken");
  const Offer offer = market.judge(name);
  if (offer.reason) throw refused(std::string(name_of(*offer.reason)).c_str());
  cost += offer.price_cents;
  Holding domain;
  domain.name = name;
  domain.usable_for = offer.usable_for;
  domain.since = domain.ready = now;
  return domain;
}

CheckedOrder checked(const OrderRequest& request, Account& account, const Market& market, Moment now) {
  CheckedOrder order =
      request.bundle_id ? bundle_order(request, account.bundles) : custom_order(request.licenses);
  for (std::size_t i = 0; i < request.domains.size(); ++i) {
    Holding domain =
        orderable(request.domains[i], "domains", account, market, now, order.bill.registration_cents);
    if (!domain.imported) ++order.bill.registrations;
    domain.forwarding_url = request.forwarding_urls[i];
    order.domains.push_back(std::move(domain));
  }
  if (request.bundle_id) check_split(order.need, order.domains);
  share_out(order.need, order.domains);
  return order;
}

}  // namespace domainplan::sandbox
