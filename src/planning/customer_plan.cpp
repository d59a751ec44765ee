#include "planning/customer_plan.hpp"

#include <algorithm>

#include "planning/best_choice.hpp"

namespace domainplan {

CustomerPlan::CustomerPlan(std::size_t place, const Customer& customer, const NamingRules& rules,
                           const PlanOptions& options)
    : place_(place),
      customer_(&customer),
      options_(&options),
      rules_(rules),
      terms_(selection::terms_of(options.choice, customer.bundle.required, customer.max_price_cents)),
      caps_(selection::caps_of(options.choice, terms_.demand, count_styles(rules))),
      owned_(use_owned(customer.owned, terms_.demand, options.avoided)),
      stream_(rules, naming_input(customer)) {
  missing_ = least_missing({}, true, caps_).total();
  if (const auto found = options.rejected.find(customer.key); found != options.rejected.end())
    rejected_ = &found->second;
}

// Of this customer: never a candidate.
bool CustomerPlan::is_owned(const std::string& domain) const {
  return std::any_of(customer_->owned.begin(), customer_->owned.end(),
                     [&](const OwnedDomain& owned) { return owned.domain == domain; });
}

bool CustomerPlan::candidate_exists(std::size_t rank) {
  while (candidates_.size() <= rank && !stream_ended_) {
    std::optional<Candidate> next = stream_.next();
    if (!next)
      stream_ended_ = true;
    else if (!is_owned(next->domain))
      candidates_.push_back(std::move(*next));
  }
  return rank < candidates_.size();
}

const Candidate* CustomerPlan::peek(std::size_t rank) {
  if (rank >= static_cast<std::size_t>(options_->max_checks) || !candidate_exists(rank)) return nullptr;
  return &candidates_[rank];
}

std::optional<Verdict> CustomerPlan::ruled_out(const std::string& domain) const {
  if (options_->avoided.contains(domain) || (rejected_ && rejected_->contains(domain)))
    return Verdict::avoided;
  if (options_->reserved.contains(domain)) return Verdict::reserved;
  return std::nullopt;
}

void CustomerPlan::draw() {
  for (int wave = missing_; wave > 0;) {
    const Candidate* const next = peek(length());
    if (!next) return;
    const std::optional<Verdict> verdict = ruled_out(next->domain);
    if (!verdict) {
      unlearnt_.push_back(length());
      --wave;
    }
    drawn_.push_back({families_.groups_of(*next), {}, verdict});
  }
}

void CustomerPlan::learn(std::size_t rank, const Fact& fact, std::optional<Verdict> lost) {
  std::erase(unlearnt_, rank);
  drawn_[rank].fact = fact;
  learnt_.push_back({rank, lost});
  has_news_ = true;
}

void CustomerPlan::lose(std::size_t rank, Verdict to) {
  drawn_[rank].verdict = to;
  has_news_ = true;
  selected_ = false;
}

void CustomerPlan::filter() {
  has_news_ = false;
  for (const auto& [rank, lost] : learnt_) {
    Drawn& drawn = drawn_[rank];
    drawn.verdict = judge(drawn.fact, terms_);
    answered_ += drawn.fact.said != Verdict::not_recorded;
    if (drawn.fact.said == Verdict::eligible)
      cheapest_ = std::min(cheapest_.value_or(drawn.fact.price_cents), drawn.fact.price_cents);
    if (lost && is_eligible(rank)) drawn.verdict = lost;
  }
  learnt_.clear();
  missing_ = least_missing(items(), true, caps_).total();
}

std::optional<Cents> CustomerPlan::take_cheapest_above_cap() {
  constexpr int kEnough = 200;
  if (warned_of_prices_ || answered_ < kEnough || !cheapest_ || !terms_.max_price_cents) return std::nullopt;
  if (*cheapest_ <= *terms_.max_price_cents) return std::nullopt;
  warned_of_prices_ = true;
  return cheapest_;
}

std::vector<Item> CustomerPlan::items() const {
  std::vector<Item> items;
  for (std::size_t rank = 0; rank < drawn_.size(); ++rank) {
    const Drawn& drawn = drawn_[rank];
    const bool learnt = drawn.verdict.has_value();
    if (learnt && drawn.verdict != Verdict::eligible) continue;
    items.push_back(
        selection::item_of(candidates_[rank], rank, drawn.groups, terms_, learnt ? &drawn.fact : nullptr));
  }
  return items;
}

// The smallest total, and of those the one with the fewest Google domains, over the ways to use the owned
// ones.
Demand CustomerPlan::least_missing(const std::vector<Item>& items, bool with_surplus, ShareCaps caps) const {
  std::optional<Demand> least;
  for (const Demand rest : owned_.rest) {
    const Demand now =
        missing(items, with_surplus ? selection::with_surplus(rest, options_->surplus) : rest, caps);
    if (!least || std::pair(now.total(), now.google) < std::pair(least->total(), least->google)) least = now;
    if (least->total() == 0) break;
  }
  return *least;
}

void CustomerPlan::select() {
  selected_ = true;
  order_.clear();
  gap_.reset();
  const std::vector<Item> choice = items();
  std::optional<SelectedItems> best =
      selection::best_choice(choice, owned_.rest, caps_, options_->choice.prefer);
  has_order_ = best.has_value();
  if (!best) return explain_shortfall(choice);
  gap_ = best->gap;
  make_order(choice, std::move(best->items));
}

// Owned domains and chosen ones together: of those usable for both, the first in this order serve Google.
void CustomerPlan::make_order(const std::vector<Item>& items, std::vector<std::size_t> chosen) {
  std::sort(chosen.begin(), chosen.end(),
            [&](std::size_t a, std::size_t b) { return items[a].rank < items[b].rank; });
  std::vector<ProviderSet> usable_for;
  for (const OwnedDomain& owned : owned_.used) {
    order_.push_back({owned.domain, {}, {}});
    usable_for.push_back(owned.usable_for);
  }
  for (const std::size_t item : chosen) {
    const auto rank = static_cast<std::size_t>(items[item].rank);
    order_.push_back({candidates_[rank].domain, {}, rank});
    usable_for.push_back(items[item].usable_for);
  }
  const std::vector<Provider> providers = assign_providers(usable_for, terms_.demand.google);
  for (std::size_t i = 0; i < order_.size(); ++i) order_[i].provider = providers[i];
  std::stable_sort(order_.begin(), order_.end(),
                   [](const OrderLine& a, const OrderLine& b) { return a.provider < b.provider; });
}

void CustomerPlan::explain_shortfall(const std::vector<Item>& items) {
  shortage_ = least_missing(items, false, caps_);
  if (least_missing(items, false, {}).total() == 0)
    shortfall_ = Shortfall::shares;
  else
    shortfall_ = candidate_exists(length()) ? Shortfall::max_checks : Shortfall::not_enough;
}

}  // namespace domainplan
