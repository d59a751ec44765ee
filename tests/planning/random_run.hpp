// A run of the scheduler with everything around it made of a list of things that may happen next, one of them
// picked at random; and the same plan made by the contract's words, for comparison.
#pragma once

#include <fmt/format.h>

#include <deque>
#include <functional>
#include <random>
#include <set>

#include "planning/scheduler.hpp"
#include "small_market.hpp"

inline const domainplan::NamingRules& built_in_rules() {
  static const domainplan::NamingRules rules = domainplan::NamingRules::built_in();
  return rules;
}

inline std::vector<domainplan::Customer> customers_sharing_brands() {
  using namespace domainplan;
  const char* const brands[] = {"Acme Rockets", "Blue Harbor", "Acme Rockets",
                                "Nordwind",     "Blue Harbor", "Acme Rockets"};
  std::vector<Customer> customers;
  for (int i = 0; i < 30; ++i)
    customers.push_back(
        market_customer(fmt::format("c{}", i), brands[i % 6] + std::string(i / 12, 'x'), {4 + i % 5, i % 3}));
  customers[3].owned = {{"acmerockets.com", ProviderSet::both()}};
  return customers;
}

inline domainplan::Names owned_domains(const std::vector<domainplan::Customer>& customers) {
  domainplan::Names owned;
  for (const domainplan::Customer& customer : customers)
    for (const domainplan::OwnedDomain& domain : customer.owned) owned.push_back(domain.domain);
  return owned;
}

// One row of the result: what a customer ordered, and what became of its candidates.
inline std::string described(const domainplan::CustomerPlan& plan) {
  std::string text = plan.customer().key + (plan.has_order() ? ":" : " short:");
  for (const auto& line : plan.order()) text += fmt::format(" {}={}", line.domain, name_of(line.provider));
  for (std::size_t rank = 0; rank < plan.length(); ++rank)
    text += fmt::format(" {}", name_of(plan.verdict(rank)));
  return text;
}

struct Outcome {
  std::vector<std::string> plans;
  std::vector<domainplan::Names> calls;
  domainplan::Names looked_up;
  std::vector<domainplan::AvailabilityRow> rows;  // of a list
  domainplan::NamesLost lost;                     // to other plans
  bool cancelled_waits = false;
};

class RandomRun {
 public:
  // What a name is answered with; by default small_market.hpp.
  std::function<domainplan::AvailabilityRow(const std::string&)> market = market_row;
  // Names that another plan has, as turns out when they are to be reserved.
  std::function<bool(const std::string&)> is_held = [](const std::string&) { return false; };
  // Names that other processes were told about, and names that they are about to ask for.
  std::function<bool(const std::string&)> is_shared = [](const std::string&) { return false; };
  std::function<bool(const std::string&)> is_asked_elsewhere = [](const std::string&) { return false; };
  // Called with each name that is answered.
  std::function<void(const std::string&)> answered = [](const std::string&) {};
  bool with_stale = false;  // every name of a length that 7 divides is stale once

  RandomRun(const std::vector<domainplan::Customer>& customers, const domainplan::PlanOptions& options,
            unsigned seed)
      : customers_(customers), options_(options), random_(seed) {}

  Outcome run(domainplan::Scheduler& scheduler) {
    begin(scheduler);
    while (step(scheduler)) continue;
    return outcome();
  }

  // The same, step by step. step() returns false where nothing is left to happen.
  void begin(domainplan::Scheduler& scheduler) { happen(scheduler.step(domainplan::Started())); }
  bool step(domainplan::Scheduler& scheduler) {
    if (next_.empty()) return false;
    const std::size_t pick = std::uniform_int_distribution<std::size_t>(0, next_.size() - 1)(random_);
    const auto event = std::move(next_[pick]);
    next_.erase(next_.begin() + static_cast<std::ptrdiff_t>(pick));
    happen(scheduler.step(event()));
    return true;
  }
  Outcome outcome() { return std::move(outcome_); }

 private:
  using Later = std::function<domainplan::Event()>;

  void happen(domainplan::Effects effects) {
    using namespace domainplan;
    for (const std::size_t place : effects.draw)
      next_.push_back([this, place] {
        return go_on(std::make_shared<CustomerPlan>(place, customers_[place], built_in_rules(), options_),
                     true);
      });
    for (const PlanPtr& plan : effects.filter)
      next_.push_back([plan] {
        plan->filter();
        return go_on(plan, plan->wants_more());
      });
    for (const PlanPtr& plan : effects.write) {
      outcome_.plans.push_back(described(*plan));
      next_.push_back([] { return Written(); });
    }
    if (!effects.reserve.empty())
      next_.push_back([this, plans = std::move(effects.reserve)] { return reserve(plans); });
    if (!effects.look_up.empty())
      next_.push_back([this, names = std::move(effects.look_up)] { return look_up(names, false); });
    if (!effects.look_up_again.empty())
      next_.push_back([this, names = std::move(effects.look_up_again)] { return look_up(names, true); });
    for (const Names& names : effects.ask) ask(names);
    outcome_.cancelled_waits |= effects.cancel_waits;
    for (const Moment moment : effects.wait)
      next_.push_back([this, moment] {
        now_ = std::max(now_, moment);
        return Due{moment};
      });
    for (AvailabilityRow& row : effects.rows) outcome_.rows.push_back(std::move(row));
  }

