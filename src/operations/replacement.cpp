#include "operations/replacement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/selection.hpp"
#include "planning/selection_problem.hpp"
#include "store/inputs.hpp"

namespace domainplan {
namespace {

// Above any score of a candidate, so that the domains that stay are always chosen.
constexpr std::int64_t kStays = std::int64_t{1} << 30;

// The patterns of domains that the plan does not have, as they came by a swap: those of the customer's names.
std::unordered_map<std::string, std::string> patterns_of_swapped_in(
    const SwapCustomer& customer, const std::vector<partner::PartnerDomain>& staying) {
  std::unordered_set<std::string> wanted;
  for (const partner::PartnerDomain& domain : staying) wanted.insert(domain.domain);
  for (const PlannedDomain& domain : customer.planned) wanted.erase(domain.domain);
  std::unordered_map<std::string, std::string> patterns;
  CandidateStream stream(customer.settings.rules, naming_input(customer.customer));
  for (int drawn = 0; patterns.size() < wanted.size() && drawn < customer.settings.options.max_checks;
       ++drawn) {
    auto next = stream.next();
    if (!next) break;
    if (wanted.contains(next->domain)) patterns.emplace(std::move(next->domain), std::move(next->pattern));
  }
  return patterns;
}

// The problem of one replacement: the whole order, of which all but one are fixed.
class OneOpenPlace {
 public:
  OneOpenPlace(const SwapCustomer& customer, Provider provider,
               const std::vector<partner::PartnerDomain>& staying)
      : terms_(swap_terms(&customer, provider)), choice_(customer.settings.options.choice) {
    const auto swapped_in = patterns_of_swapped_in(customer, staying);
    for (const partner::PartnerDomain& domain : staying) add_fixed(customer, domain, provider, swapped_in);
    ++(provider == Provider::google ? demand_.google : demand_.microsoft);
    // The caps of the order as it was planned: one that has lost domains since keeps them.
    const Demand planned = customer.customer.bundle.required;
    caps_ = selection::caps_of(choice_, planned.total() > demand_.total() ? planned : demand_,
                               count_styles(customer.settings.rules));
  }

  // Which of the candidates is best beside the domains that stay; nothing where none fits.
  struct Eligible {
    Candidate candidate;
    Fact fact;
  };
  std::optional<std::size_t> best_of(const std::vector<const Eligible*>& eligible) {
    std::vector<Item> items = fixed_;
    for (const Eligible* const one : eligible) {
      Item item = selection::item_of(one->candidate, items.size(), families_.groups_of(one->candidate),
                                     terms_, &one->fact);
      item.usable_for = needed_providers(terms_.demand);  // for this place alone
      items.push_back(item);
    }
    const auto chosen = select(items, demand_, caps_, choice_.prefer);
    if (!chosen) return std::nullopt;
    for (const Chosen& one : chosen->chosen)
      if (one.item >= fixed_.size()) return one.item - fixed_.size();
    return std::nullopt;
  }
  bool fits(const Eligible& one) { return best_of({&one}).has_value(); }
  bool is_eligible(const Fact& fact) const { return judge(fact, terms_) == Verdict::eligible; }

 private:
  // Owned domains do not count against the caps, and neither does one of which no pattern is known against
  // that of patterns.
  void add_fixed(const SwapCustomer& customer, const partner::PartnerDomain& domain, Provider provider,
                 const std::unordered_map<std::string, std::string>& swapped_in) {
    const Provider serves = domain.provider.value_or(provider);
    ++(serves == Provider::google ? demand_.google : demand_.microsoft);
    const auto planned = std::find_if(customer.planned.begin(), customer.planned.end(),
                                      [&](const PlannedDomain& one) { return one.domain == domain.domain; });
    const bool is_planned = planned != customer.planned.end();
    const auto pattern = swapped_in.find(domain.domain);
    const Candidate candidate{domain.domain, 0,
                              is_planned                    ? planned->pattern
                              : pattern != swapped_in.end() ? pattern->second
                                                            : ""};
    const bool is_owned =
        is_planned ? !planned->needs_registration() : domainplan::is_owned(customer, domain.domain);
    const selection::Groups groups = is_owned ? selection::Groups{} : families_.groups_of(candidate);
    Item item = selection::item_of(candidate, fixed_.size(), groups, terms_, nullptr);
    item.score = kStays;
    item.cost = 0;
    item.usable_for = ProviderSet() | serves;
    fixed_.push_back(item);
  }

