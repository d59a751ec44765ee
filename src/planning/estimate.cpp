#include "domainplan/estimate.hpp"

#include <algorithm>
#include <unordered_set>

#include "domainplan/check.hpp"
#include "domainplan/error.hpp"
#include "io/file.hpp"
#include "partner/availability.hpp"
#include "planning/from_records.hpp"
#include "planning/ledger_state.hpp"
#include "planning/pinned.hpp"
#include "planning/same_run.hpp"
#include "planning/selection_problem.hpp"
#include "planning/settings.hpp"
#include "store/availability_log.hpp"
#include "store/paths.hpp"
#include "store/pinned_json.hpp"
#include "store/plan_folder.hpp"

namespace domainplan {
namespace {

using Use = KnownAnswers::Use;

// How many names have to be checked for each domain that is chosen, roughly, on a market like the sandbox's.
constexpr std::int64_t kChecksForEachDomain = 2;

using KnownFacts = std::unordered_map<std::string, Fact>;

LedgerSnapshot known_ledger(const KnownAnswers& known) {
  if (!known.ledger) return {};
  return read_ledger_log(known.ledger->bytes, known.ledger->name).value_or(LedgerSnapshot());
}

KnownFacts known_facts(const KnownAnswers& known, const LedgerSnapshot& ledger, const std::string& currency) {
  KnownFacts facts;
  if (known.rows) try {
      for (const auto& [name, row] : read_recorded(*known.rows)) facts.emplace(name, fact_of(row, currency));
    } catch (const InputError& error) {
      if (known.use == KnownAnswers::Use::replay) throw;
      const Diagnostic& first = error.diagnostics().front();
      throw_damaged_row(first.file, first.line, first.message);
    }
  for (const auto& [name, fact] : shared_facts(ledger, currency)) facts.insert_or_assign(name, fact);
  return facts;
}

// What names cost, as they are known and by older answers.
KnownFacts with_prices(KnownFacts facts, const std::vector<std::string>& lines, const std::string& currency) {
  for (const std::string& line : lines) try {
      const AvailabilityRow row = partner::read_availability_row(line);
      facts.emplace(row.domain, fact_of(row, currency));
    } catch (const RunError&) {  // a damaged line says nothing
    }
  return facts;
}

std::int64_t to_buy(const Customer& customer, const PlanOptions& options) {
  return use_owned(customer.owned, customer.bundle.required, options.avoided).rest.front().total();
}

// The lowest and the highest price of a domain that the customer accepts.
std::optional<CostRange> prices_for(const Terms& terms, const KnownFacts& facts) {
  std::optional<CostRange> range;
  for (const auto& [name, fact] : facts) {
    if (judge(fact, terms) != Verdict::eligible) continue;
    if (!range) range = CostRange{fact.price_cents, fact.price_cents};
    range->from = std::min(range->from, fact.price_cents);
    range->to = std::max(range->to, fact.price_cents);
  }
  return range;
}

// From the lowest to the highest price for each domain of the customers. Unset where one has no price.
std::optional<CostRange> cost_by_prices(const Intake& intake, const PlanOptions& options,
                                        const KnownFacts& prices) {
  CostRange cost;
  for (const Customer& customer : intake.customers) {
    const std::int64_t domains = to_buy(customer, options);
    if (domains == 0) continue;
    const auto range = prices_for(
        selection::terms_of(options.choice, customer.bundle.required, customer.max_price_cents), prices);
    if (!range) return std::nullopt;
    cost.from += range->from * domains;
    cost.to += range->to * domains;
  }
  return cost;
}

// As a run reserves them: what other plans have, and for every customer what others own.
PlanOptions with_reserved(PlanOptions options, const KnownAnswers& known, const LedgerSnapshot& ledger,
                          const std::vector<Customer>& customers) {
  if (known.reserved) options.reserved = list_of(*known.reserved);
  options.reserved.insert(ledger.reserved.begin(), ledger.reserved.end());
  reserve_owned(options, customers);
  return options;
}

Cents cost_of(const CustomerPlan& plan) {
  Cents cost = 0;
  for (const CustomerPlan::OrderLine& line : plan.order())
    if (line.rank) cost += plan.fact(*line.rank).price_cents;
  return cost;
}

// The run as the known answers let it go. Of names that a resumed run would ask about, every second counts as
// available. In the order of the file: what an earlier customer gets, a later one cannot have.
class Rehearsal {
 public:
  Rehearsal(const Intake& intake, const NamingRules& rules, const PlanOptions& options,
            const KnownAnswers& known)
      : intake_(intake),
        rules_(rules),
        use_(known.use),
        ledger_(known_ledger(known)),
        options_(with_reserved(options, known, ledger_, intake.customers)),
        facts_(known_facts(known, ledger_, options.choice.currency)),
        prices_(with_prices(facts_, known.prices, options.choice.currency)) {}

  void run(RunEstimate& estimate) {
    estimate.cost.emplace();
    for (const Customer& customer : intake_.customers) add(customer, estimate);
    estimate.checks = use_ == Use::resume   ? static_cast<std::int64_t>(unknown_.size())
                      : use_ == Use::replay ? static_cast<std::int64_t>(found_.size())
                                            : 0;
  }

