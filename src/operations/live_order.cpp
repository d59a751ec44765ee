#include "operations/live_order.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "store/journal.hpp"
#include "submission/account_binding.hpp"

namespace domainplan {
namespace {

std::size_t count_for(Provider provider, const std::vector<partner::PartnerDomain>& domains) {
  return static_cast<std::size_t>(
      std::count_if(domains.begin(), domains.end(),
                    [&](const partner::PartnerDomain& domain) { return domain.provider == provider; }));
}

// The share of `some` in the bill's line for a provider.
std::optional<Cents> share_of_line(const partner::Order& order, std::string_view type, std::size_t some,
                                   std::size_t all) {
  if (some == 0) return 0;
  for (const partner::LineItem& item : order.line_items)
    if (item.type == type && item.amount_cents >= 0 && item.amount_cents <= kMostApiCents && all > 0)
      return item.amount_cents * static_cast<Cents>(some) / static_cast<Cents>(all);
  return std::nullopt;
}

}  // namespace

std::string placed_order(const StoredPlan& plan, const std::string& customer, Session& session) {
  const auto owner = recorded_owner(plan.folder);
  demand_same_api(plan, owner, session);
  demand_same_account(plan, owner, session);
  const Sendings sendings = recorded_sendings(plan.folder);
  const auto sending = sendings.find(customer);
  if (sending != sendings.end() && sending->second.state == Sending::State::placed)
    return sending->second.order_id;
  const bool is_planned = std::any_of(plan.orders.begin(), plan.orders.end(),
                                      [&](const PlannedOrder& order) { return order.customer == customer; });
  throw UsageError(is_planned || sending != sendings.end()
                       ? fmt::format("the order of {} in {} was not placed, according to its journal",
                                     in_quotes(customer), in_quotes(plan.folder, 300))
                       : fmt::format("{} is not a customer with an order in {}", in_quotes(customer),
                                     in_quotes(plan.folder, 300)),
                   customer);
}

partner::Order order_of_account(partner::Client& client, const std::string& id) {
  if (!partner::is_id(id, "ord_"))
    throw UsageError(fmt::format("{} is not the id of an order (ord_…)", in_quotes(id)), id);
  try {
    return partner::get_order(client, id);
  } catch (const partner::ApiError& refusal) {
    if (!refusal.is_not_found()) throw;
    throw UsageError(fmt::format("the account has no order {}", in_quotes(id)), id);
  }
}

std::vector<partner::PartnerDomain> domains_on(partner::Client& client, const std::string& order_id) {
  std::vector<partner::PartnerDomain> domains;
  for (partner::PartnerDomain& domain : partner::list_domains(client).items)
    if (domain.order_id == order_id) domains.push_back(std::move(domain));
  std::sort(domains.begin(), domains.end(),
            [](const auto& one, const auto& other) { return one.domain < other.domain; });
  return domains;
}

std::optional<Cents> month_cents(const partner::Order& order, const std::vector<partner::PartnerDomain>& all,
                                 const std::vector<partner::PartnerDomain>& some) {
  if (count_for(Provider::google, some) + count_for(Provider::microsoft, some) != some.size())
    return std::nullopt;
  const auto share = [&](Provider provider, std::string_view type) {
    return share_of_line(order, type, count_for(provider, some), count_for(provider, all));
  };
  const auto google = share(Provider::google, "google_license");
  const auto microsoft = share(Provider::microsoft, "microsoft_license");
  if (!google || !microsoft) return std::nullopt;
  return *google + *microsoft;
}

}  // namespace domainplan