  const Terms terms_;
  const ChoiceOptions& choice_;
  Demand demand_{0, 0};
  ShareCaps caps_;
  selection::Families families_;
  std::vector<Item> fixed_;
};

int ceil_percent(int percent) { return (percent + 99) / 100; }

}  // namespace

Terms swap_terms(const SwapCustomer* customer, Provider provider) {
  const Demand demand = provider == Provider::google ? Demand{1, 0} : Demand{0, 1};
  if (!customer) return selection::terms_of({}, demand);
  return selection::terms_of(customer->settings.options.choice, demand, customer->customer.max_price_cents);
}

SwapCustomer swap_customer(const StoredPlan& plan, const std::string& key,
                           const std::unordered_set<std::string>& other_plans, const NoticeHook& warning) {
  const auto refuse = [&](const char* why) {
    return UsageError(fmt::format("{} of {}: {}", in_quotes(key), in_quotes(plan.folder, 300), why), key);
  };
  if (!plan.pinned)
    throw refuse("the folder was made by an earlier version, which kept no inputs: name the replacement");
  const auto pinned = std::find_if(plan.pinned->customers.begin(), plan.pinned->customers.end(),
                                   [&](const PinnedCustomer& one) { return one.customer == key; });
  const auto order = std::find_if(plan.orders.begin(), plan.orders.end(),
                                  [&](const PlannedOrder& one) { return one.customer == key; });
  if (pinned == plan.pinned->customers.end() || order == plan.orders.end())
    throw refuse("the plan has no order of this customer");
  std::vector<Customer> others = store::read_input_files(plan.folder);
  const auto own = std::find_if(others.begin(), others.end(),
                                [&](const Customer& customer) { return customer.key == key; });
  if (own == others.end())
    throw RunError(ErrorCode::disk,
                   fmt::format("{} is not in the plan's inputs/customers.csv", in_quotes(key)), key);
  Customer customer = std::move(*own);
  others.erase(own);
  RestoredSettings settings = with_rules(restored_options(plan, pinned->options, warning));
  settings.options.rejected[key].insert(pinned->rejected.begin(), pinned->rejected.end());
  reserve_owned(settings.options, others);
  settings.options.reserved.insert(other_plans.begin(), other_plans.end());
  return {std::move(customer), std::move(settings), order->domains};
}

std::string ruled_out(const SwapCustomer& customer, const std::string& domain) {
  const PlanOptions& options = customer.settings.options;
  const auto rejected = options.rejected.find(customer.customer.key);
  const std::string& website = customer.customer.website;
  if (!website.empty() && registrable_domain(website) == domain) return "it is the customer's own website";
  if (options.avoided.contains(domain)) return "it is on the list of domains to avoid";
  if (rejected != options.rejected.end() && rejected->second.contains(domain))
    return "it was rejected for this customer";
  return options.reserved.contains(domain) ? "another plan has reserved it, or another customer owns it" : "";
}

bool is_owned(const SwapCustomer& customer, const std::string& domain) {
  const auto& owned = customer.customer.owned;
  return std::any_of(owned.begin(), owned.end(),
                     [&](const OwnedDomain& one) { return one.domain == domain; });
}

std::optional<Replacement> choose_replacement(const SwapCustomer& customer, Provider provider,
                                              const std::vector<partner::PartnerDomain>& staying,
                                              const std::unordered_set<std::string>& taken, int batch_size,
                                              const AskNames& ask) {
  const PlanOptions& options = customer.settings.options;
  OneOpenPlace place(customer, provider, staying);
  CandidateStream stream(customer.settings.rules, naming_input(customer.customer));
  // As many as a plan would take for one domain: more than one where price comes first.
  const auto wanted = static_cast<std::size_t>(ceil_percent(100 + options.surplus));
  std::vector<OneOpenPlace::Eligible> fitting;
  std::chrono::steady_clock::time_point at;
  bool ended = false;
  for (int drawn = 0; fitting.size() < wanted && !ended;) {
    std::vector<Candidate> batch;
    while (batch.size() < static_cast<std::size_t>(batch_size) && !ended) {
      auto next = drawn < options.max_checks ? stream.next() : std::nullopt;
      ended = !next.has_value();
      if (ended) break;
      ++drawn;
      if (!taken.contains(next->domain) && !is_owned(customer, next->domain) &&
          ruled_out(customer, next->domain).empty())
        batch.push_back(*std::move(next));
    }
    if (batch.empty()) break;
    std::vector<std::string> names;
    names.reserve(batch.size());
    for (const Candidate& candidate : batch) names.push_back(candidate.domain);
    at = std::chrono::steady_clock::now();
    std::unordered_map<std::string, Fact> facts;
    for (const AvailabilityRow& row : ask(names)) facts[row.domain] = fact_of(row, options.choice.currency);
    for (Candidate& candidate : batch) {
      const auto fact = facts.find(candidate.domain);
      if (fitting.size() == wanted || fact == facts.end() || !place.is_eligible(fact->second)) continue;
      OneOpenPlace::Eligible eligible{std::move(candidate), fact->second};
      if (place.fits(eligible)) fitting.push_back(std::move(eligible));
    }
  }
  std::vector<const OneOpenPlace::Eligible*> all;
  all.reserve(fitting.size());
  for (const OneOpenPlace::Eligible& one : fitting) all.push_back(&one);
  if (all.empty()) return std::nullopt;
  const auto best = place.best_of(all);
  if (!best) return std::nullopt;
  return Replacement{all[*best]->candidate.domain, all[*best]->fact, at};
}

}  // namespace domainplan