 private:
  Fact learn(const std::string& domain) {
    if (const auto found = facts_.find(domain); found != facts_.end()) {
      found_.insert(domain);
      return found->second;
    }
    if (use_ != Use::resume) return {};
    unknown_.insert(domain);
    ++guessed_;
    if (guessed_ % kChecksForEachDomain == 0) return {0, 0, Verdict::eligible, ProviderSet::both()};
    return {Fact::kNoPrice, Fact::kNoPrice, Verdict::taken, {}};
  }

  void add(const Customer& customer, RunEstimate& estimate) {
    guessed_ = 0;
    const std::vector<std::string>& lost = lost_by(customer.key);
    const auto is_claimed = [&](const std::string& domain) {
      return claimed_.contains(domain) || std::find(lost.begin(), lost.end(), domain) != lost.end();
    };
    const auto plan = plan_from_records(
        customer, rules_, options_, {[&](const std::string& domain) { return learn(domain); }, is_claimed});
    if (plan->has_order())
      for (const CustomerPlan::OrderLine& line : plan->order()) claimed_.insert(line.domain);
    if (!estimate.cost) return;
    if (plan->has_order() && guessed_ == 0) {
      estimate.cost->from += cost_of(*plan);
      estimate.cost->to += cost_of(*plan);
      return;
    }
    // It got no order, and a replay gives it none: it knows no more than this.
    if (use_ == Use::finished || use_ == Use::replay) return;
    const std::optional<CostRange> prices = prices_for(plan->terms(), prices_);
    if (!prices) return estimate.cost.reset();
    estimate.cost->from += prices->from * to_buy(customer, options_);
    estimate.cost->to += prices->to * to_buy(customer, options_);
  }

  // The names that other plans had taken from the customer, as that run found.
  const std::vector<std::string>& lost_by(const std::string& customer) const {
    static const std::vector<std::string> none;
    const auto found = ledger_.lost.find(customer);
    return found == ledger_.lost.end() ? none : found->second;
  }

  const Intake& intake_;
  const NamingRules& rules_;
  const Use use_;
  const LedgerSnapshot ledger_;
  const PlanOptions options_;
  const KnownFacts facts_, prices_;
  std::unordered_set<std::string> claimed_;
  std::unordered_set<std::string> found_, unknown_;
  std::int64_t guessed_ = 0;  // of the customer's names
};

}  // namespace

KnownAnswers answers_in(const std::string& folder) {
  const std::string log = store::in_folder(folder, store::kAvailabilityLog);
  KnownAnswers known;
  if (auto bytes = bytes_if_there(log)) known.rows = InputFile{log, *std::move(bytes)};
  known.ledger = ledger_log_beside(log);
  known.reserved = bytes_if_there(store::in_folder(folder, store::kRunReserved));
  if (exists(store::in_folder(folder, store::kSummaryJson))) {
    known.use = Use::finished;
    known.reserved = bytes_if_there(store::in_folder(folder, store::input_name(store::kReservedInput)));
  } else if (known.rows || known.ledger)
    known.use = Use::resume;
  return known;
}

void check_resumed(const std::string& folder, const IntakeFiles& files,
                   const std::optional<AnswerSource>& source, const PlanOptions& options,
                   const Observer& observer) {
  const bool is_finished = exists(store::in_folder(folder, store::kSummaryJson));
  const std::string found_in = store::in_folder(folder, is_finished ? store::kPlanJson : store::kRun);
  const auto bytes = bytes_if_there(found_in);
  if (!bytes && is_finished) throw_made_by_earlier_version(folder);
  if (!bytes || (!is_finished && answers_in(folder).use == Use::fresh_run)) return;
  PinnedPlan now = pinned_run(files, source.value_or(AnswerSource()), {}, options);
  if (!source) {
    const PinnedPlan before = store::read_pinned(*bytes, found_in);
    now.api_url = before.api_url;
    now.environment = before.environment;
    now.ledger.reset();
  }
  if (is_finished)
    check_same_plan(folder, now, true, observer);
  else
    check_same_run(folder, *bytes, now, observer);
}

RunEstimate estimate_run(const Intake& intake, const NamingRules& rules, const PlanOptions& options, int rate,
                         const KnownAnswers& known) {
  RunEstimate estimate;
  estimate.customers = intake.customers.size() + intake.skipped.size();
  estimate.skipped = intake.skipped.size();
  for (const Customer& customer : intake.customers) {
    const std::int64_t domains = to_buy(customer, options);
    estimate.domains += domains;
    estimate.checks += std::min<std::int64_t>(domains * kChecksForEachDomain * (100 + options.surplus) / 100,
                                              options.max_checks);
  }
  if (known.use != Use::fresh_run)
    Rehearsal(intake, rules, options, known).run(estimate);
  else if (!known.prices.empty())
    estimate.cost = cost_by_prices(intake, options, with_prices({}, known.prices, options.choice.currency));
  if (known.use == Use::replay || known.use == Use::finished) return estimate;
  estimate.calls = (estimate.checks + options.batch_size - 1) / options.batch_size;
  estimate.minutes = estimate.calls > 0 ? (estimate.calls - 1) / rate : 0;
  return estimate;
}

}  // namespace domainplan
