#include "domainplan/swap.hpp"

#include <fmt/format.h>

#include <unordered_map>
#include <unordered_set>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger.hpp"
#include "domainplan/passwords.hpp"
#include "operations/live_order.hpp"
#include "operations/name_hold.hpp"
#include "operations/once.hpp"
#include "operations/replacement.hpp"
#include "operations/swap_account.hpp"
#include "partner/swaps.hpp"
#include "planning/check.hpp"
#include "submission/account_lock.hpp"

namespace domainplan {
namespace {

using partner::PartnerDomain;
using partner::Swap;

constexpr std::chrono::days kPremiumAgain{30};
constexpr int kMostAttempts = 5;  // to send it with a row that is fresh

std::chrono::system_clock::time_point server_now(const partner::Client& client) {
  const std::int64_t seconds = client.server_time();
  return seconds > 0 ? std::chrono::system_clock::time_point(std::chrono::seconds(seconds))
                     : std::chrono::system_clock::now();
}

bool has_domain(const PlannedOrder& order, const std::string& name) {
  return std::any_of(order.domains.begin(), order.domains.end(),
                     [&](const PlannedDomain& domain) { return domain.domain == name; });
}

class DomainSwap {
 public:
  DomainSwap(Session& session, const SwapOptions& options, const SwapHooks& hooks, SwapResult& result)
      : session_(session),
        client_(session.client()),
        options_(options),
        hooks_(hooks),
        result_(result),
        type_(options.premium ? partner::SwapType::premium : partner::SwapType::standard) {
    result_ = {};
    result_.domain = options_.domain;
    result_.type = partner::name_of(type_);
    find_order();
    const bool has_journal = !options_.dry_run || has_change_journal(options_.state_folder, session_);
    journal_.emplace(has_journal ? options_.state_folder : "", session_, [this](const std::string& holder) {
      if (hooks_.waits_for_lock) hooks_.waits_for_lock(holder);
    });
    account_.emplace(client_, *journal_, result_.order, result_.domain);
  }

  void run() {
    try {
      replace();
    } catch (const CannotTell& open) {
      fail(SwapState::outcome_unknown, open.what());
    }
  }

 private:
  void replace() {
    Once<SwapIntent, Swap> once(
        session_, *journal_, [this](const SwapIntent& what) { return listed_swap(client_, what); },
        options_.looks.empty() ? kLooksAfterLoss : options_.looks);
    const auto is_ours = [this](const SwapIntent& what) {
      return what.order == result_.order && what.domain == options_.domain;
    };
    if (!options_.dry_run) settle(once, is_ours);
    // A domain that was replaced has left the order, so the vendor's list of domains does not show it. What a
    // dry run has not settled may have been carried out.
    for (const auto& [number, change] : journal_->changes()) {
      const auto* const what = std::get_if<SwapIntent>(&change.what);
      if (!what || !is_ours(*what) || !(change.state == Change::State::done || change.is_pending())) continue;
      if (const auto earlier = listed_swap(client_, *what); earlier && earlier->status != "failed")
        return follow(*earlier, SwapState::swapped_before);
    }
    account_->read();
    if (!account_->refusal().empty()) throw UsageError(account_->refusal(), options_.domain);
    result_.provider = account_->old().provider;
    if (const auto known = account_->standing_swap()) return follow(*known, SwapState::swapped_before);
    if (options_.premium && !premium_is_possible()) return;
    if (!find_replacement() || options_.dry_run) return;
    if (hooks_.agree && !hooks_.agree(result_)) return;

    AccountLock lock = locked();
    // Somebody else may have been faster while this waited.
    account_->read();
    if (const auto known = account_->standing_swap()) return follow(*known, SwapState::swapped_before);
    if (is_as_agreed()) send(once);
  }

  bool is_as_agreed() { return is_as_shown() && price_is_as_shown(); }

  // While this lasts, what came of the earlier swap is not known.
  void settle(Once<SwapIntent, Swap>& once, const std::function<bool(const SwapIntent& what)>& is_ours) {
    for (const Change& change : journal_->pending<SwapIntent>())
      if (const auto& what = std::get<SwapIntent>(change.what); is_ours(what)) {
        result_.state = SwapState::outcome_unknown;
        result_.replacement = what.replacement;
      }
    once.settle(is_ours);
    result_.state = SwapState::not_sent;
    result_.replacement.clear();
  }

