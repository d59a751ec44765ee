#include "submission/replan.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/append_log.hpp"
#include "io/file.hpp"
#include "partner/client.hpp"
#include "planning/market.hpp"
#include "planning/run_note.hpp"
#include "store/availability_log.hpp"
#include "store/paths.hpp"
#include "store/replace.hpp"
#include "submission/cents.hpp"
#include "submission/recheck.hpp"

namespace domainplan {
namespace {

// A folder of the run's own, gone with the object.
class Workplace {
 public:
  explicit Workplace(const std::string& folder) : path_(store::in_folder(folder, ".domainplan/replan")) {
    remove_tree(path_);
    make_folder(path_);
  }
  ~Workplace() {
    try {
      remove_tree(path_);
    } catch (const RunError&) {
      // The next one removes it.
    }
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string log_path(const std::string& folder) { return fmt::format("{}/{}", folder, kAvailabilityLogName); }

// Copies the rows of the plan's availability log that still hold. Returns how many.
std::size_t carry_rows(const std::string& from, const std::string& to) {
  const auto now = std::chrono::system_clock::now();
  std::size_t count = 0;
  std::string lines;
  each_logged_row(log_path(from), {.row = [&](const LoggedRow& logged) {
                    if (!still_holds(logged.row, logged.checked_at, now)) return;
                    lines.append(logged.line).push_back('\n');
                    ++count;
                  }});
  OutputFile log(log_path(to));
  log.write(lines);
  log.close();
  return count;
}

// Adds what was learned anew to the plan's availability log.
void keep_new_rows(const std::string& from, std::size_t carried, const std::string& to) {
  std::string lines;
  each_logged_row(log_path(from), {.row = [&](const LoggedRow& logged) {
                    if (logged.number > carried) lines.append(logged.line).push_back('\n');
                  }});
  AppendLog log(log_path(to), Durability::each_append);
  log.append(lines);
  log.close();
}

const Customer& customer_named(const Intake& intake, const std::string& name) {
  for (const Customer& customer : intake.customers)
    if (customer.key == name) return customer;
  throw RunError(fmt::format("{} is no customer of the files given with --replan", in_quotes(name)));
}

struct ChosenAgain {
  store::CustomerRows rows;
  std::uint64_t calls = 0;
};

// `earlier_calls` were made by this run besides those of the session.
ChosenAgain choose_again(const StoredPlan& plan, const std::string& customer, const ReplanSources& sources,
                         Session& session, std::uint64_t earlier_calls) {
  Intake one;
  one.customers.push_back(customer_named(sources.intake, customer));
  one.positions.push_back(0);
  PlanOptions options = sources.options;
  options.resume = true;
  for (const PlannedOrder& order : plan.orders)
    if (order.customer != customer)
      for (const PlannedDomain& domain : order.domains) options.claimed.push_back(domain.domain);
  for (const Customer& other : sources.intake.customers)
    for (const OwnedDomain& owned : other.owned) options.claimed.push_back(owned.domain);

  partner::ApiOptions api = session.options();
  api.recent_calls.resize(session.client().api().counts().calls + earlier_calls);
  const Workplace work(plan.folder);
  const AnswerSource source{.api = api,
                            .replay = {},
                            .api_url = api.base_url,
                            .environment = std::string(name_of(session.environment()))};
  const std::size_t carried = carry_rows(plan.folder, work.path());
  const PlanLock work_lock(work.path());
  replace_file(store::in_folder(work.path(), store::kRun), run_note(sources.files, one, source, options));
  const PlanSummary made =
      domainplan::plan(one, sources.files, sources.rules, source, options, work_lock, {}, session.stop());
  keep_new_rows(work.path(), carried, plan.folder);
  if (made.planned != 1) {
    std::string why;
    each_shortfall(work.path(), [&](ShortfallRow row) { why = std::move(row.message); });
    throw RunError(fmt::format("no other choice was found: {}", why));
  }
  ChosenAgain chosen{{.order = read_plan(work.path()).orders.at(0),
                      .candidates = {},
                      .body = read_order(work.path(), customer)},
                     made.calls};
  each_candidate(work.path(), [&](CandidateRow row) { chosen.rows.candidates.push_back(std::move(row)); });
  return chosen;
}

Cents renewals_of(const PlannedOrder& order) {
  Cents sum = 0;
  for (const PlannedDomain& domain : order.domains)
    if (domain.is_bought()) sum = saturating_sum(sum, domain.renewal_price_cents.value_or(0));
  return sum;
}

// From the order that a plan or an update last made.
PriceIncrease increase_of(const StoredPlan& plan, const PlannedOrder& now, const Objection& objection) {
  PriceIncrease increase{.customer = now.customer, .reason = objection.message};
  for (const PinnedCustomer& customer : plan.pinned->customers)
    if (customer.customer == now.customer && customer.order)
      increase.agreed_cents = customer.order->planned_cents;
  for (const PlannedOrder& before : plan.orders)
    if (before.customer == now.customer) {
      increase.agreed_renewal_cents = renewals_of(before);
      increase.agreed_currency = before.currency();
    }
  increase.new_cents = now.price_cents();
  increase.new_renewal_cents = renewals_of(now);
  increase.new_currency = now.currency();
  return increase;
}

bool is_agreed(const PriceIncrease& increase, Cents max_increase) {
  return increase.new_currency == increase.agreed_currency &&
         increase.new_renewal_cents <= increase.agreed_renewal_cents &&
         increase.new_cents <= saturating_sum(increase.agreed_cents, max_increase);
}

std::string held_message(const PriceIncrease& increase) {
  return fmt::format(
      "{}; planned again it would cost {} cents ({}) instead of {} ({}), and {} instead of {} for each "
      "further year: a person has to agree at a terminal",
      increase.reason, increase.new_cents, escaped(increase.new_currency), increase.agreed_cents,
      escaped(increase.agreed_currency), increase.new_renewal_cents, increase.agreed_renewal_cents);
}

}  // namespace

void demand_same_inputs(const StoredPlan& plan, const ReplanSources& sources) {
  if (inputs_sha256(sources.files) == plan.summary.inputs_sha256) return;
  throw UsageError(
      fmt::format("--replan: the files are not those that {} was made of; give the same --customers, "
                  "--personas, --bundles "
                  "and --owned",
                  in_quotes(plan.folder, 300)));
}

void plan_again(const PlanLock& lock, StoredPlan& plan, Session& session, const SubmitOptions& options,
                const SubmitHooks& hooks, Engine& engine) {
  std::uint64_t calls = 0;
  for (const auto& [customer, objection] : engine.objections()) {
    try {
      const ChosenAgain chosen = choose_again(plan, customer, *options.replan, session, calls);
      calls += chosen.calls;
      const PriceIncrease increase = increase_of(plan, chosen.rows.order, objection);
      const bool may_replace = is_agreed(increase, options.max_increase_cents) ||
                               (hooks.confirm_increase && hooks.confirm_increase(increase));
      if (!may_replace) {
        engine.record(customer, SubmitState::price_changed, held_message(increase));
        continue;
      }
      store::replace_customer(lock, plan, chosen.rows);
      engine.record(customer, SubmitState::replanned,
                    fmt::format("{}; planned again at {} cents, agreed were {}: the next submit sends it",
                                objection.message, increase.new_cents, increase.agreed_cents));
    } catch (const RunError& error) {
      engine.record(customer, objection.state, fmt::format("{}; {}", objection.message, error.what()));
    }
  }
}

}  // namespace domainplan
