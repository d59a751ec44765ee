// What is done with an answer.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "submission/engine.hpp"
#include "submission/preview.hpp"
#include "submission/standing.hpp"

namespace domainplan {

using partner::SendState;
using Kind = SubmitReason::Kind;

void Engine::take_answer(const SubmitWorld::Answer& answer) {
  const partner::Placement& placement = answer.placement;
  switch (placement.state) {
    case SendState::done:
      return take_receipt(answer.order, *placement.value);
    case SendState::refused:
      return take_refusal(answer.order, placement);
    case SendState::nothing_done:
    case SendState::held_back:
    case SendState::closed:
      return take_nothing_done(answer.order, placement);
    case SendState::lost:
      return take_lost(answer.order, placement.message);
  }
}

namespace {

// The domains that a refusal is about: the one whose place in the order is in its field ("domains[2]",
// "domains.2"), else those that the message names, else all that would be registered.
std::vector<std::string> refused_domains(const Outgoing& order, const partner::Placement& placement) {
  std::vector<std::string> named, all;
  const std::string& field = placement.error.field;
  const std::size_t digits = field.find_first_of("0123456789");
  std::size_t place = order.domains.size();
  if (digits != std::string::npos) std::from_chars(field.data() + digits, field.data() + field.size(), place);
  for (std::size_t i = 0; i < order.domains.size(); ++i) {
    const PlannedDomain& domain = order.domains[i];
    if (domain.source == Source::owned) continue;  // the order has to have it
    if (i == place) return {domain.domain};
    if (placement.error.message.find(domain.domain) != std::string::npos) named.push_back(domain.domain);
    if (domain.needs_registration()) all.push_back(domain.domain);
  }
  return named.empty() ? all : named;
}

}  // namespace

void Engine::take_refusal(std::size_t place, const partner::Placement& placement) {
  Slot& slot = slots_[place];
  // A "no" to bytes that may have been accepted before does not say that there is no order.
  if (slot.lost) return take_lost(place, placement.message);
  journal_.refused(slot.order.customer, placement.message, world_.now());
  spending_.discount(slot.order.customer);
  lanes_.settle(place);
  const SubmitReason reason{.kind = Kind::said, .text = placement.message};
  if (!placement.concerns_domains()) return settle(slot, SubmitState::refused, reason);
  objections_.emplace(slot.order.customer, Objection{SubmitState::no_longer_available, reason,
                                                     refused_domains(slot.order, placement)});
  settle(slot, SubmitState::no_longer_available, reason);
}

// The intent is closed: the order is as if it had not been sent.
void Engine::take_nothing_done(std::size_t place, const partner::Placement& placement) {
  Slot& slot = slots_[place];
  if (placement.state == SendState::closed || placement.status == 401 || placement.status == 403)
    fail(partner::error_of(placement, slot.order.customer));
  if (slot.lost) return take_lost(place, placement.message);
  journal_.not_placed(slot.order.customer, placement.message, false, world_.now());
  spending_.discount(slot.order.customer);
  lanes_.settle(place);
  slot.phase = Phase::waiting;
  slot.state = SubmitState::not_sent;
  slot.reason = {.kind = Kind::said, .text = placement.message};
  if (placement.state == SendState::held_back) ++slot.held_back;
}

void Engine::take_lost(std::size_t place, const std::string& message) {
  Slot& slot = slots_[place];
  lanes_.lose(place);
  if (!slot.lost) slot.lost = LostAnswer::in_this_run(world_.monotonic());
  slot.phase = Phase::lost;
  slot.state = SubmitState::outcome_unknown;
  slot.last_words = {.kind = Kind::said, .text = message};
  slot.reason = {.kind = Kind::answer_lost, .text = message};
  if (!slot.lost->next_look()) give_up(place, slot.last_words);
}

ReceiptExpectation Engine::expectation(const Slot& slot, const JournalledOrders& known) const {
  ReceiptExpectation order{
      .customer = slot.order.customer,
      .user = slot.order.body.user,
      .bundle_id = slot.order.body.bundle_id,
      .domains = {},
      .currency = slot.order.currency,
      .registrations = slot.order.figure.registrations,
      .journalled = &known,
      .listed_before = &slot.listed_before,
      .not_before_s = earliest_creation(journal_.sendings().at(slot.order.customer).first_sent)};
  for (const PlannedDomain& domain : slot.order.domains) order.domains.push_back(domain.domain);
  std::sort(order.domains.begin(), order.domains.end());
  return order;
}

void Engine::take_receipt(std::size_t place, const partner::OrderReceipt& receipt) {
  Slot& slot = slots_[place];
  const std::string& customer = slot.order.customer;
  const JournalledOrders known = journalled();
  std::string reason = contradiction(expectation(slot, known), receipt);
  std::optional<UtcTime> created_at;
  if (receipt.created_at) created_at = std::chrono::floor<std::chrono::microseconds>(*receipt.created_at);
  journal_.placed(customer, receipt.id, receipt.total_cents, receipt.currency, world_.now(), reason,
                  created_at);
  spending_.count(customer, slot.order.figure, receipt.total_cents);
  lanes_.settle(place);
  journalled_.try_emplace(receipt.id, customer);
  try {
    if (reason.empty()) reason = read_whole_order(slot, receipt, known);
  } catch (...) {
    settle(slot, SubmitState::placed);
    throw;
  }
  if (reason.empty()) {
    settle(slot, SubmitState::placed);
  } else {
    mismatch_ = customer;
    settle(slot, SubmitState::receipt_mismatch, {.kind = Kind::said, .text = reason});
  }
  if (spending_.is_exceeded() && !std::exchange(warned_of_limit_, true))
    warn({.code = NoticeCode::limit_exceeded,
          .count = spending_.total(),
          .limit = *spending_.limit(),
          .currency = shown_currency(slot.order, spending_.prices)});
  if (confirmed_ && !first_receipt_seen_) ask_again_ = cost_of_confirmed() > *confirmed_;
  first_receipt_seen_ = true;
}

// The receipt has a total alone; what it is made of stands in the order. Returns what contradicts ours there.
std::string Engine::read_whole_order(const Slot& slot, const partner::OrderReceipt& receipt,
                                     const JournalledOrders& known) {
  const auto full = world_.order(receipt.id);  // absent: there was a warning
  std::string reason = full ? contradiction(expectation(slot, known), *full) : "";
  if (!reason.empty()) {
    journal_.mismatch(slot.order.customer, reason, world_.now());
    return reason;
  }
  Cents total = std::max<Cents>(receipt.total_cents.value_or(0), 0);
  if (full && full->receipt.total_cents.value_or(0) > total) {
    total = *full->receipt.total_cents;
    journal_.billed(slot.order.customer, total, world_.now());
    spending_.count(slot.order.customer, slot.order.figure, total);
  }
  if (!(full && spending_.prices.learn(*full)) && total > 0)
    spending_.prices.learn_from_total(total, slot.order.figure.registrations,
                                      static_cast<std::int64_t>(slot.order.domains.size()), receipt.currency);
  return "";
}

}  // namespace domainplan