  static domainplan::Event go_on(const domainplan::PlanPtr& plan, bool draws) {
    if (draws) plan->draw();
    if (plan->all_learnt()) plan->select();
    return domainplan::Returned{plan};
  }

  domainplan::Event reserve(const std::vector<domainplan::PlanPtr>& plans) {
    domainplan::Reserved reserved;
    for (const domainplan::PlanPtr& plan : plans) {
      for (const auto& line : plan->order())
        if (line.rank && is_held(line.domain)) reserved.lost.push_back(line.domain);
      if (!reserved.lost.empty()) {
        auto& lost = outcome_.lost[plan->place()];
        lost.insert(lost.end(), reserved.lost.begin(), reserved.lost.end());
        break;
      }
      ++reserved.customers;
    }
    return reserved;
  }

  domainplan::Event look_up(const domainplan::Names& names, bool again) {
    domainplan::LookedUp found{names, {}, {}, again};
    for (const std::string& name : names) {
      if (!again) outcome_.looked_up.push_back(name);
      if (is_shared(name))
        found.rows.push_back(market(name));
      else if (is_asked_elsewhere(name))
        found.asked_elsewhere.push_back(name);
    }
    return found;
  }

  // Some answers come in two parts, as where a 400 made two calls of one.
  void ask(const domainplan::Names& names) {
    outcome_.calls.push_back(names);
    const std::size_t cut = std::uniform_int_distribution<std::size_t>(0, names.size())(random_);
    const auto parts = std::make_shared<int>(cut < names.size() ? 2 : 1);
    next_.push_back([=, this] { return answer(names, 0, cut, --*parts == 0); });
    if (cut < names.size())
      next_.push_back([=, this] { return answer(names, cut, names.size(), --*parts == 0); });
  }

  domainplan::Event answer(const domainplan::Names& names, std::size_t first, std::size_t last,
                           bool is_last) {
    using namespace domainplan;
    partner::AvailabilityRows rows;
    for (std::size_t i = first; i < last; ++i) {
      const std::string& name = names[i];
      const bool stale = with_stale && name.size() % 7 == 0 && stale_before_.insert(name).second;
      answered(name);
      rows.rows.push_back(stale ? AvailabilityRow{.domain = name, .reason = Reason::stale} : market(name));
    }
    return Answered{std::move(rows), is_last, now_};
  }

  const std::vector<domainplan::Customer>& customers_;
  const domainplan::PlanOptions& options_;
  std::mt19937 random_;
  domainplan::Moment now_{};
  std::deque<Later> next_;
  std::set<std::string> stale_before_;
  Outcome outcome_;
};

// The plan by the contract's words: one customer after another, one name after another, no calls, no packing.
// `is_held`: names that another plan has; nobody knows before a customer has chosen them.
inline std::vector<std::string> naive_plan(
    const std::vector<domainplan::Customer>& customers, const domainplan::PlanOptions& options,
    const std::function<bool(const std::string&)>& is_held = [](const std::string&) { return false; }) {
  using namespace domainplan;
  std::set<std::string> claims, held;
  for (const std::string& domain : owned_domains(customers)) claims.insert(domain);
  const auto lost_to = [&](const std::string& name) -> std::optional<Verdict> {
    if (held.contains(name)) return Verdict::reserved;
    return claims.contains(name) ? std::optional(Verdict::claimed) : std::nullopt;
  };
  std::vector<std::string> result;
  for (std::size_t place = 0; place < customers.size(); ++place) {
    CustomerPlan plan(place, customers[place], built_in_rules(), options);
    const auto draw_on = [&](bool claims_count) {
      for (plan.draw(); !plan.all_learnt(); plan.draw()) {
        for (const std::size_t rank : std::vector<std::size_t>(plan.unlearnt())) {
          const std::string& name = plan.candidate(rank).domain;
          plan.learn(rank, fact_of(market_row(name), "usd"), claims_count ? lost_to(name) : std::nullopt);
        }
        plan.filter();
      }
      plan.select();
    };
    draw_on(false);  // taking candidates ignores claims …
    for (;;) {       // … until the customer is settled, which it is with the names that nobody else has
      bool lost = false;
      for (std::size_t rank = 0; rank < plan.length(); ++rank)
        if (const auto to = lost_to(plan.candidate(rank).domain); to && plan.is_eligible(rank))
          plan.lose(rank, *to), lost = true;
      if (lost) {
        plan.filter();
        draw_on(true);
      }
      const std::size_t known = held.size();
      for (const auto& line : plan.order())
        if (line.rank && is_held(line.domain)) held.insert(line.domain);
      if (held.size() == known) break;
    }
    for (const auto& line : plan.order()) claims.emplace(line.domain);
    result.push_back(described(plan));
  }
  return result;
}