  void find_order() {
    if (options_.folder.empty()) {
      if (options_.with.empty())
        throw UsageError("an order named by its id has no brand to make names from: name the replacement",
                         options_.order);
      result_.order = options_.order;
    } else {
      plan_ = read_plan(options_.folder);
      redact_passwords(*plan_, session_);
      result_.order = placed_order(*plan_, options_.customer, session_);
    }
    hold_.emplace(options_.ledger, result_.order, result_.domain, options_.folder);
    reserved_ = hold_->reserved_by_others();
    if (plan_ && (plan_->pinned || options_.with.empty()))
      customer_ = swap_customer(*plan_, options_.customer, reserved_, hooks_.warning);
  }

  Provider provider() const { return *result_.provider; }

  bool refuse(SwapState state, SwapReason reason) {
    result_.state = state;
    result_.reason = reason;
    return false;
  }

  bool fail(SwapState state, std::string error) {
    result_.state = state;
    result_.error = std::move(error);
    return false;
  }

  bool premium_is_possible() {
    if (result_.provider != Provider::microsoft)
      return refuse(SwapState::refused, SwapReason::needs_microsoft);
    if (account_->had_premium_since(server_now(client_) - kPremiumAgain))
      return refuse(SwapState::refused, SwapReason::premium_too_soon);
    return true;
  }

  bool find_replacement() {
    if (!result_.provider)
      throw RunError(ErrorCode::api,
                     fmt::format("the API does not say which provider {} serves", in_quotes(options_.domain)),
                     options_.domain);
    if (options_.with.empty()) return choose();
    if (!take_given()) return false;
    if (!reserve(options_.with)) reject(options_.with, "another plan has reserved it");
    return true;
  }

  // Between the choice and the vendor's answer no plan may choose the name. A dry run keeps nothing.
  bool reserve(const std::string& name) {
    const auto pinned = plan_ && plan_->pinned ? plan_->pinned->ledger : std::nullopt;
    const auto days = pinned.value_or(PinnedLedger()).reserve_days;
    return options_.dry_run || hold_->take(name, options_.customer, static_cast<int>(days));
  }

  bool choose() {
    std::unordered_set<std::string> taken = account_->taken();
    for (const PlannedOrder& order : plan_->orders)
      for (const PlannedDomain& domain : order.domains) taken.insert(domain.domain);
    std::unordered_map<std::string, AvailabilityRow> known;  // a name is asked about once
    asked_at_ = std::chrono::steady_clock::now();
    const auto ask_once = [&](const std::vector<std::string>& names) {
      std::vector<std::string> unknown;
      for (const std::string& name : names)
        if (!known.contains(name)) unknown.push_back(name);
      if (!unknown.empty())
        for (AvailabilityRow& row : ask(unknown)) known.insert_or_assign(row.domain, row);
      std::vector<AvailabilityRow> rows;
      for (const std::string& name : names)
        if (const auto row = known.find(name); row != known.end()) rows.push_back(row->second);
      return rows;
    };
    for (bool is_first = true;; is_first = false) {
      const auto found = choose_replacement(*customer_, provider(), account_->staying(), taken,
                                            options_.batch_size, ask_once);
      if (!found) return refuse(SwapState::no_replacement, SwapReason::no_name_left);
      // Where another plan has just reserved it, the next one is chosen.
      if (!reserve(found->domain)) {
        taken.insert(found->domain);
        continue;
      }
      if (is_first) asked_at_ = found->at;
      set_replacement(found->domain, found->fact);
      return true;
    }
  }

  [[noreturn]] void reject(const std::string& name, const std::string& why) const {
    throw UsageError(fmt::format("{} cannot be the replacement: {}", in_quotes(name), why), name);
  }

