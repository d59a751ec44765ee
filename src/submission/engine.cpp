#include "submission/engine.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "store/journal_time.hpp"
#include "submission/cents.hpp"
#include "submission/import_check.hpp"
#include "submission/preview.hpp"
#include "submission/standing.hpp"

namespace domainplan {
namespace {

using Kind = SubmitReason::Kind;

// An order whose rows grow old on the way so often is on a connection that is too slow to send it at a known
// price.
constexpr int kMostHeldBack = 3;

// Under which an earlier order of a customer is counted; no customer has a space.
std::string name_of_earlier(const std::string& customer, const Sending::Earlier& earlier) {
  return fmt::format("{} {}", customer, earlier.order_id);
}

}  // namespace

Engine::Engine(Submission submission, Journal& journal, SubmitWorld& world, AccountLock& lock,
               const SubmitOptions& options, const SubmitHooks& hooks)
    : about_(std::move(submission)),
      journal_(journal),
      world_(world),
      lock_(lock),
      options_(options),
      hooks_(hooks),
      spending_(options.max_spend_cents),
      recheck_(
          static_cast<std::size_t>(options.batch_size),
          [this](const auto& domains, const auto& row) { world_.check(domains, row); },
          [this] { return world_.monotonic(); }) {
  take_answers_of_persons();
  for (Outgoing& order : about_.orders) slots_.push_back({std::move(order)});
  for (Slot& slot : slots_) sort_out(slot);
  for (const Slot& slot : slots_) settled_ += slot.phase == Phase::settled ? 1 : 0;
  for (const auto& [customer, sending] : journal_.sendings()) {
    if (sending.state == Sending::State::placed) {
      // Of two orders with one id, the one whose receipt contradicts it is not this one.
      if (sending.mismatch.empty()) journalled_[sending.order_id] = customer;
      journalled_.try_emplace(sending.order_id, customer);
      if (sending.is_held()) mismatch_ = customer;
    }
    for (const Sending::Earlier& earlier : sending.earlier) {
      journalled_.try_emplace(earlier.order_id, customer);
      spending_.count(name_of_earlier(customer, earlier), earlier.figure, earlier.cents);
    }
    const auto figure = about_.elsewhere.find(customer);
    const bool is_here = std::any_of(slots_.begin(), slots_.end(), [&name = customer](const Slot& slot) {
      return slot.order.customer == name;
    });
    if (is_here || !sending.may_exist()) continue;
    if (figure != about_.elsewhere.end())
      spending_.count(customer, figure->second, sending.total_cents);
    else
      spending_.count(customer, sending.figure, sending.cents());
  }
}

void Engine::warn(const Notice& notice) const {
  if (hooks_.warning) hooks_.warning(notice);
}

void Engine::take_answers_of_persons() {
  for (const std::string& customer : options_.accept_receipt) {
    const auto found = journal_.sendings().find(customer);
    if (found != journal_.sendings().end() && found->second.is_held())
      journal_.accept_receipt(customer, world_.now());
    else
      warn({.code = NoticeCode::receipt_not_held, .subject = customer});
  }
  for (const std::string& customer : options_.confirm_not_placed) {
    const auto found = journal_.sendings().find(customer);
    if (found == journal_.sendings().end() || found->second.state != Sending::State::open)
      warn({.code = NoticeCode::nothing_to_confirm, .subject = customer});
  }
}

void Engine::sort_out(Slot& slot) {
  const Outgoing& order = slot.order;
  const Sending* const sending = sending_of(journal_.sendings(), order.customer);
  if (sending && sending->may_exist()) spending_.count(order.customer, order.figure, sending->total_cents);
  const Standing standing = standing_of(order, sending);
  slot.state = standing.state;
  slot.reason = standing.reason;
  slot.remedy = standing.remedy;
  if (standing.work == Standing::Work::send) slot.phase = Phase::waiting;
  if (standing.work != Standing::Work::find) return;
  slot.phase = Phase::lost;
  slot.may_resend = !order.edited.is_set() && order.body.sha256 == sending->sha256;
  slot.lost = LostAnswer::of_an_earlier_run(age_of(sending->first_sent, world_.now()), world_.monotonic());
  lanes_.inherit(static_cast<std::size_t>(&slot - slots_.data()), user_name(order.body.user));
}

bool Engine::has_work() const {
  return std::any_of(slots_.begin(), slots_.end(),
                     [](const Slot& slot) { return slot.phase != Phase::settled; });
}

std::vector<const Outgoing*> Engine::to_be_sent() const {
  std::vector<const Outgoing*> orders;
  for (const Slot& slot : slots_)
    if (slot.phase == Phase::waiting) orders.push_back(&slot.order);
  return orders;
}

void Engine::hold(const std::string& customer, SubmitState state, const SubmitReason& reason) {
  for (Slot& slot : slots_)
    if (slot.order.customer == customer && slot.phase == Phase::waiting) settle(slot, state, reason);
}

std::vector<std::string> Engine::domains_of_ended() const {
  std::vector<std::string> domains;
  if (account_)
    for (const auto& [id, order] : account_->orders())
      if (!order.is_live() && account_->repeats_until(order))
        domains.insert(domains.end(), order.domains.begin(), order.domains.end());
  return domains;
}

void Engine::record(const std::string& customer, SubmitState state, SubmitReason reason,
                    std::optional<PriceIncrease> increase) {
  for (Slot& slot : slots_)
    if (slot.order.customer == customer) {
      slot.state = state;
      slot.reason = reason;
      slot.increase = increase;
      slot.remedy = state == SubmitState::replanned ? Remedy::none : usual_remedy(state);
      if (!reason.replan_error.empty()) slot.remedy = Remedy::update_customer;  // the same again is no help
    }
}

void Engine::hold_unknown_months() {
  if (about_.ledger_orders) return;
  for (Slot& slot : slots_)
    if (const auto limit = about_.month_limits.find(slot.order.customer);
        limit != about_.month_limits.end() && slot.phase == Phase::waiting)
      settle(slot, SubmitState::over_limit, unknown_month(slot.order, limit->second));
}

SubmitEnd Engine::run() {
  for (const auto& [customer, duplicate] : about_.repeated_rows)
    if (!options_.allow_all_duplicates && !options_.allow_duplicate.contains(customer))
      hold(customer, SubmitState::possible_duplicate, {.kind = Kind::duplicate, .duplicate = duplicate});
  hold_unknown_months();
  if (!has_work()) return SubmitEnd::done;
  demand_own_journal();
  const bool is_asked = static_cast<bool>(hooks_.confirm);
  if (is_asked) {
    look();
    hold_duplicates();
    hold_lost_inventory();
    if (!has_work()) return SubmitEnd::done;
    learn_licence_prices();
    if (!ask(false)) return SubmitEnd::declined;
  }
  lock();
  look();
  hold_duplicates();
  hold_lost_inventory();
  const bool may_send = !to_be_sent().empty() || !options_.confirm_not_placed.empty();
  if (!is_asked && may_send) learn_licence_prices();
  if (!is_asked && has_work() && hooks_.preview) hooks_.preview(preview());
  send_all();
  lock_.release();
  if (failure_) std::rethrow_exception(failure_);
  return declined_ ? SubmitEnd::declined : SubmitEnd::done;
}

void Engine::look() {
  account_ = world_.look();
  std::set<std::string> users = about_.waiting_users;
  for (const Slot& slot : slots_) {
    const Sending* const sending = sending_of(journal_.sendings(), slot.order.customer);
    if (slot.phase != Phase::settled || (sending && sending->state == Sending::State::open))
      users.insert(slot.order.body.user);
  }
  if (account_->needs_users(users)) learn_users();
  name_users();
  if (about_.ledger_orders) in_ledger_ = about_.ledger_orders();
  demand_own_orders();
}

// Who is who is as much of what stands against an order as the lists of orders: where it cannot be read, the
// run ends as where those cannot.
void Engine::learn_users() {
  account_->learn_users(world_.users());
  name_users();
}

void Engine::name_users() {
  for (Slot& slot : slots_) slot.user_names = account_->user(slot.order.body.user).names;
}

// All embedded sandboxes are one account.
void Engine::demand_own_journal() const {
  const auto& owner = journal_.owner();
  if (!owner || owner->account == about_.owner.account) return;
  if (owner->environment == "sandbox" && about_.owner.environment == "sandbox") return;
  throw UsageError(fmt::format("the journal belongs to the account {}, and the key to {}: nothing is sent",
                               in_quotes(owner->account), in_quotes(about_.owner.account)),
                   owner->account);
}

// A journal of an earlier version does not say whose it is; its orders do.
void Engine::demand_own_orders() const {
  if (journal_.owner()) return;
  bool has_placed = false;
  for (const auto& [customer, sending] : journal_.sendings()) {
    if (sending.state != Sending::State::placed) continue;
    if (account_->orders().contains(sending.order_id)) return;
    has_placed = true;
  }
  if (has_placed)
    throw UsageError(
        "none of the orders in the plan's journal is on this account: the key belongs to another one, and "
        "nothing is sent",
        about_.owner.account);
}

void Engine::lock() {
  lock_.take({.now = [this] { return world_.monotonic(); },
              .sleep = [this](Moment until) { world_.wait(until); },
              .report =
                  [this](const std::string& holder) {
                    if (hooks_.wait)
                      hooks_.wait({SubmitWait::Reason::account_lock, "", holder, kAccountLockWait});
                  }});
}

JournalledOrders Engine::journalled() const {
  JournalledOrders all = about_.others;
  for (const LedgerOrder& order : in_ledger_)
    if (!order.customer.empty()) all[order.id] = order.customer;
  for (const auto& [id, customer] : journalled_) all[id] = customer;
  return all;
}

void Engine::hold_duplicates() {
  const JournalledOrders known = journalled();
  // An order under way may be listed before its receipt is journalled.
  std::set<std::string> under_way;
  for (const Slot& slot : slots_)
    if (slot.phase == Phase::under_way || slot.phase == Phase::lost)
      under_way.insert(slot.user_names.begin(), slot.user_names.end());
  for (Slot& slot : slots_) {
    if (slot.phase != Phase::waiting) continue;
    if (std::any_of(slot.user_names.begin(), slot.user_names.end(),
                    [&](const std::string& name) { return under_way.contains(name); }))
      continue;
    NewOrder order{slot.order.customer, slot.order.body.user, {}};
    for (const PlannedDomain& domain : slot.order.domains) order.domains.push_back(domain.domain);
    auto duplicate = find_duplicate(order, *account_, known);
    if (!duplicate) duplicate = find_in_ledger(order, in_ledger_, *account_, journalled_);
    if (!duplicate) continue;
    const bool is_allowed =
        options_.allow_all_duplicates || options_.allow_duplicate.contains(order.customer);
    const SubmitReason reason{.kind = Kind::duplicate, .duplicate = *duplicate};
    if (!can_be_allowed(*duplicate))
      settle(slot, SubmitState::possible_duplicate, reason, Remedy::update_customer);
    else if (!is_allowed)
      settle(slot, SubmitState::possible_duplicate, reason);
  }
}

// The course from the first order to the last answer.
void Engine::send_all() {
  for (;;) {
    ask_again_if_it_costs_more();
    while (may_begin_any() && begin_next()) {
    }
    const bool is_ending = failure_ || declined_;
    const Moment look_at = is_ending ? Moment::max() : next_look();
    if (lanes_.under_way() == 0 && look_at == Moment::max()) break;
    if (look_at != Moment::max()) note_wait(look_at);
    if (const auto answer = world_.wait(look_at)) take_answer(*answer);
    if (!failure_ && !declined_ && next_look() <= world_.monotonic()) look_for_lost();
  }
  explain_unsent();
  if (!failure_ && unreadable_) failure_ = unreadable_;
  if (!failure_ && lanes_.is_blocked())
    fail(std::make_exception_ptr(RunError(
        ErrorCode::api,
        fmt::format("{} answers in a row were lost and the account's lists do not say what became of "
                    "the orders: no more are sent",
                    kMostLostInARow),
        "/orders")));
}

void Engine::explain_unsent() {
  if (mismatch_.empty()) return;
  for (Slot& slot : slots_)
    if (slot.phase == Phase::waiting && !slot.reason.is_set())
      slot.reason = {.kind = Kind::receipt_disputed, .customer = mismatch_};
}

bool Engine::may_begin_any() const {
  const bool is_full = options_.limit && begun_ >= *options_.limit;
  return !failure_ && !declined_ && !ask_again_ && mismatch_.empty() && !is_full && !lanes_.is_blocked();
}

// What such an order costs is known once its receipt is there; until then no other goes beside it.
bool Engine::has_unpriced_under_way() const {
  return std::any_of(slots_.begin(), slots_.end(), [&](const Slot& slot) {
    return (slot.phase == Phase::under_way || slot.phase == Phase::lost) &&
           spending_.is_unknown(slot.order.figure);
  });
}

// Takes the next order that may go, or one that is held; false where there is none at present.
bool Engine::begin_next() {
  for (std::size_t place = 0; place < slots_.size(); ++place) {
    Slot& slot = slots_[place];
    if (slot.phase != Phase::waiting) continue;
    const std::set<std::string>& user = slot.user_names;
    const bool waits_elsewhere = std::any_of(user.begin(), user.end(), [&](const std::string& name) {
      return about_.waiting_users.contains(name);
    });
    if (lanes_.waits_for(user) || waits_elsewhere) {
      slot.reason = {.kind = Kind::user_waits};
      continue;
    }
    const bool is_unpriced = spending_.is_unknown(slot.order.figure);
    const bool alone = is_unpriced || has_unpriced_under_way();
    if (!lanes_.may_begin(user, alone)) {
      // Its turn comes when the order of the same user is settled; the others need not wait for that.
      if (lanes_.has_room() && !alone) continue;
      return false;
    }
    if (const SubmitReason why = above_limit(slot, is_unpriced); why.is_set()) {
      // What is under way may come to nothing.
      if (lanes_.under_way() + lanes_.lost() > 0) return false;
      settle(slot, SubmitState::over_limit, why);
      return true;
    }
    if (passes_checks(place)) begin(place);
    return true;
  }
  return false;
}

// Why the order may not be begun beside what is spent; unset where it may.
SubmitReason Engine::above_limit(const Slot& slot, bool licences_unknown) const {
  const Outgoing& order = slot.order;
  if (spending_.fits(order.figure)) return above_month(slot);
  return {.kind = Kind::above_limit,
          .licences_unknown = licences_unknown,
          .spent = spending_.total(),
          .cost = spending_.figure(order.figure),
          .limit = *spending_.limit(),
          .currency = shown_currency(order, spending_.prices)};
}

SubmitReason Engine::above_month(const Slot& slot) const {
  const Outgoing& order = slot.order;
  const auto own_limit = about_.month_limits.find(order.customer);
  if (!options_.max_month_cents && own_limit == about_.month_limits.end()) return {};
  const MonthOrders orders = orders_of_month(order.currency);
  const Cents cost = spending_.figure(order.figure);
  const auto above = [&](Kind kind, Cents spent, Cents limit) -> SubmitReason {
    if (saturating_sum(spent, cost) <= limit) return {};
    return {.kind = kind,
            .spent = spent,
            .cost = cost,
            .limit = limit,
            .currency = shown_currency(order, spending_.prices)};
  };
  if (own_limit != about_.month_limits.end())
    if (SubmitReason why =
            above(Kind::above_limit_of_customer, sum_of(orders, order.customer), own_limit->second);
        why.is_set())
      return why;
  if (!options_.max_month_cents) return {};
  return above(Kind::above_limit_of_account, sum_of(orders), *options_.max_month_cents);
}

// What the vendor lists may be behind, or forget: what the journal has counts, too.
MonthOrders Engine::orders_of_month(const std::string& currency) const {
  const auto seconds_of = [](auto time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  };
  std::vector<OwnOrder> own;
  for (const auto& [customer, sending] : journal_.sendings()) {
    for (const Sending::Earlier& earlier : sending.earlier)
      own.push_back({earlier.order_id, customer, spending_.counted(name_of_earlier(customer, earlier)),
                     earlier.currency, seconds_of(earlier.placed_at)});
    if (!sending.may_exist()) continue;
    const bool is_placed = sending.state == Sending::State::placed;
    own.push_back({is_placed ? sending.order_id : "", customer, spending_.counted(customer), sending.currency,
                   seconds_of(sending.placed_at())});
  }
  return domainplan::orders_of_month(*account_, in_ledger_, own, journalled(), currency,
                                     account_->server_time());
}

// What is asked right before an order goes; settles it where something stands against it.
bool Engine::passes_checks(std::size_t place) try {
  Slot& slot = slots_[place];
  if (settle_lost_inventory(slot)) return false;
  std::vector<std::string> owned;
  for (const PlannedDomain& domain : slot.order.domains)
    if (domain.source == Source::owned) owned.push_back(domain.domain);
  if (!owned.empty()) {
    if (const auto missing = not_imported(owned, world_.imports(owned))) {
      settle(slot, SubmitState::not_imported, *missing);
      return false;
    }
  }
  std::vector<const Outgoing*> next;
  for (std::size_t i = place; i < slots_.size() && next.size() < kOrdersPerCall; ++i)
    if (slots_[i].phase == Phase::waiting) next.push_back(&slots_[i].order);
  const auto objection = recheck_.objection(next);
  if (!objection) {
    if (lock_.is_held()) return true;
    throw RunError(
        ErrorCode::network,
        "the connection to the ledger broke, so that another submit may place orders now; submit again",
        about_.owner.account);
  }
  settle(slot, objection->state, objection->reason);
  if (objection->state != SubmitState::unconfirmed) objections_.emplace(slot.order.customer, *objection);
  return false;
} catch (const Interrupted&) {
  throw;
} catch (const Error&) {
  // What is under way is waited for first.
  fail(std::current_exception());
  return false;
}

void Engine::begin(std::size_t place) {
  Slot& slot = slots_[place];
  if (slot.held_back == kMostHeldBack)
    return settle(slot, SubmitState::unconfirmed, {.kind = Kind::prices_expired});
  if (!slot.was_first) ++begun_;
  spending_.count(slot.order.customer, slot.order.figure);
  slot.listed_before = account_->ids();
  if (!journal_.owner()) journal_.bind(about_.owner, world_.now());
  journal_.intend(slot.order.customer, slot.order.body.sha256, world_.now(),
                  spending_.figure(slot.order.figure), slot.order.figure);
  slot.phase = Phase::under_way;
  slot.in_this_run = slot.was_first = true;
  slot.reason = {};
  lanes_.begin(place, user_name(slot.order.body.user));
  const Moment fresh_until = recheck_.fresh_until(slot.order);
  world_.place(place, slot.order.body.bytes, false,
               [this, fresh_until] { return world_.monotonic() < fresh_until; });
}

void Engine::settle(Slot& slot, SubmitState state, SubmitReason reason) {
  settle(slot, state, std::move(reason), usual_remedy(state));
}

void Engine::settle(Slot& slot, SubmitState state, SubmitReason reason, Remedy remedy) {
  slot.phase = Phase::settled;
  slot.state = state;
  slot.reason = std::move(reason);
  slot.remedy = remedy;
  ++settled_;
  if (hooks_.settled) hooks_.settled(result_of(slot), settled_, slots_.size());
}

void Engine::fail(std::exception_ptr failure) {
  if (!failure_) failure_ = std::move(failure);
}

}  // namespace domainplan
