#include "domainplan/swap.hpp"

#include <fmt/format.h>

#include <unordered_set>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "operations/live_order.hpp"
#include "operations/once.hpp"
#include "operations/replacement.hpp"
#include "operations/swap_account.hpp"
#include "partner/swaps.hpp"
#include "planning/check.hpp"
#include "planning/passwords.hpp"
#include "submission/account_lock.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::json;
using partner::PartnerDomain;
using partner::Swap;

constexpr std::chrono::days kPremiumAgain{30};

std::chrono::system_clock::time_point server_now(const partner::Client& client) {
  const std::int64_t seconds = client.server_time();
  return seconds > 0 ? std::chrono::system_clock::time_point(std::chrono::seconds(seconds))
                     : std::chrono::system_clock::now();
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
    find_order();
    journal_.emplace(options_.dry_run ? "" : options_.state_folder, session_);
    account_.emplace(client_, *journal_, result_.order, result_.domain);
  }

  void run() {
    try {
      replace();
    } catch (const CannotTell& open) {
      refuse(SwapState::outcome_unknown, open.what());
    }
  }

 private:
  void replace() {
    Once<Swap> once(
        *journal_, kSwapKind, [this](const Json& what) { return listed_swap(client_, what); },
        options_.looks.empty() ? kLooksAfterLoss : options_.looks, session_.stop());
    const auto is_ours = [this](const Json& what) {
      return what.at("order") == result_.order && what.at("domain") == options_.domain;
    };
    once.settle(is_ours);
    // A domain that was replaced has left the order, so the vendor's list of domains does not show it.
    for (const auto& [number, change] : journal_->changes())
      if (change.kind == kSwapKind && change.state == Change::State::done && is_ours(change.what))
        if (const auto earlier = listed_swap(client_, change.what); earlier && earlier->status != "failed")
          return follow(*earlier, SwapState::swapped_before);
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
    if (is_as_shown() && still_holds()) send(once);
  }

  void find_order() {
    if (options_.folder.empty()) {
      if (options_.with.empty())
        throw UsageError("an order named by its id has no brand to make names from: name the replacement");
      result_.order = options_.order;
      return;
    }
    plan_ = read_plan(options_.folder);
    redact_passwords(*plan_, session_);
    result_.order = placed_order(*plan_, options_.customer, session_);
    if (plan_->pinned || options_.with.empty())
      customer_ = swap_customer(*plan_, options_.customer, hooks_.warning);
  }

  Provider provider() const { return *result_.provider; }

  bool refuse(SwapState state, std::string message) {
    result_.state = state;
    result_.message = std::move(message);
    return false;
  }

  bool premium_is_possible() {
    if (result_.provider != Provider::microsoft)
      return refuse(SwapState::refused, "a premium swap is for Microsoft domains only");
    if (account_->had_premium_since(server_now(client_) - kPremiumAgain))
      return refuse(SwapState::refused, "this domain had a premium swap less than 30 days ago");
    return true;
  }

  bool find_replacement() {
    if (!result_.provider)
      throw RunError(ErrorCode::api,
                     fmt::format("the API does not say which provider {} serves", in_quotes(options_.domain)),
                     options_.domain);
    return options_.with.empty() ? choose() : take_given();
  }

  bool choose() {
    std::unordered_set<std::string> taken = account_->taken();
    for (const PlannedOrder& order : plan_->orders)
      for (const PlannedDomain& domain : order.domains) taken.insert(domain.domain);
    const auto found =
        choose_replacement(*customer_, provider(), account_->staying(), taken, options_.batch_size,
                           [this](const auto& names) { return ask(names); });
    if (!found)
      return refuse(SwapState::no_replacement,
                    "no name is left that is available, within the price caps, and within the share caps "
                    "beside the rest of the order: name the replacement");
    asked_at_ = found->at;
    set_replacement(found->domain, found->fact);
    return true;
  }

  [[noreturn]] void reject(const std::string& name, const std::string& why) const {
    throw UsageError(fmt::format("{} cannot be the replacement: {}", in_quotes(name), why), name);
  }

  bool take_given() {
    const std::string& name = options_.with;
    if (!is_registrable_domain(name))
      throw UsageError(fmt::format("{} is not a registrable domain", in_quotes(name)), name);
    if (customer_)
      if (const std::string why = ruled_out(*customer_, name); !why.empty()) reject(name, why);
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
    const Terms terms = customer_
                            ? swap_terms(*customer_, provider())
                            : Terms{provider() == Provider::google ? Demand{1, 0} : Demand{0, 1}, {}, {}, 1};
    asked_at_ = std::chrono::steady_clock::now();
    const std::vector<AvailabilityRow> rows = ask({name});
    const Fact fact = rows.empty() ? Fact{} : fact_of(rows.front(), currency);
    const Verdict verdict = judge(fact, terms);
    if (verdict == Verdict::taken || (customer_ && is_owned(*customer_, name))) return wait_for_import(name);
    if (verdict != Verdict::eligible)
      return refuse(SwapState::no_replacement,
                    fmt::format("{} cannot be the replacement: {}", name, name_of(verdict)));
    set_replacement(name, fact);
    return true;
  }

  // A swap cannot be called off, and one for a domain that is never imported waits for ever. So the import
  // has to be under way: it shows that the customer has the domain.
  bool wait_for_import(const std::string& name) {
    if (!account_->is_imported(name))
      return refuse(SwapState::no_replacement,
                    fmt::format("{} cannot be the replacement: it is registered, and the account has no "
                                "import of it; if the customer owns it, import it first",
                                name));
    result_.replacement = name;
    result_.message = fmt::format("the import of {} is under way: the swap waits for it", name);
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
        [this](const std::string& text) {
          if (hooks_.warning) hooks_.warning(text);
        },
        session_.stop());
    return all;
  }

  // Whether the order and the replacement still are what they were when the replacement was chosen.
  bool is_as_shown() {
    if (!account_->refusal().empty()) return refuse(SwapState::refused, account_->refusal());
    const std::string& name = result_.replacement;
    const auto lost = [&](std::string_view why) {
      return refuse(SwapState::no_longer_available, fmt::format("{} is no longer available: {}", name, why));
    };
    if (account_->is_on_its_way(name)) return lost("another swap brings it");
    const bool is_bought = result_.price_cents.has_value();
    if (!is_bought && account_->in_stock(name)) return true;
    if (account_->has(name)) return lost("the account has it now");
    const bool is_awaited = !is_bought && !result_.message.empty();
    if (!is_bought && !is_awaited) return lost("it is no longer in the account's stock");
    if (is_awaited && !account_->is_imported(name)) return lost("its import has ended");
    const std::string order = account_->order_with(name);
    return order.empty() || lost(fmt::format("it is on the order {}", order));
  }

  // A row that is older than 30 s when the swap is about to go, or than the wait for the lock, is asked
  // again.
  bool still_holds() {
    if (!result_.price_cents) return true;
    if (!has_waited_ && std::chrono::steady_clock::now() - asked_at_ < kFreshRows) return true;
    const std::vector<AvailabilityRow> rows = ask({result_.replacement});
    const Fact fact = rows.empty() ? Fact{} : fact_of(rows.front(), result_.currency);
    if (fact.said != Verdict::eligible || !fact.usable_for.has(provider()))
      return refuse(SwapState::no_longer_available,
                    fmt::format("{} is no longer available: {}", result_.replacement, name_of(fact.said)));
    if (fact.price_cents > *result_.price_cents ||
        fact.renewal_price_cents > result_.renewal_price_cents.value_or(fact.renewal_price_cents))
      return refuse(SwapState::price_changed,
                    fmt::format("{} costs {} cents now, and was shown at {}", result_.replacement,
                                fact.price_cents, *result_.price_cents));
    return true;
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

  void send(Once<Swap>& once) {
    const PartnerDomain& old = account_->old();
    const Json what = {{"order", result_.order},
                       {"domain", options_.domain},
                       {"domain_id", old.id},
                       {"replacement", result_.replacement},
                       {"type", partner::name_of(type_)},
                       {"price_cents", result_.price_cents.value_or(0)},
                       {"known", account_->known_swaps()}};
    result_.state = SwapState::outcome_unknown;
    auto carried = once.carry_out(
        what, [&] { return partner::create_swap(client_, type_, old.id, result_.replacement, false); });
    switch (carried.state) {
      case Carried<Swap>::State::refused:
        refuse(SwapState::refused, carried.message);
        return;
      case Carried<Swap>::State::unknown:
        refuse(SwapState::outcome_unknown,
               carried.message + "; run it again: it looks first whether the swap is there");
        return;
      case Carried<Swap>::State::done:
        follow(*carried.value, SwapState::swapped);
    }
  }

  // Asks for the swap until it is not in progress. `done`: the state it then has.
  void follow(Swap swap, SwapState done) {
    for (;;) {
      result_.swap = swap.id;
      if (!swap.replacement_domain.empty()) result_.replacement = swap.replacement_domain;
      result_.message.clear();
      if (!swap.in_progress()) break;
      result_.state = SwapState::in_progress;
      if (!options_.wait || options_.dry_run || swap.id.empty()) return;
      pause_for(options_.poll, session_.stop());
      swap = partner::get_swap(client_, swap.id);
    }
    if (swap.status == "completed")
      result_.state = done;
    else if (swap.status == "action_required")
      refuse(SwapState::action_required,
             fmt::format("the vendor waits until {} is imported: import it, and the swap continues by itself",
                         result_.replacement));
    else if (swap.status == "failed")
      refuse(SwapState::failed, "the vendor could not replace the domain: ask its support, naming the swap");
    else
      refuse(SwapState::outcome_unknown,
             swap.status.empty() ? fmt::format("{} does not give the status of the swap", swap.place)
                                 : fmt::format("the vendor says {}", in_quotes(swap.status)));
  }

  Session& session_;
  partner::Client& client_;
  const SwapOptions& options_;
  const SwapHooks& hooks_;
  SwapResult& result_;
  const partner::SwapType type_;
  std::optional<StoredPlan> plan_;
  std::optional<SwapCustomer> customer_;
  std::optional<ChangeJournal> journal_;
  std::optional<SwapAccount> account_;
  bool has_waited_ = false;
  std::chrono::steady_clock::time_point asked_at_;
};

}  // namespace

void swap_domain(Session& session, const SwapOptions& options, const SwapHooks& hooks, SwapResult& result) {
  DomainSwap(session, options, hooks, result).run();
}

}  // namespace domainplan
