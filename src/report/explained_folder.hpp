// What explanations are made from: the pinned customers and options of a plan folder, and what its
// availability log says of the names that matter.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domainplan/explain.hpp"
#include "domainplan/notice.hpp"
#include "planning/from_records.hpp"
#include "planning/settings.hpp"

namespace domainplan::report {

// So many names of a customer are looked up in the log at the most.
inline constexpr int kMostNames = 5000;

class ExplainedFolder {
 public:
  // Throws as PlanExplainer does.
  ExplainedFolder(StoredPlan plan, NoticeHook warning);

  const StoredPlan& plan() const { return plan_; }
  // The customer of inputs/; null for one whose row was left out.
  const Customer* input_of(const std::string& key) const;
  const PinnedCustomer& pinned(const std::string& key) const;  // throws UsageError
  const PlannedOrder* order_of(const std::string& key) const;  // null: none
  // What the customer was planned with: the domains that owners hold are reserved, and those a person has
  // rejected are avoided.
  const RestoredSettings& settings_of(const std::string& key) const;
  // The customer whose order has `domain`, or who owns it; empty: none of this plan.
  std::string holder_of(const std::string& domain) const;
  // Whether another plan was found in the ledger to have reserved it.
  bool is_held_elsewhere(const std::string& domain) const { return held_elsewhere_.contains(domain); }
  // Whether names are made of the same data as when the plan was made.
  bool has_same_data() const { return has_same_data_; }

 private:
  StoredPlan plan_;
  NoticeHook warning_;
  std::vector<Customer> inputs_;
  std::unordered_map<std::string, const Customer*> input_by_key_;
  std::unordered_map<std::string, const PinnedCustomer*> pinned_by_key_;
  std::unordered_map<std::string, const PlannedOrder*> order_by_key_;
  std::unordered_map<std::string, std::string> holders_;
  std::unordered_set<std::string> held_elsewhere_;
  mutable std::map<std::size_t, RestoredSettings> settings_;
  bool has_same_data_ = false;
};

// What the log says of some names, and of each TLD.
class LogExtract {
 public:
  LogExtract() = default;  // says nothing
  // Reads the rows of `names`; of every TLD the first rows besides. Lines that are not rows are passed over.
  LogExtract(const std::string& folder, const std::unordered_set<std::string>& names);

  // The last row; null where there is none.
  const AvailabilityRow* row(const std::string& domain) const;
  const std::vector<LoggedAnswer>& answers(const std::string& domain) const;
  const std::map<std::string, std::vector<AvailabilityRow>>& by_tld() const { return by_tld_; }

 private:
  std::unordered_map<std::string, std::vector<LoggedAnswer>> answers_;
  std::map<std::string, std::vector<AvailabilityRow>> by_tld_;
};

// The names a customer could have, best first, at most `most`.
std::vector<Candidate> names_of(const Customer& customer, const NamingRules& rules, int most);

// The changes that get `customer` an order, cheapest first.
std::vector<Cure> cures_of(const ExplainedFolder& folder, const std::string& key,
                           const ShortfallRow& shortfall, const LogExtract& log);

// The orders of all others are left alone. `key`: of the customer that asks.
Records records_of(const ExplainedFolder& folder, const LogExtract& log, const std::string& key,
                   const std::string& currency);

// The first-year and renewal cost of what a plan buys.
struct OrderCost {
  Cents price = 0, renewal = 0;
};
OrderCost cost_of(const CustomerPlan& plan);

}  // namespace domainplan::report
