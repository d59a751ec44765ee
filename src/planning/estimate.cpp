#include "domainplan/estimate.hpp"

#include <algorithm>
#include <unordered_set>

#include "domainplan/check.hpp"
#include "planning/from_records.hpp"

namespace domainplan {
namespace {

// How many names have to be checked for each domain that is chosen, roughly, on a market like the sandbox's.
constexpr std::int64_t kChecksForEachDomain = 2;

using Recorded = std::unordered_map<std::string, Fact>;

// The lowest and the highest price of a domain that the customer accepts.
std::optional<CostRange> prices_for(const Terms& terms, const Recorded& recorded) {
  std::optional<CostRange> range;
  for (const auto& [name, fact] : recorded) {
    if (judge(fact, terms) != Verdict::eligible) continue;
    if (!range) range = CostRange{fact.price_cents, fact.price_cents};
    range->from = std::min(range->from, fact.price_cents);
    range->to = std::max(range->to, fact.price_cents);
  }
  return range;
}

Cents cost_of(const CustomerPlan& plan) {
  Cents cost = 0;
  for (const CustomerPlan::OrderLine& line : plan.order())
    if (line.rank) cost += plan.fact(*line.rank).price_cents;
  return cost;
}

std::int64_t to_buy(const Customer& customer) {
  return use_owned(customer.owned, customer.bundle.required).rest.front().total();
}

// In the order of the file: what an earlier customer gets, a later one cannot have.
std::optional<CostRange> cost_range(const Intake& intake, const NamingRules& rules,
                                    const PlanOptions& options, const Recorded& recorded) {
  std::unordered_set<std::string> claimed;  // or owned
  for (const Customer& customer : intake.customers)
    for (const OwnedDomain& owned : customer.owned) claimed.insert(owned.domain);
  const Records records{[&](const std::string& domain) {
                          const auto found = recorded.find(domain);
                          return found == recorded.end() ? Fact{} : found->second;
                        },
                        [&](const std::string& domain) { return claimed.contains(domain); }};
  CostRange all;
  for (const Customer& customer : intake.customers) {
    const auto plan = plan_from_records(customer, rules, options, records);
    if (plan->has_order()) {
      all.from += cost_of(*plan);
      all.to += cost_of(*plan);
      for (const CustomerPlan::OrderLine& line : plan->order()) claimed.insert(line.domain);
      continue;
    }
    const std::optional<CostRange> prices = prices_for(plan->terms(), recorded);
    if (!prices) return std::nullopt;
    all.from += prices->from * to_buy(customer);
    all.to += prices->to * to_buy(customer);
  }
  return all;
}

}  // namespace

RunEstimate estimate_run(const Intake& intake, const NamingRules& rules, const PlanOptions& options, int rate,
                         const std::optional<InputFile>& recorded) {
  RunEstimate estimate;
  estimate.customers = intake.customers.size() + intake.skipped.size();
  estimate.skipped = intake.skipped.size();
  for (const Customer& customer : intake.customers) estimate.domains += to_buy(customer);
  estimate.checks = estimate.domains * kChecksForEachDomain * (100 + options.surplus) / 100;
  estimate.calls = (estimate.checks + options.batch_size - 1) / options.batch_size;
  estimate.minutes = estimate.calls > 0 ? (estimate.calls - 1) / rate : 0;
  if (!recorded) return estimate;
  Recorded facts;
  for (const auto& [name, row] : read_recorded(*recorded))
    facts.emplace(name, fact_of(row, options.choice.currency));
  estimate.cost = cost_range(intake, rules, options, facts);
  return estimate;
}

}  // namespace domainplan
