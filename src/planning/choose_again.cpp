#include "planning/choose_again.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "planning/inventory.hpp"
#include "planning/ledger_state.hpp"
#include "planning/pinned.hpp"
#include "planning/report.hpp"
#include "planning/run.hpp"
#include "planning/settings.hpp"
#include "store/availability_log.hpp"
#include "store/inputs.hpp"
#include "store/order_json.hpp"
#include "store/paths.hpp"

namespace domainplan {
namespace {

// Keeps the answers, and what became of the one customer.
class OneCustomer final : public RunOutput {
 public:
  OneCustomer(AvailabilityLog& log, const AskOptions& options, const ChoiceOptions& choice)
      : log_(log), options_(options), choice_(choice) {}
  void answered(const partner::AvailabilityRows& heard, std::chrono::system_clock::time_point at) override {
    log_.append(heard.raw, at);
  }
  void warning(const Notice& notice) override {
    if (options_.warning) options_.warning(notice);
  }
  void settled(const CustomerPlan& plan) override {
    const CustomerResult result = result_of(plan);
    if (result.shortfall)
      shortfall = shortfall_message(result);
    else
      rows = rows_of(result, choice_.currency);
  }

  std::optional<store::CustomerRows> rows;
  std::string shortfall;  // where there are no rows: why

 private:
  AvailabilityLog& log_;
  const AskOptions& options_;
  const ChoiceOptions& choice_;
};

// The customer of this name, with the password of the order that stands in the folder.
Customer customer_again(const StoredPlan& plan, const std::vector<Customer>& inputs, const std::string& key) {
  const auto found = std::find_if(inputs.begin(), inputs.end(),
                                  [&](const Customer& customer) { return customer.key == key; });
  if (found == inputs.end())
    throw NoOtherChoice(ErrorCode::bad_input,
                        fmt::format("{} is not in the plan's inputs/customers.csv", in_quotes(key)), key);
  auto password = password_in(read_order(plan.folder, key));
  if (!password)
    throw NoOtherChoice(ErrorCode::bad_input,
                        fmt::format("{}: the password of the order cannot be read",
                                    in_quotes(order_path(plan.folder, key), 300)),
                        key);
  Customer customer = *found;
  customer.login_password = std::move(*password);
  return customer;
}

// What is ordered is what was planned: inputs/ may not have been edited since, neither what the rest of the
// order is made from nor what its domains are chosen by.
void demand_planned(const Customer& customer, const PlanOptions& options, const PinnedCustomer& pinned) {
  if (is_as_planned(customer, hashed_options(options), pinned)) return;
  throw NoOtherChoice(
      ErrorCode::bad_input,
      fmt::format("the plan's inputs/ are not what the order of {} was made from: put them back, or bring "
                  "the plan up to date with files of your own",
                  in_quotes(customer.key)),
      customer.key);
}

}  // namespace

store::CustomerRows choose_again(const StoredPlan& plan, const std::string& customer, Session& session,
                                 const AskOptions& options) {
  const auto pinned = std::find_if(plan.pinned->customers.begin(), plan.pinned->customers.end(),
                                   [&](const PinnedCustomer& one) { return one.customer == customer; });
  if (pinned == plan.pinned->customers.end())
    throw RunError(ErrorCode::internal, fmt::format("{} is not a customer of the plan", in_quotes(customer)),
                   customer);
  auto [again, rules] = with_rules(restored_options(plan, pinned->options, options.warning));
  again.batch_size = options.batch_size;
  again.recheck_wait = options.recheck_wait;
  again.rejected[customer].insert(pinned->rejected.begin(), pinned->rejected.end());
  again.rejected[customer].insert(options.refused.begin(), options.refused.end());
  Names claimed;
  // Rows of plan.csv that a person edited stay as they are, and no domain may stand in it twice.
  for (const std::vector<PlannedOrder>* const orders : {&plan.orders, &plan.edited_rows})
    for (const PlannedOrder& order : *orders)
      if (order.customer != customer)
        for (const PlannedDomain& domain : order.domains) claimed.push_back(domain.domain);
  const std::vector<Customer> planned = store::read_input_files(plan.folder);
  reserve_owned(again, planned);
  LedgerState shared = ledger_state_now(options.ledger, plan.folder);
  again.reserved.insert(shared.snapshot.reserved.begin(), shared.snapshot.reserved.end());
  std::vector<Customer> customers = {customer_again(plan, planned, customer)};
  demand_planned(customers.front(), again, *pinned);
  std::unordered_set<std::string> lost(again.rejected[customer].begin(), again.rejected[customer].end());
  lost.insert(shared.snapshot.reserved.begin(), shared.snapshot.reserved.end());
  drop_lost_inventory(session, lost, customers.front());
  const PlanInputs inputs{customers, {{rules, again}}};
  const std::string log_path = store::in_folder(plan.folder, store::kAvailabilityLog);
  Recovered held = read_held_rows(log_path, again.choice.currency, std::chrono::system_clock::now());
  held.recent.clear();  // the session knows its calls
  // Something stands against the order, so its rows are no longer believed, however young.
  if (pinned->order)
    for (const PlannedDomain& domain : pinned->order->domains) held.known.erase(domain.domain);
  AvailabilityLog log(log_path, AvailabilityLog::Mode::go_on);
  OneCustomer output(log, options, again.choice);
  run_customers(inputs, AskedFacts{session, std::move(held)}, std::move(claimed), output, session.stop(),
                {.ledger = shared.worker.get(), .shares_answers = false});
  log.sync();
  log.close();
  if (!output.rows)
    throw NoOtherChoice(ErrorCode::bad_input, fmt::format("no other choice was found: {}", output.shortfall),
                        customer);
  return std::move(*output.rows);
}

}  // namespace domainplan
