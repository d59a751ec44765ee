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
      std::count_if(domains.begin(), domains.end(), [&](const partner::PartnerDomain& domain) {
        return domain.provider == provider && domain.status != kRetiring;
      }));
}

// What the bill's lines of one type come to; nothing where it has none.
std::optional<Cents> sum_of_lines(const partner::Order& order, std::string_view type) {
  std::optional<Cents> sum;
  for (const partner::LineItem& item : order.line_items) {
    if (item.type != type) continue;
    if (item.amount_cents < 0 || item.amount_cents > kMostApiCents) return std::nullopt;
    sum = sum.value_or(0) + item.amount_cents;
  }
  return sum;
}

// The share of `some` in the bill's lines for a provider.
std::optional<Cents> share_of_lines(const partner::Order& order, std::string_view type, std::size_t some,
                                    std::size_t all) {
  if (some == 0) return 0;
  const auto sum = all > 0 ? sum_of_lines(order, type) : std::nullopt;
  return sum ? std::optional(*sum * static_cast<Cents>(some) / static_cast<Cents>(all)) : std::nullopt;
}

constexpr std::string_view licence_line(Provider provider) {
  return provider == Provider::google ? "google_license" : "microsoft_license";
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
    throw UsageError(fmt::format("{} is not the id of an order (ord_…)", in_quotes(id)),
                     Subject{id, "the id of an order (ord_…)"});
  try {
    return partner::get_order(client, id);
  } catch (const partner::ApiError& refusal) {
    if (!refusal.is_not_found()) throw;
    throw UsageError(fmt::format("the account has no order {}", in_quotes(id)), id);
  }
}

std::optional<partner::Order> readable_order(partner::Client& client, const std::string& id,
                                             std::vector<Notice>& warnings) {
  try {
    return partner::get_order(client, id);
  } catch (const RunError& error) {
    if (error.code() != ErrorCode::api) throw;
    Notice notice{.code = NoticeCode::order_unreadable, .subject = id, .reason = error.what()};
    if (std::find(warnings.begin(), warnings.end(), notice) == warnings.end())
      warnings.push_back(std::move(notice));
    return std::nullopt;
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
  if (std::any_of(some.begin(), some.end(), [](const auto& domain) { return !domain.provider; }))
    return std::nullopt;
  const auto share = [&](Provider provider) {
    return share_of_lines(order, licence_line(provider), count_for(provider, some), count_for(provider, all));
  };
  const auto google = share(Provider::google);
  const auto microsoft = share(Provider::microsoft);
  if (!google || !microsoft) return std::nullopt;
  return *google + *microsoft;
}

std::optional<Cents> share_of_bill(const partner::Order& order, const partner::PartnerDomain& domain,
                                   const std::vector<const partner::PartnerDomain*>& all) {
  if (!domain.provider) return std::nullopt;
  if (domain.status == kRetiring) return 0;
  Cents count = 0;
  std::optional<Cents> place;
  for (const partner::PartnerDomain* const one : all) {
    if (one->provider != domain.provider || one->status == kRetiring) continue;
    if (one->domain == domain.domain) place = count;
    ++count;
  }
  const auto sum = sum_of_lines(order, licence_line(*domain.provider));
  if (!sum || !place) return std::nullopt;
  return *sum * (*place + 1) / count - *sum * *place / count;  // a cent that is left goes to one of them
}

}  // namespace domainplan
