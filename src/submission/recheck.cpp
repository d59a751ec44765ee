#include "submission/recheck.hpp"

#include <algorithm>

#include "partner/availability.hpp"
#include "planning/market.hpp"

namespace domainplan {

std::optional<Objection> objection_to(const PlannedDomain& planned, const AvailabilityRow& row) {
  using Kind = SubmitReason::Kind;
  SubmitReason why{.domain = planned.domain, .currency = planned.currency, .new_currency = row.currency};
  const auto objection = [&](SubmitState state, Kind kind) {
    why.kind = kind;
    return Objection{state, why};
  };
  const auto changed = [&](Kind kind, Cents from, Cents to) {
    why.planned = from;
    why.now = to;
    return objection(SubmitState::price_changed, kind);
  };
  why.row_reason = row.reason;
  if (row.unsettled()) return objection(SubmitState::unconfirmed, Kind::not_settled);
  if (row.reason) return objection(SubmitState::no_longer_available, Kind::not_available);
  why.provider = planned.provider;
  if (!row.usable_for.has(planned.provider))
    return objection(SubmitState::no_longer_available, Kind::not_usable);
  if (row.currency != planned.currency) return objection(SubmitState::price_changed, Kind::currency_changed);
  const Cents price = planned.price_cents.value_or(0);
  if (!row.price_cents || *row.price_cents > price)
    return changed(Kind::price_changed, price, row.price_cents.value_or(0));
  if (!planned.renewal_price_cents) return std::nullopt;
  why.planned = *planned.renewal_price_cents;
  if (!row.renewal_price_cents) return objection(SubmitState::unconfirmed, Kind::renewal_not_given);
  if (*row.renewal_price_cents > *planned.renewal_price_cents)
    return changed(Kind::renewal_changed, *planned.renewal_price_cents, *row.renewal_price_cents);
  return std::nullopt;
}

Recheck::Recheck(std::size_t batch_size, Ask ask, Clock clock)
    : batch_size_(batch_size), ask_(std::move(ask)), clock_(std::move(clock)) {}

bool Recheck::is_fresh(const std::string& domain) const {
  const auto found = known_.find(domain);
  return found != known_.end() && domainplan::is_fresh(clock_() - found->second.at, kFreshRows);
}

Moment Recheck::fresh_until(const Outgoing& order) const {
  Moment until = Moment::max();
  for (const PlannedDomain& domain : order.domains) {
    if (!domain.needs_registration()) continue;
    const auto found = known_.find(domain.domain);
    until = std::min(until, found == known_.end() ? Moment::min() : found->second.at + kFreshRows);
  }
  return until;
}

void Recheck::ask(std::span<const Outgoing* const> orders) {
  const auto add_stale = [this](const Outgoing& order, std::vector<std::string>& domains) {
    for (const PlannedDomain& domain : order.domains)
      if (domain.needs_registration() && !is_fresh(domain.domain)) domains.push_back(domain.domain);
  };
  std::vector<std::string> domains;
  add_stale(*orders.front(), domains);
  if (domains.empty()) return;
  // A call costs the same with more names in it.
  const std::size_t room = (domains.size() + batch_size_ - 1) / batch_size_ * batch_size_;
  for (std::size_t i = 1; i < std::min(orders.size(), kOrdersPerCall) && domains.size() < room; ++i)
    add_stale(*orders[i], domains);
  domains.resize(std::min(domains.size(), room));
  ask_(domains, [this](AvailabilityRow row) {
    const std::string domain = row.domain;
    known_.insert_or_assign(domain, Known{clock_(), std::move(row)});
  });
}

std::optional<Objection> Recheck::objection(std::span<const Outgoing* const> orders, bool may_have_them) {
  ask(orders);
  std::optional<Objection> found;
  for (const PlannedDomain& domain : orders.front()->domains) {
    if (!domain.needs_registration()) continue;
    const auto known = known_.find(domain.domain);
    const AvailabilityRow row =
        known == known_.end() ? partner::missing_row(domain.domain) : known->second.row;
    if (may_have_them && row.reason == Reason::taken) continue;
    auto objection = objection_to(domain, row);
    // What is final says more than what may be known in a minute.
    if (objection && (!found || found->state == SubmitState::unconfirmed)) found = std::move(objection);
  }
  return found;
}

}  // namespace domainplan
