#include "report/explained_folder.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/nearest.hpp"
#include "naming/data_version.hpp"
#include "store/availability_log.hpp"
#include "store/inputs.hpp"
#include "store/ledger_log.hpp"
#include "store/paths.hpp"
#include "store/plan_folder.hpp"

namespace domainplan::report {
namespace {

constexpr std::size_t kRowsOfTld = 500;  // that say how much of a TLD is available

}  // namespace

ExplainedFolder::ExplainedFolder(StoredPlan plan, NoticeHook warning)
    : plan_(std::move(plan)), warning_(std::move(warning)) {
  if (!plan_.pinned) throw_made_by_earlier_version(plan_.folder);
  inputs_ = store::read_input_files(plan_.folder);
  for (const Customer& customer : inputs_) {
    input_by_key_.emplace(customer.key, &customer);
    for (const OwnedDomain& owned : customer.owned) holders_.emplace(owned.domain, customer.key);
  }
  for (const PinnedCustomer& one : plan_.pinned->customers) pinned_by_key_.emplace(one.customer, &one);
  for (const PlannedOrder& order : plan_.orders) {
    order_by_key_.emplace(order.customer, &order);
    for (const PlannedDomain& domain : order.domains) holders_.emplace(domain.domain, order.customer);
  }
  if (const auto ledger = ledger_snapshot(plan_.folder)) {
    held_elsewhere_.insert(ledger->reserved.begin(), ledger->reserved.end());
    for (const auto& [customer, lost] : ledger->lost) held_elsewhere_.insert(lost.begin(), lost.end());
  }
  has_same_data_ = plan_.pinned->data == data_versions();
  if (!has_same_data_ && warning_) warning_({.code = NoticeCode::other_naming_data});
}

const Customer* ExplainedFolder::input_of(const std::string& key) const {
  const auto found = input_by_key_.find(key);
  return found == input_by_key_.end() ? nullptr : found->second;
}

const PinnedCustomer& ExplainedFolder::pinned(const std::string& key) const {
  if (const auto found = pinned_by_key_.find(key); found != pinned_by_key_.end()) return *found->second;
  Nearest nearest(key);
  for (const PinnedCustomer& one : plan_.pinned->customers) nearest.consider(one.customer);
  throw UsageError(fmt::format("{} is not a customer of {}{}", in_quotes(key), in_quotes(plan_.folder, 300),
                               nearest.question()),
                   key);
}

const PlannedOrder* ExplainedFolder::order_of(const std::string& key) const {
  const auto found = order_by_key_.find(key);
  return found == order_by_key_.end() ? nullptr : found->second;
}

const RestoredSettings& ExplainedFolder::settings_of(const std::string& key) const {
  const std::size_t number = pinned(key).options;
  if (const auto found = settings_.find(number); found != settings_.end()) return found->second;
  RestoredSettings settings = with_rules(restored_options(plan_, number, warning_));
  reserve_owned(settings.options, inputs_);
  for (const PinnedCustomer& one : plan_.pinned->customers)
    if (!one.rejected.empty())
      settings.options.rejected[one.customer].insert(one.rejected.begin(), one.rejected.end());
  return settings_.emplace(number, std::move(settings)).first->second;
}

std::string ExplainedFolder::holder_of(const std::string& domain) const {
  const auto found = holders_.find(domain);
  return found == holders_.end() ? std::string() : found->second;
}

LogExtract::LogExtract(const std::string& folder, const std::unordered_set<std::string>& names) {
  const auto add = [&](AvailabilityRow&& row, const std::optional<UtcTime>& checked_at, bool is_from_ledger) {
    std::vector<AvailabilityRow>& of_tld = by_tld_[std::string(tld_of(row.domain))];
    if (of_tld.size() < kRowsOfTld && !row.unsettled()) of_tld.push_back(row);
    if (!names.contains(row.domain)) return;
    std::string name = row.domain;
    answers_[std::move(name)].push_back(
        {checked_at ? rfc3339(*checked_at) : "", std::move(row), is_from_ledger});
  };
  // What the ledger knew was read before the API was asked.
  if (auto ledger = ledger_snapshot(folder))
    for (auto& [row, checked_at, line] : ledger->answers) add(std::move(row), checked_at, true);
  each_logged_row(store::in_folder(folder, store::kAvailabilityLog),
                  {.row = [&](LoggedRow& logged) { add(std::move(logged.row), logged.checked_at, false); }});
}

const AvailabilityRow* LogExtract::row(const std::string& domain) const {
  const auto found = answers_.find(domain);
  return found == answers_.end() ? nullptr : &found->second.back().row;
}

const std::vector<LoggedAnswer>& LogExtract::answers(const std::string& domain) const {
  static const std::vector<LoggedAnswer> none;
  const auto found = answers_.find(domain);
  return found == answers_.end() ? none : found->second;
}

std::vector<Candidate> names_of(const Customer& customer, const NamingRules& rules, int most) {
  CandidateStream stream(rules, naming_input(customer));
  std::vector<Candidate> names;
  while (names.size() < static_cast<std::size_t>(most)) {
    std::optional<Candidate> next = stream.next();
    if (!next) break;
    names.push_back(std::move(*next));
  }
  return names;
}

Records records_of(const ExplainedFolder& folder, const LogExtract& log, const std::string& key,
                   const std::string& currency) {
  return {[&log, currency](const std::string& domain) {
            const AvailabilityRow* const row = log.row(domain);
            return row ? fact_of(*row, currency) : Fact{};
          },
          [&folder, key](const std::string& domain) {
            const std::string holder = folder.holder_of(domain);
            return holder.empty() ? folder.is_held_elsewhere(domain) : holder != key;
          }};
}

OrderCost cost_of(const CustomerPlan& plan) {
  OrderCost cost;
  for (const CustomerPlan::OrderLine& line : plan.order()) {
    if (!line.rank) continue;
    const Fact& fact = plan.fact(*line.rank);
    cost.price += fact.price_cents;
    cost.renewal += std::max<Cents>(fact.renewal_price_cents, 0);
  }
  return cost;
}

}  // namespace domainplan::report