  bool take_given() {
    const std::string& name = options_.with;
    if (!is_registrable_domain(name))
      throw UsageError(fmt::format("{} is not a registrable domain", in_quotes(name)),
                       Subject{name, "a registrable domain"});
    if (customer_)
      if (const std::string why = ruled_out(*customer_, name); !why.empty()) reject(name, why);
    if (reserved_.contains(name)) reject(name, "another plan has reserved it");
    if (plan_)
      for (const PlannedOrder& order : plan_->orders)
        if (order.customer != options_.customer && has_domain(order, name))
          reject(name, fmt::format("the plan's order of {} has it", order.customer));
    if (account_->is_on_its_way(name)) reject(name, "another swap brings it");
    if (const PartnerDomain* const ready = account_->in_stock(name)) {
      if (!ready->usable_for.has(provider()))
        reject(name, fmt::format("it is not usable for {}", name_of(provider())));
      result_.replacement = name;  // the account has it, so it costs nothing
      return true;
    }
    if (account_->has(name)) reject(name, "it is on an order already");
    return judge_given(name);
  }

  bool judge_given(const std::string& name) {
    const std::string currency = customer_ ? customer_->settings.options.choice.currency : "usd";
    const Terms terms = swap_terms(customer_ ? &*customer_ : nullptr, provider());
    asked_at_ = std::chrono::steady_clock::now();
    const std::vector<AvailabilityRow> rows = ask({name});
    const Fact fact = rows.empty() ? Fact{} : fact_of(rows.front(), currency);
    const Verdict verdict = judge(fact, terms);
    if (verdict == Verdict::taken || (customer_ && is_owned(*customer_, name))) return wait_for_import(name);
    if (verdict != Verdict::eligible) {
      result_.rejected = name;
      result_.verdict = verdict;
      return refuse(SwapState::no_replacement, SwapReason::not_eligible);
    }
    set_replacement(name, fact);
    return true;
  }

  // A swap cannot be called off, and one for a domain that is never imported waits for ever. So the import
  // has to be under way: it shows that the customer has the domain.
  bool wait_for_import(const std::string& name) {
    if (!account_->is_imported(name)) {
      result_.rejected = name;
      return refuse(SwapState::no_replacement, SwapReason::not_imported);
    }
    result_.replacement = name;
    result_.reason = SwapReason::importing;
    return true;
  }

  void set_replacement(const std::string& name, const Fact& fact) {
    result_.replacement = name;
    result_.price_cents = fact.price_cents;
    if (fact.renewal_price_cents != Fact::kNoPrice) result_.renewal_price_cents = fact.renewal_price_cents;
    result_.currency = customer_ ? customer_->settings.options.choice.currency : "usd";
  }

  std::vector<AvailabilityRow> ask(const std::vector<std::string>& names) {
    std::vector<AvailabilityRow> all;
    check_names(
        names, client_.api(),
        {.batch_size = options_.batch_size,
         .recheck_wait = options_.recheck_wait,
         .connections = session_.options().connections},
        [&](std::vector<AvailabilityRow> rows) { all.insert(all.end(), rows.begin(), rows.end()); },
        [this](const Notice& notice) {
          if (hooks_.warning) hooks_.warning(notice);
        },
        session_.stop());
    return all;
  }

  // Whether the order and the replacement still are what they were when the replacement was chosen.
  bool is_as_shown() {
    if (!account_->refusal().empty()) return fail(SwapState::refused, account_->refusal());
    const std::string& name = result_.replacement;
    const auto lost = [&](SwapReason why) { return refuse(SwapState::no_longer_available, why); };
    if (hold_->reserved_by_others().contains(name)) return lost(SwapReason::reserved);
    if (account_->is_on_its_way(name)) return lost(SwapReason::swapped_in);
    const bool needs_registration = result_.price_cents.has_value();
    if (!needs_registration && account_->in_stock(name)) return true;
    if (account_->has(name)) return lost(SwapReason::in_account);
    const bool is_awaited = result_.reason == SwapReason::importing;
    if (!needs_registration && !is_awaited) return lost(SwapReason::left_stock);
    if (is_awaited && !account_->is_imported(name)) return lost(SwapReason::import_ended);
    result_.other_order = account_->order_with(name);
    return result_.other_order.empty() || lost(SwapReason::on_order);
  }

