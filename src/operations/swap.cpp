#include "domainplan/swap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "operations/listed_swaps.hpp"
#include "operations/live_order.hpp"
#include "operations/once.hpp"
#include "operations/replacement.hpp"
#include "partner/swaps.hpp"
#include "planning/check.hpp"
#include "planning/passwords.hpp"
#include "submission/account_lock.hpp"
#include "submission/account_view.hpp"

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
    try {
      replace();
    } catch (const CannotTell& open) {
      refuse(SwapState::outcome_unknown, open.what());
    }
  }

 private:
  void replace() {
    find_order();
    ChangeJournal journal(options_.dry_run ? "" : options_.state_folder, session_);
    journal_ = &journal;
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
    if (const std::string why = look_at_account(); !why.empty()) throw UsageError(why);
    const ListedSwaps before = swaps_of_domain();
    if (const auto known = standing_swap(before)) return follow(*known, SwapState::swapped_before);
    if (options_.premium && !premium_is_possible(before)) return;
    if (!find_replacement() || options_.dry_run) return;
    if (hooks_.agree && !hooks_.agree(result_)) return;

    AccountLock lock = locked();
    // Somebody else may have been faster while this waited.
    const ListedSwaps now = swaps_of_domain();
    if (const auto known = standing_swap(now)) return follow(*known, SwapState::swapped_before);
    if (is_as_shown() && still_holds()) send(once, now);
  }

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

  // Reads the order and the lists of domains and swaps. Returns why the domain cannot be replaced, or "".
  std::string look_at_account() {
    const partner::Order order = order_of_account(client_, result_.order);
    account_.clear();
    in_stock_.clear();
    staying_.clear();
    with_domains_.clear();
    old_.reset();
    for (const PartnerDomain& domain : partner::list_domains(client_).items) {
      account_.insert(domain.domain);
      with_domains_.insert(domain.order_id);
      if (domain.order_id != result_.order) {
        if (domain.order_id.empty() && domain.category != "connected") in_stock_.push_back(domain);
      } else if (domain.domain == options_.domain) {
        old_ = domain;
      } else if (domain.status != "retiring" && domain.status != "cancel_scheduled") {
        staying_.push_back(domain);
      }
    }
    read_claims();
    if (!old_ || old_->id.empty())
      return fmt::format("{} is not a domain of the order {}", in_quotes(options_.domain),
                         escaped(result_.order));
    if (!order.receipt.is_live())
      return fmt::format("the order {} is {}", escaped(result_.order), order.receipt.status);
    result_.provider = old_->provider;
    return "";
  }

  // The domains that swaps bring, or may bring: those of the account, and those that this program sent and
  // of which nothing is known.
  void read_claims() {
    claims_.clear();
    for (const Swap& swap : partner::list_swaps(client_).items)
      if (!swap.replacement_domain.empty() && swap.status != "failed")
        claims_[swap.replacement_domain] |= swap.status != "completed";
    for (const Change& change : journal_->pending(kKind))
      claims_[change.what.at("replacement").get<std::string>()] = true;
  }
  bool is_under_way(const std::string& replacement) const {
    const auto claim = claims_.find(replacement);
    return claim != claims_.end() && claim->second;
  }

  // The swaps that may be of the domain.
  ListedSwaps swaps_of_domain() {
    ListedSwaps listed = swaps_about(client_, {old_->id, result_.order}, SwapKind::replacement);
    // The journal knows the domain of those that this program sent.
    std::set<std::string> of_others;
    for (const auto& [number, change] : journal_->changes())
      if (change.kind == kKind && change.what.at("domain_id") != old_->id &&
          (change.is_pending() || change.state == Change::State::done))
        of_others.insert(change.what.at("replacement").get<std::string>());
    std::erase_if(listed.possible,
                  [&](const Swap& swap) { return of_others.contains(swap.replacement_domain); });
    return listed;
  }

  // The swap that the domain has already. Throws CannotTell where the list leaves that open.
  std::optional<Swap> standing_swap(const ListedSwaps& listed) const {
    for (const Swap& swap : listed.certain)
      if (swap.status != "failed") return swap;
    if (!listed.unreadable.empty()) hold(listed.unreadable);
    // Once a swap is completed its domain is no longer active.
    for (const Swap& swap : listed.possible)
      if (swap.status != "failed" && swap.status != "completed") hold(in_doubt(swap));
    return std::nullopt;
  }

  [[noreturn]] void hold(const std::string& doubt) const {
    throw CannotTell(fmt::format("{}: it may be a swap of {}, so nothing was sent; ask the vendor's support",
                                 doubt, options_.domain));
  }

  // What came of a swap that was sent, perhaps. Throws CannotTell where the list leaves that open.
  std::optional<Swap> listed_swap(const Json& what) {
    const ListedSwaps listed =
        swaps_about(client_, {what.at("domain_id").get<std::string>(), what.at("order").get<std::string>()},
                    SwapKind::replacement);
    const auto known = what.at("known").get<std::set<std::string>>();
    const auto replacement = what.at("replacement").get<std::string>();
    for (const Swap& swap : listed.certain)
      if (!known.contains(swap.id) &&
          (swap.replacement_domain == replacement || swap.replacement_domain.empty()))
        return swap;
    std::string doubt = listed.unreadable;
    for (const Swap& swap : listed.possible) {
      if (known.contains(swap.id)) continue;
      if (swap.replacement_domain == replacement) return swap;
      if (swap.replacement_domain.empty()) doubt = in_doubt(swap);
    }
    if (!doubt.empty())
      throw CannotTell(fmt::format("{}: it may be the swap of {} that was sent before", doubt,
                                   what.at("domain").get<std::string>()));
    return std::nullopt;
  }

  bool refuse(SwapState state, std::string message) {
    result_.state = state;
    result_.message = std::move(message);
    return false;
  }

  bool premium_is_possible(const ListedSwaps& of_domain) {
    if (old_->provider != Provider::microsoft)
      return refuse(SwapState::refused, "a premium swap is for Microsoft domains only");
    const auto since = server_now(client_) - kPremiumAgain;
    const auto is_recent = [&](const Swap& swap) {
      return (swap.type == "premium" || swap.type.empty()) && swap.status != "failed" &&
             (!swap.created_at || *swap.created_at > since);
    };
    // The domain may also have come by such a swap.
    const auto of_order = partner::list_swaps(client_, "order_id=" + partner::percent_encoded(result_.order));
    const auto brought_it = [&](const Swap& swap) {
      return swap.replacement_domain == options_.domain && is_recent(swap);
    };
    if (std::any_of(of_domain.certain.begin(), of_domain.certain.end(), is_recent) ||
        std::any_of(of_order.items.begin(), of_order.items.end(), brought_it))
      return refuse(SwapState::refused, "this domain had a premium swap less than 30 days ago");
    for (const Swap& swap : of_domain.possible)
      if (is_recent(swap)) hold(in_doubt(swap));
    for (const Swap& swap : of_order.items)
      if (swap.replacement_domain.empty() && is_recent(swap) && swap.type == "premium" &&
          (swap.order_id.empty() || swap.order_id == result_.order))
        hold(fmt::format("{} does not name its replacement", swap.place));
    if (!of_order.left_out.empty()) hold(of_order.left_out + " cannot be read");
    return true;
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
    for (const auto& [domain, under_way] : claims_) taken.insert(domain);
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
    if (is_under_way(name))
      throw UsageError(fmt::format("{} cannot be the replacement: another swap brings it", in_quotes(name)));
    for (const PartnerDomain& domain : in_stock_) {
      if (domain.domain != name) continue;
      if (!domain.usable_for.has(*old_->provider))
        throw UsageError(fmt::format("{} cannot be the replacement: it is not usable for {}", in_quotes(name),
                                     name_of(*old_->provider)));
      result_.replacement = name;  // the account has it, so it costs nothing
      is_from_stock_ = true;
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

  // Whether the order and the replacement still are what they were when the replacement was chosen.
  bool is_as_shown() {
    if (const std::string why = look_at_account(); !why.empty()) return refuse(SwapState::refused, why);
    const std::string& name = result_.replacement;
    const auto lost = [&](std::string_view why) {
      return refuse(SwapState::no_longer_available, fmt::format("{} is no longer available: {}", name, why));
    };
    if (is_under_way(name)) return lost("another swap brings it");
    const bool in_stock = std::any_of(in_stock_.begin(), in_stock_.end(),
                                      [&](const PartnerDomain& domain) { return domain.domain == name; });
    if (is_from_stock_) return in_stock || lost("it is no longer in the account's stock");
    if (account_.contains(name)) return lost("the account has it now");
    // An order that was just placed may not show its domains in the list yet.
    std::size_t reads = 0;
    for (const partner::OrderReceipt& order : partner::list_orders(client_).items)
      if (order.is_live() && !with_domains_.contains(order.id) && ++reads <= kMostReads) {
        const partner::Order whole = partner::get_order(client_, order.id);
        if (std::binary_search(whole.domains.begin(), whole.domains.end(), name))
          return lost(fmt::format("it is on the order {}", order.id));
      }
    return true;
  }

  // A row that is older than 30 s when the swap is about to go, or than the wait for the lock, is asked
  // again.
  bool still_holds() {
    if (!result_.price_cents) return true;
    if (!has_waited_ && std::chrono::steady_clock::now() - asked_at_ < kFreshRows) return true;
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
                     has_waited_ = true;
                     if (hooks_.waits_for_lock) hooks_.waits_for_lock(holder);
                   }});
    return lock;
  }

  void send(Once<Swap>& once, const ListedSwaps& known) {
    const Json what = {{"order", result_.order},
                       {"domain", options_.domain},
                       {"domain_id", old_->id},
                       {"replacement", result_.replacement},
                       {"type", partner::name_of(type_)},
                       {"price_cents", result_.price_cents.value_or(0)},
                       {"known", known.ids()}};
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
      if (!options_.wait || options_.dry_run || swap.id.empty()) return;
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
      refuse(SwapState::outcome_unknown, swap.status.empty()
                                             ? fmt::format("{} does not say how the swap stands", swap.place)
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
  ChangeJournal* journal_ = nullptr;
  std::unordered_set<std::string> account_;       // all domains of it
  std::unordered_set<std::string> with_domains_;  // the orders that have a domain in its list
  std::unordered_map<std::string, bool> claims_;  // by replacement: whether the swap is under way
  bool is_from_stock_ = false, has_waited_ = false;
  std::vector<PartnerDomain> in_stock_, staying_;
  std::optional<PartnerDomain> old_;
  std::chrono::steady_clock::time_point asked_at_;
};

}  // namespace

void swap_domain(Session& session, const SwapOptions& options, const SwapHooks& hooks, SwapResult& result) {
  DomainSwap(session, options, hooks, result).run();
}

}  // namespace domainplan
