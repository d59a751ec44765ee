#include "submission/preview.hpp"

#include "submission/cents.hpp"
#include "submission/engine.hpp"
#include "submission/standing.hpp"

namespace domainplan {

std::string shown_currency(const Outgoing& order, const LicencePrices& prices) {
  if (!order.currency.empty()) return order.currency;
  return prices.only_currency().value_or(order.plan_currency);
}

SubmitReason unknown_month(const Outgoing& order, Cents limit) {
  return {.kind = SubmitReason::Kind::month_not_known, .limit = limit, .currency = order.plan_currency};
}

void add_order(const Outgoing& order, const LicencePrices& prices, SubmitPreview& preview) {
  if (preview.limit && preview.orders >= *preview.limit) return;
  ++preview.orders;
  SubmitPreview::Cost& cost = preview.costs[shown_currency(order, prices)];
  for (const PlannedDomain& domain : order.domains) {
    if (!domain.needs_registration()) continue;
    ++preview.domains;
    ++cost.domains[domain.price_cents.value_or(0)];
  }
  cost.first_year = saturating_sum(cost.first_year, order.figure.registrations);
  cost.renewals = saturating_sum(cost.renewals, order.renewal_cents);
  const auto licences = prices.cost_of(order.figure.licences);
  cost.licences =
      cost.licences && licences ? std::optional(saturating_sum(*cost.licences, *licences)) : std::nullopt;
}

SubmitResult result_for(const Outgoing& order, const Sending* sending, const LicencePrices& prices) {
  SubmitResult result{.customer = order.customer,
                      .domains = order.domains.size(),
                      .price_cents = order.figure.registrations,
                      .renewal_cents = order.renewal_cents,
                      .licence_cents = prices.cost_of(order.figure.licences),
                      .currency = shown_currency(order, prices)};
  if (!sending || sending->state != Sending::State::placed) return result;
  result.order_id = sending->order_id;
  result.total_cents = sending->total_cents;
  result.placed_at = sending->placed_at();
  if (!sending->currency.empty()) result.currency = sending->currency;
  return result;
}

SubmitPreview preview_of(const Submission& about, const Sendings& sendings, const SubmitOptions& options,
                         const SubmitHooks& hooks) {
  SubmitPreview preview;
  preview.max_spend_cents = options.max_spend_cents;
  preview.limit = options.limit;
  Spending spending(options.max_spend_cents);
  const LicencePrices unknown;
  for (const Outgoing& order : about.orders) {
    const Sending* const sending = sending_of(sendings, order.customer);
    Standing standing = standing_of(order, sending);
    const auto repeated = about.repeated_rows.find(order.customer);
    const bool is_allowed = options.allow_all_duplicates || options.allow_duplicate.contains(order.customer);
    if (standing.work == Standing::Work::send && repeated != about.repeated_rows.end() && !is_allowed)
      standing = {Standing::Work::none,
                  SubmitState::possible_duplicate,
                  {.kind = SubmitReason::Kind::duplicate, .duplicate = repeated->second},
                  Remedy::allow_duplicate};
    const auto limit = about.month_limits.find(order.customer);
    const bool has_ledger = options.ledger.ledger || options.ledger.identity != kNoLedger;
    if (standing.work == Standing::Work::send && limit != about.month_limits.end() && !has_ledger)
      standing = {Standing::Work::none, SubmitState::over_limit, unknown_month(order, limit->second)};
    if (preview.currency.empty()) preview.currency = shown_currency(order, unknown);
    if (sending && sending->may_exist()) spending.count(order.customer, order.figure, sending->total_cents);
    SubmitResult result = result_for(order, sending, unknown);
    result.state = standing.state;
    result.reason = standing.reason;
    result.remedy = standing.remedy;
    if (standing.work != Standing::Work::none)
      add_order(order, unknown, preview);
    else if (needs_person(result))
      preview.held.push_back(result);
    if (hooks.result) hooks.result(result);
  }
  preview.counted_cents = spending.total();
  return preview;
}

}  // namespace domainplan