  static bool is_recent(std::chrono::steady_clock::time_point asked_at) {
    return is_fresh(
        std::chrono::floor<std::chrono::microseconds>(std::chrono::steady_clock::now() - asked_at),
        kFreshRows);
  }

  // A row that is older than 30 s when the swap is about to go, or than a wait, is asked again.
  bool price_is_as_shown() {
    if (!result_.price_cents) return true;
    if (!has_waited_ && is_recent(asked_at_)) return true;
    asked_at_ = std::chrono::steady_clock::now();
    has_waited_ = false;
    const std::vector<AvailabilityRow> rows = ask({result_.replacement});
    const Fact fact = rows.empty() ? Fact{} : fact_of(rows.front(), result_.currency);
    if (fact.said != Verdict::eligible || !fact.usable_for.has(provider())) {
      result_.verdict = fact.said == Verdict::eligible ? Verdict::wrong_provider : fact.said;
      return refuse(SwapState::no_longer_available, SwapReason::not_eligible);
    }
    if (fact.price_cents > *result_.price_cents) result_.new_price_cents = fact.price_cents;
    if (result_.renewal_price_cents && fact.renewal_price_cents > *result_.renewal_price_cents)
      result_.new_renewal_price_cents = fact.renewal_price_cents;
    if (!result_.new_price_cents && !result_.new_renewal_price_cents) return true;
    return refuse(SwapState::price_changed, SwapReason::none);
  }

  AccountLock locked() {
    const std::string path = account_lock_path(options_.state_folder, session_);
    if (!path.empty()) prepare_state_folder(options_.state_folder);
    AccountLock lock(path);
    const auto now = [] {
      return std::chrono::duration_cast<Moment>(std::chrono::steady_clock::now().time_since_epoch());
    };
    lock.take({.now = now,
               .sleep = [&](Moment until) { pause_for(until - now(), session_.stop()); },
               .report =
                   [this](const std::string& holder) {
                     has_waited_ = true;
                     if (hooks_.waits_for_lock) hooks_.waits_for_lock(holder);
                   }});
    return lock;
  }

  void send(Once<SwapIntent, Swap>& once) {
    const PartnerDomain& old = account_->old();
    const SwapIntent what{.order = result_.order,
                          .domain = options_.domain,
                          .domain_id = old.id,
                          .replacement = result_.replacement,
                          .type = std::string(partner::name_of(type_)),
                          .price_cents = result_.price_cents.value_or(0),
                          .known = account_->known_swaps()};
    // It may wait for its turn, or for the end of a pause, longer than the row is fresh.
    const auto send_it = [&] {
      result_.state = SwapState::outcome_unknown;
      hold_->keep(true);
      const bool is_priced = result_.price_cents.has_value();
      auto sent = partner::create_swap(
          client_, type_, old.id, result_.replacement, false,
          [is_priced, asked_at = asked_at_] { return !is_priced || is_recent(asked_at); });
      const std::string why = sent.value ? other_than_sent(*sent.value, old.id) : "";
      return why.empty() ? sent : answered_otherwise(std::move(sent), why);
    };
    int attempts = 1;
    const auto again = [&] {
      result_.state = SwapState::not_sent;
      hold_->keep(false);
      has_waited_ = true;
      if (++attempts > kMostAttempts)
        throw RunError(ErrorCode::api,
                       fmt::format("the price of {} is older than 30 s each time its swap is about to be "
                                   "sent, as calls wait for their turn",
                                   result_.replacement),
                       options_.domain);
      return is_as_agreed();
    };
    auto carried = once.carry_out(what, send_it, again);
    switch (carried.state) {
      case Carried<Swap>::State::not_sent:
        return;
      case Carried<Swap>::State::refused:
        hold_->keep(false);
        fail(SwapState::refused, carried.message);
        return;
      case Carried<Swap>::State::unknown:
        result_.is_lost = true;
        fail(SwapState::outcome_unknown, carried.message);
        return;
      case Carried<Swap>::State::done:
        follow(*carried.value, SwapState::swapped);
    }
  }

