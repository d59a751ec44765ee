#include "planning/choose_again.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/error.hpp"
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
    log_.append(lines_of(heard), at);
  }
  void warning(const std::string& text) override {
    if (options_.warning) options_.warning(text);
  }
  void settled(const CustomerPlan& plan) override {
    const CustomerResult result = result_of(plan);
    if (result.shortfall)
      shortfall = shortfall_message(result, choice_);
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

// From inputs/, with the password of the order that stands in the folder.
Customer customer_again(const StoredPlan& plan, const std::string& key) {
  for (Customer& customer : store::read_input_files(plan.folder)) {
    if (customer.key != key) continue;
    auto password = password_in(read_order(plan.folder, key));
    if (!password)
      throw RunError(ErrorCode::disk, fmt::format("{}: the password of the order cannot be read",
                                                  in_quotes(order_path(plan.folder, key), 300)));
    customer.login_password = std::move(*password);
    return std::move(customer);
  }
  throw RunError(ErrorCode::disk,
                 fmt::format("{} is not in the plan's inputs/customers.csv", in_quotes(key)));
}

}  // namespace

store::CustomerRows choose_again(const StoredPlan& plan, const std::string& customer, Session& session,
                                 const AskOptions& options) {
  const auto pinned = std::find_if(plan.pinned->customers.begin(), plan.pinned->customers.end(),
                                   [&](const PinnedCustomer& one) { return one.customer == customer; });
  if (pinned == plan.pinned->customers.end())
    throw RunError(fmt::format("{} is not a customer of the plan", in_quotes(customer)));
  RestoredSettings settings = pinned_settings(plan, pinned->options, options.warning);
  settings.options.batch_size = options.batch_size;
  settings.options.recheck_wait = options.recheck_wait;
  settings.options.rejected[customer].insert(pinned->rejected.begin(), pinned->rejected.end());
  Names claimed;
  for (const PlannedOrder& order : plan.orders)
    if (order.customer != customer)
      for (const PlannedDomain& domain : order.domains) claimed.push_back(domain.domain);
  for (const Customer& other : store::read_input_files(plan.folder))
    for (const OwnedDomain& owned : other.owned) settings.options.reserved.insert(owned.domain);

  const std::vector<Customer> customers = {customer_again(plan, customer)};
  const PlanInputs inputs{customers, {{settings.rules, settings.options}}};
  const std::string log_path = store::in_folder(plan.folder, kAvailabilityLogName);
  Recovered held =
      read_held_rows(log_path, settings.options.choice.currency, std::chrono::system_clock::now());
  held.recent.clear();  // the session knows its calls
  AvailabilityLog log(log_path, AvailabilityLog::Mode::go_on);
  OneCustomer output(log, options, settings.options.choice);
  run_customers(inputs, AskedFacts{session, std::move(held)}, std::move(claimed), output, session.stop());
  log.sync();
  log.close();
  if (!output.rows) throw RunError(fmt::format("no other choice was found: {}", output.shortfall));
  return std::move(*output.rows);
}

}  // namespace domainplan
