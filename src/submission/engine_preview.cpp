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
  std::map<std::string, std::optional<partner::Order>> read;
  const auto order = [&](const std::string& id) {
    const auto [found, is_new] = read.try_emplace(id);
    if (is_new) found->second = world_.order(id);
    return found->second;
  };
  learn_from_newest(spending_.prices, std::move(listed), currencies, order);
  learn_from_totals(order);
}

// Journalled orders without line items give a price too: the newest first, while one is unknown that an order
// needs.
void Engine::learn_from_totals(const ReadOrder& read) {
  std::vector<std::pair<const Sending*, const Figure*>> placed;
  const auto add = [&](const std::string& customer, const Figure& figure) {
    const Sending* const sending = sending_of(journal_.sendings(), customer);
    if (sending && sending->state == Sending::State::placed && sending->total_cents.value_or(0) > 0)
      placed.emplace_back(sending, &figure);
  };
  for (const auto& [customer, figure] : about_.elsewhere) add(customer, figure);
  for (const Slot& slot : slots_) add(slot.order.customer, slot.order.figure);
  std::stable_sort(placed.begin(), placed.end(), [](const auto& one, const auto& other) {
    return one.first->first_sent.wall_ms > other.first->first_sent.wall_ms;
  });
  const auto is_needed = [&](const std::string& currency) {
    return std::any_of(slots_.begin(), slots_.end(), [&](const Slot& slot) {
      const std::string& own = slot.order.currency;
      return slot.phase != Phase::settled && spending_.is_unknown(slot.order.figure) &&
             (own == currency || own.empty() || currency.empty());
    });
  };
  std::map<std::string, std::size_t> looked;
  for (const auto& [sending, figure] : placed) {
    if (!is_needed(sending->currency) || ++looked[sending->currency] > kNewestOrders) continue;
    const auto full = read(sending->order_id);
    if (full && LicencePrices().learn(*full)) continue;
    spending_.prices.learn_from_total(*sending->total_cents, figure->registrations,
                                      figure->licences.google_domains + figure->licences.microsoft_domains,
                                      sending->currency);
  }
}

SubmitPreview Engine::preview() const {
  SubmitPreview preview;
  preview.counted_cents = spending_.total();
  preview.max_spend_cents = options_.max_spend_cents;
  if (options_.limit) preview.limit = *options_.limit - std::min(begun_, *options_.limit);
  if (options_.max_month_cents && account_) {
    const std::string currency = slots_.empty() ? "" : slots_.front().order.currency;
    preview.max_month_cents = options_.max_month_cents;
    preview.month_cents = sum_of(orders_of_month(currency));
  }
  if (!slots_.empty()) preview.currency = shown_currency(slots_.front().order, spending_.prices);
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
  result.reason = slot.reason;
  result.increase = slot.increase;
  result.remedy = slot.remedy;
  if (!result.placed_at || !account_) return result;
  const auto listed = account_->orders().find(result.order_id);
  if (listed != account_->orders().end() && listed->second.receipt.created_at)
    result.placed_at = std::chrono::floor<std::chrono::milliseconds>(*listed->second.receipt.created_at);
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
  const bool is_full = options_.limit && begun_ >= *options_.limit;
  if (to_be_sent().empty() || is_full) return;
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
