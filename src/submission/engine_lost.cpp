// Orders whose answer was lost: the looks at the account's lists, and sending the same bytes again.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/api_options.hpp"
#include "domainplan/error.hpp"
#include "partner/failure.hpp"
#include "store/journal_time.hpp"
#include "submission/engine.hpp"
#include "submission/standing.hpp"

namespace domainplan {

using Kind = SubmitReason::Kind;

Moment Engine::next_look() const {
  Moment next = Moment::max();
  for (const Slot& slot : slots_)
    if (slot.phase == Phase::lost && slot.lost->next_look()) next = std::min(next, *slot.lost->next_look());
  return next;
}

void Engine::note_wait(Moment until) {
  const auto duration = until - world_.monotonic();
  if (!hooks_.wait || duration <= partner::kReportedWait || until == wait_noted_) return;
  wait_noted_ = until;
  for (const Slot& slot : slots_)
    if (slot.phase == Phase::lost && slot.lost->next_look() == until)
      return hooks_.wait({SubmitWait::Reason::lost_answer, slot.order.customer, "", duration});
}

// One look serves every order that waits for one.
void Engine::look_for_lost() {
  const Moment began = world_.monotonic();
  try {
    look();
  } catch (const Interrupted&) {
    throw;
  } catch (const KeyRefused&) {
    return fail(std::current_exception());
  } catch (const partner::ApiClosed&) {
    return fail(std::current_exception());  // no look of this run would say more; the next one looks first
  } catch (const Error& error) {
    for (std::size_t place = 0; place < slots_.size(); ++place) {
      Slot& slot = slots_[place];
      if (slot.phase != Phase::lost || slot.lost->next_look().value_or(Moment::max()) > began) continue;
      slot.lost->looked(world_.monotonic());
      if (slot.lost->next_look()) continue;
      give_up(place, {.kind = Kind::said, .text = error.what()});
      unreadable_ = std::current_exception();
    }
    return;
  }
  for (std::size_t place = 0; place < slots_.size(); ++place)
    if (slots_[place].phase == Phase::lost)
      look_for(place, slots_[place].lost->next_look().value_or(Moment::max()) <= began);
  // The lists may have an order of another process by now.
  hold_duplicates();
}

void Engine::look_for(std::size_t place, bool due) {
  Slot& slot = slots_[place];
  const Sending& sending = journal_.sendings().at(slot.order.customer);
  LostOrder lost{.user = slot.order.body.user,
                 .bundle_id = slot.order.body.bundle_id,
                 .domains = {},
                 .not_these = slot.listed_before,
                 .not_before_s = slot.was_first ? 0 : earliest_creation(sending.first_sent)};
  for (const PlannedDomain& domain : slot.order.domains) lost.domains.insert(domain.domain);
  for (const auto& [id, customer] : journalled()) lost.not_these.insert(id);
  const LostFinding finding =
      find_lost(lost, *account_, [this](const std::string& id) { return world_.order(id); });
  const bool is_confirmed = options_.confirm_not_placed.contains(slot.order.customer) && !slot.in_this_run;
  if (finding.kind == LostFinding::Kind::placed) {
    if (is_confirmed)
      warn({.code = NoticeCode::confirmation_refused,
            .subject = slot.order.customer,
            .order = finding.order->receipt.id});
    return take_receipt(place, finding.order->receipt);
  }
  if (!due) return;
  slot.lost->looked(world_.monotonic());
  if (finding.kind == LostFinding::Kind::unclear) {
    slot.last_words = {.kind = Kind::orders_seen, .seen = finding.seen};
    SubmitReason reason = slot.last_words;
    reason.confirmation_refused = is_confirmed;
    if (is_confirmed || !slot.lost->next_look()) give_up(place, std::move(reason));
    return;
  }
  if (is_confirmed) return reopen(place);
  const bool is_allowed =
      options_.allow_all_duplicates || options_.allow_duplicate.contains(slot.order.customer);
  if (finding.newcomer.is_set() && !is_allowed) return give_up(place, finding.newcomer);
  resend(place);
}

// A person has confirmed that nothing came of it, and the lists do not say otherwise.
void Engine::reopen(std::size_t place) {
  Slot& slot = slots_[place];
  journal_.not_placed(slot.order.customer, "a person confirmed that nothing came of it", true, world_.now());
  spending_.discount(slot.order.customer);
  lanes_.settle(place);
  slot.lost.reset();
  slot.state = SubmitState::not_placed;
  if (slot.order.is_unpinned) return settle(slot, SubmitState::not_placed, {.kind = Kind::no_digests});
  if (slot.order.edited.is_set()) return settle(slot, SubmitState::order_edited, slot.order.edited);
  slot.phase = Phase::waiting;
  hold_unknown_months();
  hold_duplicates();
}

// The lists do not have the order. The same bytes are safe as long as the vendor knows them by sight.
void Engine::resend(std::size_t place) {
  Slot& slot = slots_[place];
  const JournalTime first_sent = journal_.sendings().at(slot.order.customer).first_sent;
  if (!slot.may_resend)
    return give_up(place,
                   {.kind = Kind::file_changed, .text = journal_.sendings().at(slot.order.customer).sha256});
  if (!certainly_within(kResendWithin, first_sent, world_.now()))
    return give_up(place, {.kind = Kind::sent_too_long_ago});
  if (!mismatch_.empty()) return give_up(place, {.kind = Kind::receipt_disputed, .customer = mismatch_});
  if (spending_.is_exceeded()) {
    lanes_.give_up(place);
    return settle(slot, SubmitState::over_limit,
                  {.kind = Kind::limit_exceeded,
                   .spent = spending_.total(),
                   .limit = *spending_.limit(),
                   .currency = slot.order.currency});
  }
  bool may_go = !ask_again_ && lanes_.has_room();
  if (may_go) {
    SubmitReason why = against_resending(place);
    may_go = !why.is_set();
    if (!may_go) slot.last_words = std::move(why);
  }
  if (!may_go) {
    if (!slot.lost->next_look()) give_up(place, slot.last_words);
    return;
  }
  // None of those listed is this one, or it would not go again.
  slot.listed_before = account_->ids();
  slot.phase = Phase::under_way;
  slot.in_this_run = true;
  lanes_.begin(place, user_name(slot.order.body.user));
  const Moment fresh_until = recheck_.fresh_until(slot.order);
  world_.place(place, slot.order.body.bytes, true, [this, first_sent, fresh_until] {
    return world_.monotonic() < fresh_until && certainly_within(kResendWithin, first_sent, world_.now());
  });
}

// Bytes that never arrived would be ordered at the prices of today. A domain that is taken is no reason: the
// order may have it, and if another one has, the vendor refuses.
SubmitReason Engine::against_resending(std::size_t place) try {
  if (auto lost = lost_inventory(slots_[place]); !lost.empty())
    return {.kind = Kind::not_in_inventory, .domains = std::move(lost)};
  std::vector<const Outgoing*> next{&slots_[place].order};
  for (const Phase phase : {Phase::lost, Phase::waiting})
    for (const Slot& slot : slots_)
      if (slot.phase == phase && &slot != &slots_[place] && next.size() < kOrdersPerCall)
        next.push_back(&slot.order);
  const auto objection = recheck_.objection(next, true);
  return objection ? objection->reason : SubmitReason{};
} catch (const Interrupted&) {
  throw;
} catch (const Error& error) {
  return {.kind = Kind::said, .text = error.what()};
}

void Engine::give_up(std::size_t place, SubmitReason reason) {
  Slot& slot = slots_[place];
  lanes_.give_up(place);
  const bool is_edited = !slot.may_resend;
  reason.is_lost = true;
  settle(slot, is_edited ? SubmitState::order_edited : SubmitState::outcome_unknown, std::move(reason),
         Remedy::confirm_not_placed);
}

}  // namespace domainplan
