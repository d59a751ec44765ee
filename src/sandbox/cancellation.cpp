#include "sandbox/cancellation.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "sandbox/receipts.hpp"

namespace domainplan::sandbox {
namespace {

// Domains that leave an order go to the account's inventory.
void release(Holding& domain) {
  domain.order.reset();
  domain.cancels.reset();
  domain.forwarding_url.clear();
}

bool is_on(const Holding* domain, std::size_t order) { return domain && domain->order == order; }

// The holdings that `wanted` names; each must be on the order and not be cancelled already.
std::vector<Holding*> named(Account& account, std::size_t order, const std::vector<std::string>& wanted) {
  std::vector<Holding*> domains;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    Holding* const domain = account.holding(wanted[i]);
    const std::string field = fmt::format("domains[{}]", i);
    if (!is_on(domain, order))
      throw bad(field, fmt::format("{} is not a domain of this order", in_quotes(wanted[i])));
    if (domain->cancels) throw bad(field, fmt::format("{} is cancelled already", in_quotes(wanted[i])));
    if (std::find(domains.begin(), domains.end(), domain) == domains.end()) domains.push_back(domain);
  }
  return domains;
}

}  // namespace

std::vector<std::string> domains_to_cancel(const Call& call) {
  if (call.body.empty()) return {};
  const Json body = object_in(call);
  for (const auto& [key, value] : body.items())
    if (key != "domains")
      throw bad(key, fmt::format("{} is not a field of this call: it has only domains", in_quotes(key)));
  if (!body.contains("domains")) return {};
  return texts_in(member(body, "", "domains"), SIZE_MAX);
}

Reply schedule_cancellation(Account& account, std::size_t index, const std::vector<std::string>& wanted,
                            Moment now) {
  PlacedOrder& order = account.orders[index];
  if (order.status == OrderStatus::failed || order.status == OrderStatus::cancelled || order.cancel_asked)
    throw bad("", fmt::format("the order cannot be cancelled: it is {}", name_of(order.status)));
  const Moment end = renewal_after(order, now);
  std::vector<Holding*> domains = named(account, index, wanted);
  if (wanted.empty())
    for (Holding& domain : account.holdings)
      if (domain.order == index) domains.push_back(&domain);
  for (Holding* const domain : domains) domain->cancels = domain->cancels.value_or(end);
  order.loses_domains = true;
  if (wanted.empty()) {
    order.cancel_asked = now;
    order.cancels = end;
    order.status = OrderStatus::cancel_scheduled;
    for (const std::size_t number : order.actions) account.actions[number].open = false;  // for nothing now
    note_order(account, order, now);
  }
  OrderedJson rows = OrderedJson::array();
  for (const Holding* const domain : domains) rows.push_back({{"id", domain->id}, {"domain", domain->name}});
  return ok({{"id", order.id},
             {"status", "cancel_scheduled"},
             {"cancellation_scheduled_at", text_of(now)},
             {"cancels_at", text_of(end)},
             {"domains", std::move(rows)}});
}

void cancel_what_is_due(Account& account, std::size_t index, Moment now) {
  PlacedOrder& order = account.orders[index];
  order.loses_domains = false;
  bool all = true;
  for (const std::string& name : order.request.domains) {
    Holding* const domain = account.holding(name);
    if (!is_on(domain, index)) continue;
    if (!domain->cancels) {
      all = false;
    } else if (now < *domain->cancels) {
      all = false;
      order.loses_domains = true;
    } else {
      const bool google = domain->provider == Provider::google;
      // What is left costs less; the bill of an order that ends as a whole stays, for the record.
      if (!order.cancel_asked)
        (google ? order.bill.google_inboxes : order.bill.microsoft_domains) -=
            google ? order.inboxes_per_domain : 1;
      release(*domain);
    }
  }
  if (all) order.status = OrderStatus::cancelled;
}

}  // namespace domainplan::sandbox
