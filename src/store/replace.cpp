#include "store/replace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "store/paths.hpp"
#include "store/pinned_json.hpp"
#include "store/stage.hpp"
#include "store/summary_json.hpp"
#include "store/tables.hpp"

namespace domainplan::store {
namespace {

// candidates.csv with other rows of one customer; the customers keep their order.
void stage_candidates(const StoredPlan& plan, const CustomerRows& rows, Stage& stage, PlanSummary& summary) {
  const std::string& customer = rows.order.customer;
  std::unordered_map<std::string_view, std::size_t> places;
  for (const PinnedCustomer& one : plan.pinned->customers) places.emplace(one.customer, places.size());
  const std::size_t place = places.at(customer);
  StagedFile file = stage.create(kCandidatesCsv);
  file.write(kCandidatesTable.header());
  bool written = false;
  const auto write_own = [&] {
    for (const CandidateRow& row : rows.candidates) file.write(kCandidatesTable.line(row));
    written = true;
  };
  each_candidate(plan.folder, [&](const CandidateRow& row) {
    if (row.customer == customer) {
      --summary.verdicts[static_cast<std::size_t>(row.verdict)];
      --summary.candidates;
      return;
    }
    const auto found = places.find(row.customer);
    if (!written && found != places.end() && found->second > place) write_own();
    file.write(kCandidatesTable.line(row));
  });
  if (!written) write_own();
  for (const CandidateRow& row : rows.candidates) ++summary.verdicts[static_cast<std::size_t>(row.verdict)];
  summary.candidates += rows.candidates.size();
  stage.close(std::move(file));
}

}  // namespace

void add_costs(const PlannedOrder& order, int sign, PlanSummary& summary) {
  for (const PlannedDomain& domain : order.domains) {
    if (!domain.needs_registration()) continue;
    summary.cost_cents += sign * domain.price_cents.value_or(0);
    summary.renewal_cents += sign * domain.renewal_price_cents.value_or(0);
  }
}

void replace_customer(const PlanLock& lock, StoredPlan& plan, const CustomerRows& rows) {
  const std::string& customer = rows.order.customer;
  StoredPlan changed = plan;
  const auto order = std::find_if(changed.orders.begin(), changed.orders.end(),
                                  [&](const PlannedOrder& one) { return one.customer == customer; });
  const auto pinned =
      std::find_if(changed.pinned->customers.begin(), changed.pinned->customers.end(),
                   [&](const PinnedCustomer& one) { return one.customer == customer && one.order; });
  if (order == changed.orders.end() || pinned == changed.pinned->customers.end())
    throw RunError(ErrorCode::internal, fmt::format("{} has no order to be replaced", in_quotes(customer)),
                   customer);

  add_costs(*order, -1, changed.summary);
  *order = rows.order;
  add_costs(*order, 1, changed.summary);
  changed.edited.erase(customer);

  Stage stage(lock.folder());
  stage_candidates(plan, rows, stage, changed.summary);
  std::string plan_csv = kPlanTable.header();
  for (const PlannedOrder& one : changed.orders)
    for (const PlannedDomain& domain : one.domains) plan_csv += kPlanTable.line(domain);
  stage.add(kPlanCsv, plan_csv);
  pinned->order->domains = rows.order.domains;
  for (PlannedDomain& domain : pinned->order->domains) {
    domain.score.reset();
    domain.pattern.clear();
  }
  pinned->order->sha256 = stage.add(order_name(customer), rows.body);
  stage.add(kPlanJson, pinned_json(*changed.pinned));
  stage.add(kSummaryJson, summary_json(changed.summary));
  stage.commit();
  plan = std::move(changed);
}

}  // namespace domainplan::store
