// What is about to be sent, what it costs, and what became of it.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "submission/cents.hpp"
#include "submission/engine.hpp"
#include "submission/preview.hpp"
#include "submission/standing.hpp"

namespace domainplan {
void Engine::learn_licence_prices() {
  std::vector<const partner::OrderReceipt*> listed;
  for (const auto& [id, order] : account_->orders())
    if (order.is_listed) listed.push_back(&order.receipt);
  std::set<std::string> currencies;
  for (const Slot& slot : slots_) currencies.insert(slot.order.currency);
  learn_from_newest(spending_.prices, std::move(listed), currencies,
                    [this](const std::string& id) { return world_.order(id); });
  const auto learn = [&](const std::string& customer, const Figure& figure, std::size_t domains) {
    const auto sending = journal_.sendings().find(customer);
    if (sending == journal_.sendings().end() || sending->second.state != Sending::State::placed) return;
    if (const Cents total = sending->second.total_cents.value_or(0); total > 0)
      spending_.prices.learn_from_total(total, figure.registrations, static_cast<std::int64_t>(domains),
                                        sending->second.currency);
  };
  for (const auto& [customer, figure] : about_.elsewhere)
    learn(customer, figure,
          static_cast<std::size_t>(figure.licences.google_domains + figure.licences.microsoft_domains));
  for (const Slot& slot : slots_) learn(slot.order.customer, slot.order.figure, slot.order.domains.size());
}

SubmitPreview Engine::preview() const {
  SubmitPreview preview;
  preview.counted_cents = spending_.total();
  preview.max_spend_cents = options_.max_spend_cents;
  preview.limit = options_.limit;
  preview.account = about_.owner.account;
  preview.binds_account = about_.binds_account;
  for (const Slot& slot : slots_) {
    if (slot.phase != Phase::settled)
      add_order(slot.order, spending_.prices, preview);
    else if (SubmitResult result = result_of(slot); needs_person(result))
      preview.held.push_back(std::move(result));
  }
  // Two lists; for each order one call to place it and one to read it back; the prices, again.
  const auto batch = static_cast<std::uint64_t>(options_.batch_size);
  preview.calls = 2 + 2 * preview.orders + (preview.domains + batch - 1) / batch;
  preview.minutes = preview.calls / std::max<std::uint64_t>(1, about_.rate);
  return preview;
}

SubmitResult Engine::result_of(const Slot& slot) const {
  SubmitResult result =
      result_for(slot.order, sending_of(journal_.sendings(), slot.order.customer), spending_.prices);
  result.state = slot.state;
  result.message = slot.message;
  result.remedy = slot.remedy;
  return result;
}

std::vector<SubmitResult> Engine::results() const {
  std::vector<SubmitResult> all;
  for (const Slot& slot : slots_) all.push_back(result_of(slot));
  return all;
}

Cents Engine::cost_of_confirmed() const {
  Cents sum = 0;
  for (const Slot& slot : slots_) {
    if (!slot.is_confirmed) continue;
    const bool is_placed = slot.state == SubmitState::placed || slot.state == SubmitState::receipt_mismatch;
    if (slot.phase == Phase::settled && !is_placed) continue;
    const auto sending = journal_.sendings().find(slot.order.customer);
    const Cents billed = is_placed ? sending->second.total_cents.value_or(0) : 0;
    sum = saturating_sum(sum, std::max(spending_.figure(slot.order.figure), billed));
  }
  return sum;
}

bool Engine::ask(bool again) {
  SubmitPreview shown = preview();
  shown.is_again = again;
  if (!hooks_.confirm(shown)) return false;
  for (Slot& slot : slots_)
    if (!again) slot.is_confirmed = slot.phase != Phase::settled;
  confirmed_ = cost_of_confirmed();
  return true;
}

// The first receipt may show what could not be known before.
void Engine::ask_again_if_it_costs_more() {
  if (!ask_again_ || failure_ || lanes_.under_way() + lanes_.lost() > 0) return;
  ask_again_ = false;
  if (to_be_sent().empty()) return;
  lock_.release();
  if (!ask(true)) {
    declined_ = true;
    return;
  }
  lock();
  look();
  hold_duplicates();
}

}  // namespace domainplan
