#include "submission/replan.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger.hpp"
#include "io/sha256.hpp"
#include "planning/choose_again.hpp"
#include "store/replace.hpp"
#include "submission/cents.hpp"
#include "submission/recheck.hpp"

namespace domainplan {
namespace {

Cents renewals_of(const PlannedOrder& order) {
  Cents sum = 0;
  for (const PlannedDomain& domain : order.domains)
    if (domain.needs_registration()) sum = saturating_sum(sum, domain.renewal_price_cents.value_or(0));
  return sum;
}

// From the order that a plan or an update last made.
PriceIncrease increase_of(const StoredPlan& plan, const PlannedOrder& now, const Objection& objection) {
  PriceIncrease increase{.customer = now.customer, .reason = objection.reason};
  for (const PinnedCustomer& customer : plan.pinned->customers)
    if (customer.customer == now.customer && customer.order)
      increase.agreed_cents = customer.order->planned_cents;
  for (const PlannedOrder& before : plan.orders)
    if (before.customer == now.customer) {
      increase.agreed_renewal_cents = renewals_of(before);
      increase.agreed_currency = before.currency();
    }
  increase.new_cents = now.price_cents();
  increase.new_renewal_cents = renewals_of(now);
  increase.new_currency = now.currency();
  return increase;
}

bool is_agreed(const PriceIncrease& increase, Cents max_increase) {
  return increase.new_currency == increase.agreed_currency &&
         increase.new_renewal_cents <= increase.agreed_renewal_cents &&
         increase.new_cents <= saturating_sum(increase.agreed_cents, max_increase);
}

// Gives names back that no order of the plan has any more, or that one would have had.
void release_unneeded(const StoredPlan& plan, Ledger& ledger) {
  const auto id = plan_in_ledger(plan.folder);
  if (!id) return;
  std::vector<std::string> needed;
  for (const PlannedOrder& order : plan.orders)
    for (const PlannedDomain& domain : order.domains) needed.push_back(domain.domain);
  ledger.release_others(*id, needed);
}

}  // namespace

void demand_same_inputs(const StoredPlan& plan, const ReplanInputs& inputs) {
  if (!plan.pinned) return;
  const PinnedInputs& pinned = plan.pinned->inputs;
  const auto check = [&](const std::optional<InputFile>& file, const std::optional<std::string>& sha256) {
    if (file && sha256_hex(file->bytes) != sha256)
      throw UsageError(fmt::format("{} is not the file that {} was made from", in_quotes(file->name, 300),
                                   in_quotes(plan.folder, 300)),
                       file->name, Remedy::update);
  };
  check(inputs.customers, pinned.customers);
  check(inputs.personas, pinned.personas);
  check(inputs.bundles, pinned.bundles);
  check(inputs.owned, pinned.owned);
}

void plan_again(const PlanLock& lock, StoredPlan& plan, Session& session, const SubmitOptions& options,
                const SubmitHooks& hooks, Engine& engine) {
  LedgerUse ledger = options.ledger;
  if (plan.pinned && plan.pinned->ledger)
    ledger.reserve_days = static_cast<int>(plan.pinned->ledger->reserve_days);
  const std::vector<std::string> ended = engine.domains_of_ended();
  for (const auto& [customer, objection] : engine.objections()) {
    std::vector<std::string> refused = objection.refused;
    refused.insert(refused.end(), ended.begin(), ended.end());
    try {
      const AskOptions ask{.batch_size = options.batch_size,
                           .recheck_wait = options.recheck_wait,
                           .warning = hooks.warning,
                           .refused = std::move(refused),
                           .ledger = ledger};
      const store::CustomerRows chosen = choose_again(plan, customer, session, ask);
      const PriceIncrease increase = increase_of(plan, chosen.order, objection);
      const bool may_replace = is_agreed(increase, options.max_increase_cents) ||
                               (hooks.confirm_increase && hooks.confirm_increase(increase));
      if (!may_replace) {
        engine.record(customer, SubmitState::price_changed, objection.reason, increase);
        continue;
      }
      store::replace_customer(lock, plan, chosen);
      engine.record(customer, SubmitState::replanned, objection.reason, increase);
    } catch (const NoOtherChoice& error) {
      SubmitReason reason = objection.reason;
      reason.replan_error = error.what();
      engine.record(customer, objection.state, std::move(reason));
    }
  }
  if (options.ledger.ledger) release_unneeded(plan, *options.ledger.ledger);
}

}  // namespace domainplan
