#include "domainplan/stored_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/plan_lock.hpp"
#include "io/file.hpp"
#include "store/damage.hpp"
#include "store/paths.hpp"
#include "store/pinned_json.hpp"
#include "store/plan_folder.hpp"
#include "store/stage.hpp"
#include "store/summary_json.hpp"
#include "store/tables.hpp"

namespace domainplan {

using namespace store;

namespace {

// Where an interruption left a change half made, nothing can be read before it is completed.
void complete_for_reading(const std::string& folder) {
  if (!awaits_completion(folder)) return;
  try {
    const PlanLock lock(folder);
  } catch (const RunError& error) {
    throw RunError(error.code(),
                   fmt::format("a change of {} has to be completed before it can be read: {}",
                               in_quotes(folder, 300), error.what()),
                   folder);
  }
}

// The rows of plan.csv, customer by customer. A domain stands there once, and a customer's rows together.
std::vector<PlannedOrder> orders_in_csv(const std::string& folder) {
  const std::string path = in_folder(folder, kPlanCsv);
  std::vector<PlannedOrder> orders;
  std::unordered_set<std::string> customers, domains;
  kPlanTable.read(bytes_of_file(path), path, [&](PlannedDomain row, std::size_t line) {
    if (orders.empty() || orders.back().customer != row.customer) {
      if (!customers.insert(row.customer).second)
        throw_damaged(path, line, "customer", "a customer's rows are not together");
      orders.push_back({row.customer, {}});
    }
    if (!domains.insert(row.domain).second)
      throw_damaged(path, line, "domain", "a domain is in the plan twice");
    if (row.needs_registration() && !row.price_cents)
      throw_damaged(path, line, "price_cents", "the price is missing");
    orders.back().domains.push_back(std::move(row));
  });
  return orders;
}

bool is_same(const std::vector<PlannedDomain>& pinned, const std::vector<PlannedDomain>& in_csv) {
  return std::equal(pinned.begin(), pinned.end(), in_csv.begin(), in_csv.end(),
                    [](const PlannedDomain& a, PlannedDomain b) {
                      b.score = a.score;
                      b.pattern = a.pattern;
                      return a == b;
                    });
}

// What is pinned counts; plan.csv adds what nothing depends on.
void add_pinned_orders(StoredPlan& plan) {
  std::unordered_map<std::string, PlannedOrder> in_csv;
  for (PlannedOrder& order : orders_in_csv(plan.folder)) {
    std::string customer = order.customer;
    in_csv.emplace(std::move(customer), std::move(order));
  }
  for (const PinnedCustomer& pinned : plan.pinned->customers) {
    if (!pinned.order) continue;
    auto found = in_csv.extract(pinned.customer);
    if (!found.empty() && is_same(pinned.order->domains, found.mapped().domains)) {
      plan.orders.push_back(std::move(found.mapped()));
    } else {
      plan.edited.insert(pinned.customer);
      plan.orders.push_back({pinned.customer, pinned.order->domains});
      if (!found.empty()) plan.edited_rows.push_back(std::move(found.mapped()));
    }
  }
  for (auto& [customer, order] : in_csv) {
    plan.edited.insert(customer);
    plan.edited_rows.push_back(std::move(order));
  }
}

}  // namespace

StoredPlan read_plan(const std::string& folder) {
  if (is_folder(folder)) complete_for_reading(folder);
  refuse_links(folder);
  const std::string summary = in_folder(folder, kSummaryJson), pinned = in_folder(folder, kPlanJson);
  const auto bytes = bytes_if_there(summary);
  if (!bytes)
    throw UsageError(
        fmt::format("{} holds no finished plan: there is no summary.json", in_quotes(folder, 300)), folder,
        exists(in_folder(folder, kRun)) ? Remedy::resume : Remedy::make_plan);
  StoredPlan plan;
  plan.folder = folder;
  plan.summary = read_summary(*bytes, summary);
  if (const auto json = bytes_if_there(pinned)) {
    plan.pinned = read_pinned(*json, pinned);
    add_pinned_orders(plan);
  } else {
    plan.orders = orders_in_csv(folder);
  }
  for (const PlannedOrder& order : plan.orders) refuse_link(order_path(folder, order.customer));
  return plan;
}

std::unordered_set<std::string> domains_of_plan(const std::string& folder) {
  std::unordered_set<std::string> domains;
  for (const PlannedOrder& order : read_plan(folder).orders)
    for (const PlannedDomain& domain : order.domains) domains.insert(domain.domain);
  return domains;
}

void each_candidate(const std::string& folder, const std::function<void(CandidateRow)>& visit) {
  const std::string path = in_folder(folder, kCandidatesCsv);
  kCandidatesTable.read(bytes_of_file(path), path,
                        [&](CandidateRow row, std::size_t) { visit(std::move(row)); });
}

void each_shortfall(const std::string& folder, const std::function<void(ShortfallRow)>& visit) {
  const std::string path = in_folder(folder, kShortfallCsv);
  kShortfallTable.read(bytes_of_file(path), path,
                       [&](ShortfallRow row, std::size_t) { visit(std::move(row)); });
}

std::string order_path(const std::string& folder, const std::string& customer) {
  return in_folder(folder, order_name(customer));
}

std::string read_order(const std::string& folder, const std::string& customer) {
  return bytes_of_file(order_path(folder, customer));
}

}  // namespace domainplan
