#include "domainplan/swap.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "operations/live_order.hpp"
#include "operations/once.hpp"
#include "operations/replacement.hpp"
#include "partner/swaps.hpp"
#include "planning/check.hpp"
#include "planning/passwords.hpp"
#include "submission/account_lock.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::json;
using partner::PartnerDomain;
using partner::Swap;

constexpr const char* kKind = "swap";
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
        type_(options.premium ? partner::SwapType::premium : partner::SwapType::standard) {}

  void run() {
    find_order();
    ChangeJournal journal(options_.dry_run ? "" : options_.state_folder, session_);
    Once<Swap> once(
        journal, kKind, [this](const Json& what) { return listed_swap(what); },
        options_.looks.empty() ? kLooksAfterLoss : options_.looks, session_.stop());
    const auto is_ours = [this](const Json& what) {
      return what.at("order") == result_.order && what.at("domain") == options_.domain;
    };
    once.settle(is_ours);
    // A domain that was replaced has left the order, so the vendor's list of domains does not show it.
    for (const auto& [number, change] : journal.changes())
      if (change.kind == kKind && change.state == Change::State::done && is_ours(change.what))
        if (const auto earlier = listed_swap(change.what); earlier && earlier->status != "failed")
          return follow(*earlier, SwapState::swapped_before);
    look_at_order();
    const std::vector<Swap> before = swaps_of_domain();
    if (const auto known = standing_swap(before)) return follow(*known, SwapState::swapped_before);
    if (options_.premium && !premium_is_possible(before)) return;
    if (!find_replacement() || options_.dry_run) return;
    if (hooks_.agree && !hooks_.agree(result_)) return;

    AccountLock lock = locked();
    // Somebody else may have been faster while this waited.
    const std::vector<Swap> now = swaps_of_domain();
    if (const auto known = standing_swap(now)) return follow(*known, SwapState::swapped_before);
    if (!still_holds()) return;
    send(once, now);
  }

 private:
  void find_order() {
    result_ = {};
    result_.domain = options_.domain;
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

  void look_at_order() {
    const partner::Order order = order_of_account(client_, result_.order);
    const auto list = partner::list_domains(client_);
    for (const PartnerDomain& domain : list.items) {
      account_.insert(domain.domain);
      if (domain.order_id != result_.order) {
        if (domain.order_id.empty()) in_stock_.push_back(domain);
      } else if (domain.domain == options_.domain) {
        old_ = domain;
      } else if (domain.status != "retiring" && domain.status != "cancel_scheduled") {
        staying_.push_back(domain);
      }
    }
    if (!old_ || old_->id.empty())
      throw UsageError(fmt::format("{} is not a domain of the order {}", in_quotes(options_.domain),
                                   escaped(result_.order)));
    if (!order.receipt.is_live())
      throw UsageError(fmt::format("the order {} is {}", escaped(result_.order), order.receipt.status));
    result_.provider = old_->provider;
  }

  // The swaps and renamings of the domain. The filter may not be heeded, so each is checked.
  std::vector<Swap> swaps_of_domain() {
    std::vector<Swap> swaps;
    for (Swap& swap : partner::list_swaps(client_, "domain_id=" + partner::percent_encoded(old_->id)).items)
      if (swap.domain_id == old_->id && swap.type != "user_names") swaps.push_back(std::move(swap));
    return swaps;
  }

  static std::optional<Swap> standing_swap(const std::vector<Swap>& swaps) {
    for (const Swap& swap : swaps)
      if (swap.status != "failed") return swap;
    return std::nullopt;
  }

  // What came of a swap that was sent, perhaps.
  std::optional<Swap> listed_swap(const Json& what) {
    const std::string id = what.at("domain_id").get<std::string>();
    for (Swap& swap : partner::list_swaps(client_, "domain_id=" + partner::percent_encoded(id)).items)
      if (swap.domain_id == id && swap.replacement_domain == what.at("replacement").get<std::string>() &&
          std::find(what.at("known").begin(), what.at("known").end(), swap.id) == what.at("known").end())
        return std::move(swap);
    return std::nullopt;
  }

  bool refuse(SwapState state, std::string message) {
    result_.state = state;
    result_.message = std::move(message);
    return false;
  }

  bool premium_is_possible(const std::vector<Swap>& of_domain) {
    if (old_->provider != Provider::microsoft)
      return refuse(SwapState::refused, "a premium swap is for Microsoft domains only");
    const auto since = server_now(client_) - kPremiumAgain;
    const auto is_recent = [&](const Swap& swap) {
      return swap.type == "premium" && swap.status != "failed" &&
             (!swap.created_at || *swap.created_at > since);
    };
    bool recent = std::any_of(of_domain.begin(), of_domain.end(), is_recent);
    for (const Swap& swap :
         partner::list_swaps(client_, "order_id=" + partner::percent_encoded(result_.order)).items)
      recent = recent || (swap.replacement_domain == options_.domain && is_recent(swap));
    return !recent || refuse(SwapState::refused, "this domain had a premium swap less than 30 days ago");
  }

  bool find_replacement() {
    if (!old_->provider)
      throw RunError(ErrorCode::api, fmt::format("the API does not say which provider {} serves",
                                                 in_quotes(options_.domain)));
    return options_.with.empty() ? choose() : take_given();
  }

  bool choose() {
    std::unordered_set<std::string> taken = account_;
    taken.insert(options_.domain);
    for (const PlannedOrder& order : plan_->orders)
      for (const PlannedDomain& domain : order.domains) taken.insert(domain.domain);
    const auto found = choose_replacement(*customer_, *old_->provider, staying_, taken, options_.batch_size,
                                          [this](const auto& names) { return ask(names); });
    if (!found)
      return refuse(SwapState::no_replacement,
                    "no name is left that is available, within the price caps, and within the share caps "
                    "beside the rest of the order: name the replacement");
    asked_at_ = found->at;
    set_replacement(found->domain, found->fact);
    return true;
  }

  bool take_given() {
    const std::string& name = options_.with;
    if (!is_registrable_domain(name))
      throw UsageError(fmt::format("{} is not a registrable domain", in_quotes(name)));
    if (customer_)
      if (const std::string why = ruled_out(*customer_, name); !why.empty())
        throw UsageError(fmt::format("{} cannot be the replacement: {}", in_quotes(name), why));
    for (const PartnerDomain& domain : in_stock_) {
      if (domain.domain != name) continue;
      if (!domain.usable_for.has(*old_->provider))
        throw UsageError(fmt::format("{} cannot be the replacement: it is not usable for {}", in_quotes(name),
                                     name_of(*old_->provider)));
      result_.replacement = name;  // the account has it, so it costs nothing
      return true;
    }
    if (account_.contains(name))
      throw UsageError(
          fmt::format("{} cannot be the replacement: it is on an order already", in_quotes(name)));
    return judge_given(name);
  }

  bool judge_given(const std::string& name) {
    const std::string currency = customer_ ? customer_->settings.options.choice.currency : "usd";
    const Terms terms =
        customer_ ? swap_terms(*customer_, *old_->provider)
                  : Terms{*old_->provider == Provider::google ? Demand{1, 0} : Demand{0, 1}, {}, {}, 1};
    asked_at_ = std::chrono::steady_clock::now();
    const std::vector<AvailabilityRow> rows = ask({name});
    const Fact fact = rows.empty() ? Fact{} : fact_of(rows.front(), currency);
    const Verdict verdict = judge(fact, terms);
    if (verdict == Verdict::taken) {
      // The customer may own it elsewhere: the vendor then waits for its import.
      result_.replacement = name;
      result_.message = fmt::format("{} is registered: the swap waits until it is imported", name);
      return true;
    }
    if (verdict != Verdict::eligible)
      return refuse(SwapState::no_replacement,
                    fmt::format("{} cannot be the replacement: {}", name, name_of(verdict)));
    set_replacement(name, fact);
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

  // A row that is older than 30 s when the swap is about to go is asked again.
  bool still_holds() {
    if (!result_.price_cents || std::chrono::steady_clock::now() - asked_at_ < kFreshRows) return true;
    const std::vector<AvailabilityRow> rows = ask({result_.replacement});
    const Fact fact = rows.empty() ? Fact{} : fact_of(rows.front(), result_.currency);
    if (fact.said != Verdict::eligible || !fact.usable_for.has(*old_->provider))
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
                     if (hooks_.waits_for_lock) hooks_.waits_for_lock(holder);
                   }});
    return lock;
  }

  void send(Once<Swap>& once, const std::vector<Swap>& known) {
    Json ids = Json::array();
    for (const Swap& swap : known) ids.push_back(swap.id);
    const Json what = {{"order", result_.order},
                       {"domain", options_.domain},
                       {"domain_id", old_->id},
                       {"replacement", result_.replacement},
                       {"type", partner::name_of(type_)},
                       {"price_cents", result_.price_cents.value_or(0)},
                       {"known", ids}};
    result_.state = SwapState::outcome_unknown;
    auto carried = once.carry_out(
        what, [&] { return partner::create_swap(client_, type_, old_->id, result_.replacement, false); });
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
      if (!options_.wait || options_.dry_run) return;
      pause_for(options_.poll, session_.stop());
      swap = partner::get_swap(client_, swap.id);
    }
    if (swap.status == "completed")
      result_.state = done;
    else if (swap.status == "action_required")
      refuse(SwapState::action_required,
             fmt::format("the vendor waits until {} is imported: import it, and the swap goes on by itself",
                         result_.replacement));
    else if (swap.status == "failed")
      refuse(SwapState::failed, "the vendor could not replace the domain: ask its support, naming the swap");
    else
      refuse(SwapState::outcome_unknown, fmt::format("the vendor says {}", in_quotes(swap.status)));
  }

  Session& session_;
  partner::Client& client_;
  const SwapOptions& options_;
  const SwapHooks& hooks_;
  SwapResult& result_;
  const partner::SwapType type_;
  std::optional<StoredPlan> plan_;
  std::optional<SwapCustomer> customer_;
  std::unordered_set<std::string> account_;  // all domains of it
  std::vector<PartnerDomain> in_stock_, staying_;
  std::optional<PartnerDomain> old_;
  std::chrono::steady_clock::time_point asked_at_;
};

}  // namespace

void swap_domain(Session& session, const SwapOptions& options, const SwapHooks& hooks, SwapResult& result) {
  DomainSwap(session, options, hooks, result).run();
}

}  // namespace domainplan
