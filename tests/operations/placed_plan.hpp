// A plan folder whose orders a sandbox has, completed.
#pragma once

#include "domainplan/stored_plan.hpp"
#include "operations/account.hpp"
#include "partner/place_order.hpp"
#include "scratch_folder.hpp"
#include "store/journal.hpp"
#include "submission/plans.hpp"

namespace domainplan::tests {

struct PlacedPlan {
  // Customers c1, c2 … with 6 Google and 2 Microsoft domains each; `owned` are rows of owned.csv, of
  // customers whose orders are not placed.
  explicit PlacedPlan(sandbox::Options options = quiet(), int customers = 1, const std::string& owned = "")
      : account(std::move(options)) {
    make_plan(account.server(), folder, customers, owned);
    const auto session = account.session();
    Journal journal(folder);
    for (const PlannedOrder& order : read_plan(folder).orders) {
      if (owned.find(order.customer + ",") != std::string::npos) continue;
      const auto receipt =
          partner::place_order(session->client(), read_order(folder, order.customer), false).value.value();
      journal.intend(order.customer, std::string(64, 'a'), {});
      journal.placed(order.customer, receipt.id, receipt.total_cents, receipt.currency, {});
      ids.push_back(receipt.id);
    }
    account.complete();
  }
  // The domains on an order now.
  std::vector<std::string> domains(std::size_t order = 0) {
    std::vector<std::string> names;
    const auto whole = account.get("/orders/" + ids.at(order));
    for (const char* const list : {"registered", "imported"})
      for (const auto& name : whole.at("domains").at(list)) names.push_back(name);
    return names;
  }

  ScratchFolder scratch;
  const std::string folder = scratch / "plan", state = scratch / "state";
  TestAccount account;
  std::vector<std::string> ids;  // of the orders
};

// Without the wait for an answer that was lost.
inline const std::vector<std::chrono::milliseconds> kSoon = {1ms, 2ms, 3ms};

}  // namespace domainplan::tests
