#include "store/replace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/file.hpp"
#include "store/paths.hpp"
#include "store/pinned_json.hpp"
#include "store/stage.hpp"
#include "store/summary_json.hpp"
#include "store/tables.hpp"

namespace domainplan::store {
namespace {

// A table of the plan in which one customer has other rows, given as text. They stand where its old ones did,
// or where there are none before those of the next customer; all other rows keep their bytes.
template <class Table>
class OtherRows {
 public:
  OtherRows(const Table& table, const PinnedPlan& plan, const std::string& customer, std::string rows)
      : table_(table), customer_(customer), rows_(std::move(rows)) {
    for (const PinnedCustomer& one : plan.customers) places_.emplace(one.customer, places_.size());
  }

  // Calls removed(row) with each old row of the customer, and adds the file to `stage`.
  template <class Removed>
  void stage(const std::string& folder, std::string_view name, Stage& stage, Removed removed) {
    const std::string path = in_folder(folder, name);
    StagedFile file = stage.create(name);
    file.write(table_.header());
    table_.read_parsed(bytes_of_file(path), path, [&](auto row, const ParsedRow& parsed) {
      const bool is_own = row.customer == customer_;
      if (is_own || is_later(row.customer)) file.write(std::exchange(rows_, {}));
      if (is_own)
        removed(row);
      else
        file.write(table_.line_as_read(row, parsed));
    });
    file.write(rows_);
    stage.close(std::move(file));
  }

 private:
  bool is_later(const std::string& customer) const {
    const auto found = places_.find(customer);
    return found != places_.end() && found->second > places_.at(customer_);
  }

  const Table& table_;
  const std::string& customer_;
  std::string rows_;  // until they are written
  std::unordered_map<std::string_view, std::size_t> places_;
};

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
  std::erase_if(changed.edited_rows, [&](const PlannedOrder& one) { return one.customer == customer; });

  Stage stage(lock.folder());
  std::string candidates, plan_rows;
  for (const CandidateRow& row : rows.candidates) {
    candidates += kCandidatesTable.line(row);
    ++changed.summary.verdicts[static_cast<std::size_t>(row.verdict)];
  }
  changed.summary.candidates += rows.candidates.size();
  for (const PlannedDomain& domain : rows.order.domains) plan_rows += kPlanTable.line(domain);
  OtherRows(kCandidatesTable, *plan.pinned, customer, std::move(candidates))
      .stage(plan.folder, kCandidatesCsv, stage, [&](const CandidateRow& row) {
        --changed.summary.verdicts[static_cast<std::size_t>(row.verdict)];
        --changed.summary.candidates;
      });
  OtherRows(kPlanTable, *plan.pinned, customer, std::move(plan_rows))
      .stage(plan.folder, kPlanCsv, stage, [](const PlannedDomain&) {});
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
