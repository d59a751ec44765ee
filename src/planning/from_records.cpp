#include "planning/from_records.hpp"

namespace domainplan {

std::unique_ptr<CustomerPlan> plan_from_records(const Customer& customer, const NamingRules& rules,
                                                const PlanOptions& options, const Records& records) {
  auto plan = std::make_unique<CustomerPlan>(0, customer, rules, options);
  for (plan->draw(); !plan->all_learnt(); plan->draw()) {
    const std::vector<std::size_t> unlearnt = plan->unlearnt();
    for (const std::size_t rank : unlearnt) {
      const std::string& domain = plan->candidate(rank).domain;
      plan->learn(rank, records.fact(domain),
                  records.is_claimed(domain) ? std::optional(Verdict::claimed) : std::nullopt);
    }
    plan->filter();
  }
  plan->select();
  return plan;
}

}  // namespace domainplan