  // Why an answer is not about the swap that was sent; "" where it is.
  std::string other_than_sent(const Swap& swap, const std::string& domain_id) const {
    if (!swap.domain_id.empty() && swap.domain_id != domain_id)
      return fmt::format("the answer is about the domain {}, not {}", swap.domain_id, domain_id);
    if (!swap.replacement_domain.empty() && swap.replacement_domain != result_.replacement)
      return fmt::format("the answer names {} as the replacement, not {}", swap.replacement_domain,
                         result_.replacement);
    return "";
  }

  // Asks for the swap until it is not in progress. `done`: the state it then has.
  void follow(Swap swap, SwapState done) {
    for (ProgressPauses pauses(session_, options_.poll);;) {
      result_.swap = swap.id;
      if (!swap.type.empty()) result_.type = swap.type;
      if (!swap.replacement_domain.empty()) result_.replacement = swap.replacement_domain;
      result_.reason = SwapReason::none;
      if (!swap.in_progress()) break;
      result_.state = SwapState::in_progress;
      if (!options_.wait || options_.dry_run || swap.id.empty()) return;
      pauses.next();
      Swap now = partner::get_swap(client_, swap.id);
      const std::string why =
          now.id != swap.id ? fmt::format("the answer is about {}", now.id)
                            : other_than_sent(now, swap.domain_id.empty() ? now.domain_id : swap.domain_id);
      if (!why.empty()) {
        fail(SwapState::outcome_unknown, fmt::format("GET /swaps/{}: {}", swap.id, why));
        return;
      }
      swap = std::move(now);
    }
    if (swap.status == "completed") {
      result_.state = done;
      if (done == SwapState::swapped_before && !options_.with.empty() && result_.replacement != options_.with)
        result_.reason = SwapReason::other_name;
    } else if (swap.status == "action_required") {
      result_.state = SwapState::action_required;
    } else if (swap.status == "failed") {
      result_.state = SwapState::failed;
    } else {
      result_.state = SwapState::outcome_unknown;
      result_.status = swap.status;
      if (swap.status.empty()) result_.place = swap.place;
    }
  }

  Session& session_;
  partner::Client& client_;
  const SwapOptions& options_;
  const SwapHooks& hooks_;
  SwapResult& result_;
  const partner::SwapType type_;
  std::unordered_set<std::string> reserved_;  // by other plans, in the ledger
  std::optional<NameHold> hold_;
  std::optional<StoredPlan> plan_;
  std::optional<SwapCustomer> customer_;
  std::optional<ChangeJournal> journal_;
  std::optional<SwapAccount> account_;
  bool has_waited_ = false;
  std::chrono::steady_clock::time_point asked_at_;
};

// Whether nothing in it says yet why it is not done.
bool is_open(const SwapResult& result) {
  return result.error.empty() && result.reason == SwapReason::none &&
         result.state != SwapState::price_changed && result.state != SwapState::action_required &&
         result.state != SwapState::failed && result.status.empty() && result.place.empty();
}

// The vendor's lists have no prices. The swap stands whether or not it can be written down.
void record(const SwapOptions& options, const SwapHooks& hooks, const SwapResult& result) {
  const bool is_done = result.state == SwapState::swapped || result.state == SwapState::swapped_before;
  if (!options.ledger || options.dry_run || result.replacement.empty() ||
      (!is_done && result.state != SwapState::in_progress))
    return;
  const bool has_left = is_done && result.type == partner::name_of(partner::SwapType::standard);
  try {
    options.ledger->record_swap(
        result.order, has_left ? result.domain : "",
        {result.replacement, result.provider ? std::string(name_of(*result.provider)) : "",
         result.price_cents.value_or(0), result.renewal_price_cents.value_or(0)});
  } catch (const RunError& error) {
    if (hooks.warning)
      hooks.warning(
          {.code = NoticeCode::swap_not_in_ledger, .subject = result.replacement, .reason = error.what()});
  }
}

}  // namespace

void swap_domain(Session& session, const SwapOptions& options, const SwapHooks& hooks, SwapResult& result) {
  try {
    DomainSwap(session, options, hooks, result).run();
    record(options, hooks, result);
  } catch (const Error& error) {
    if (is_open(result)) result.error = error.what();
    throw;
  }
}

}  // namespace domainplan
