// What would get a customer an order. Each change is tried: the customer is planned again with it from the
// rows of the availability log, the orders of all others left alone. Where the log does not know enough
// names, the share of names that were eligible so far says how many more would have to be checked.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "report/explained_folder.hpp"

namespace domainplan::report {
namespace {

using Kind = Cure::Kind;

// The smallest percentage that gives a cap of `count` domains in an order of `total`.
int percent_for(int count, int total) { return (count - 1) * 100 / total + 1; }

class Cures {
 public:
  Cures(const ExplainedFolder& folder, const Customer& customer, const ShortfallRow& shortfall,
        const LogExtract& log)
      : folder_(folder),
        customer_(customer),
        shortfall_(shortfall),
        log_(log),
        settings_(folder.settings_of(customer.key)),
        names_(names_of(customer, settings_.rules, kMostNames)) {}

  std::vector<Cure> find() {
    const ChoiceOptions& choice = settings_.options.choice;
    try_share(Kind::pattern_share, &ChoiceOptions::pattern_share, choice.pattern_share);
    try_share(Kind::style_share, &ChoiceOptions::style_share, choice.style_share);
    try_share(Kind::tld_share, &ChoiceOptions::tld_share, choice.tld_share);
    try_price();
    try_renewal();
    try_currencies();
    try_more_names();
    std::stable_sort(cures_.begin(), cures_.end(), [](const Cure& a, const Cure& b) {
      return std::tuple(!a.is_proven, a.price_cents, a.checks) <
             std::tuple(!b.is_proven, b.price_cents, b.checks);
    });
    if (cures_.empty()) add_last_resorts();
    return std::move(cures_);
  }

 private:
  // The order that the customer would get, or nothing.
  std::unique_ptr<CustomerPlan> order_with(const Customer& customer, const PlanOptions& options) const {
    auto plan = plan_from_records(customer, settings_.rules, options,
                                  records_of(folder_, log_, customer.key, options.choice.currency));
    return plan->has_order() ? std::move(plan) : nullptr;
  }

  void add_proven(Cure cure, const CustomerPlan& plan, const std::string& currency) {
    cure.is_proven = true;
    const OrderCost cost = cost_of(plan);
    cure.price_cents = cost.price;
    cure.renewal_cents = cost.renewal;
    cure.currency = currency;
    cures_.push_back(std::move(cure));
  }

  // The first of rising `values` with which there is an order: a wider choice is never worse.
  template <class Value, class With>
  void try_rising(Kind kind, const std::vector<Value>& values, const std::string& current, bool in_row,
                  With with) {
    if (values.empty()) return;
    std::pair<Customer, PlanOptions> widest = with(values.back());
    std::unique_ptr<CustomerPlan> best;
    std::size_t from = 0, to = values.size() - 1;
    if (!order_with(widest.first, widest.second)) return;
    while (from < to) {
      const std::size_t middle = from + (to - from) / 2;
      const std::pair<Customer, PlanOptions> tried = with(values[middle]);
      if (order_with(tried.first, tried.second))
        to = middle;
      else
        from = middle + 1;
    }
    const std::pair<Customer, PlanOptions> found = with(values[to]);
    const auto plan = order_with(found.first, found.second);
    Cure cure;
    cure.kind = kind;
    cure.value = fmt::format("{}", values[to]);
    cure.current = current;
    cure.in_row = in_row;
    if (plan) add_proven(std::move(cure), *plan, found.second.choice.currency);
  }

  void try_share(Kind kind, int ChoiceOptions::*share, int current) {
    const int total = customer_.bundle.required.total();
    std::vector<int> percents;
    for (int count = share_cap(current, total) + 1; count <= total; ++count)
      percents.push_back(percent_for(count, total));
    try_rising(kind, percents, fmt::format("{}", current), false, [&](int percent) {
      PlanOptions options = settings_.options;
      options.choice.*share = percent;
      return std::pair(customer_, std::move(options));
    });
  }

  // The different amounts above `cap` that rows of the customer's names have, rising.
  std::vector<Cents> amounts(std::optional<Cents> AvailabilityRow::*amount, Cents cap) const {
    std::set<Cents> found;
    for (const Candidate& name : names_)
      if (const AvailabilityRow* const row = log_.row(name.domain); row && row->available())
        if (const std::optional<Cents> cents = row->*amount; cents && *cents > cap) found.insert(*cents);
    return {found.begin(), found.end()};
  }

  // The caps of the customer and of the run: both are raised as far as it takes.
  void try_price() {
    const std::optional<Cents> own = customer_.max_price_cents,
                               run = settings_.options.choice.max_price_cents;
    if (!own && !run) return;
    const Cents cap = std::min(own.value_or(*(run ? run : own)), run.value_or(*(own ? own : run)));
    const bool in_row = own == cap;
    std::vector<Cents> prices = amounts(&AvailabilityRow::price_cents, cap);
    // The other cap stays: a change is one value.
    if (const std::optional<Cents> other = in_row ? run : own; other && *other != cap)
      std::erase_if(prices, [&](Cents cents) { return cents > *other; });
    try_rising(Kind::max_price, prices, fmt::format("{}", cap), in_row, [&](Cents cents) {
      Customer customer = customer_;
      PlanOptions options = settings_.options;
      if (own) customer.max_price_cents = std::max(*own, cents);
      if (run) options.choice.max_price_cents = std::max(*run, cents);
      return std::pair(std::move(customer), std::move(options));
    });
  }

  void try_renewal() {
    const std::optional<Cents> cap = settings_.options.choice.max_renewal_cents;
    if (!cap) return;
    try_rising(Kind::max_renewal, amounts(&AvailabilityRow::renewal_price_cents, *cap),
               fmt::format("{}", *cap), false, [&](Cents cents) {
                 PlanOptions options = settings_.options;
                 options.choice.max_renewal_cents = cents;
                 return std::pair(customer_, std::move(options));
               });
  }

  void try_currencies() {
    std::set<std::string> others;
    const std::string& current = settings_.options.choice.currency;
    for (const Candidate& name : names_)
      if (const AvailabilityRow* const row = log_.row(name.domain); row && row->available())
        if (!row->currency.empty() && row->currency != current) others.insert(row->currency);
    for (const std::string& currency : others) {
      PlanOptions options = settings_.options;
      options.choice.currency = currency;
      const auto plan = order_with(customer_, options);
      if (plan) add_proven({.kind = Kind::currency, .value = currency, .current = current}, *plan, currency);
    }
  }

  // A replay answers nothing that its record, and so the log, does not have.
  bool is_replayed() const { return folder_.plan().pinned->inputs.replay.has_value(); }

  // Names beyond those that were taken; where the log has them, an order may be seen.
  void try_more_names() {
    if (shortfall_.reason == ShortfallReason::max_checks) {
      PlanOptions options = settings_.options;
      const int limit = options.max_checks;
      options.max_checks = kMostNames;
      const std::string current = fmt::format("{}", limit);
      if (const auto plan = order_with(customer_, options))
        return add_proven(
            {.kind = Kind::max_checks, .value = fmt::format("{}", plan->length()), .current = current}, *plan,
            options.choice.currency);
      if (is_replayed()) return;
      const std::int64_t more = checks_needed(shortfall_.eligible, shortfall_.checked);
      const auto left = static_cast<std::int64_t>(names_.size()) - limit;
      if (more > 0 && more <= left)
        cures_.push_back({.kind = Kind::max_checks,
                          .value = fmt::format("{}", limit + more),
                          .current = current,
                          .checks = more});
    }
    if (shortfall_.reason == ShortfallReason::not_enough && !is_replayed()) try_tlds();
  }

  // About how many names would have to be checked where so many of those that were checked could be chosen; 0
  // where none could.
  std::int64_t checks_needed(std::int64_t eligible, std::int64_t checked) const {
    const std::int64_t missing = shortfall_.google_missing + shortfall_.microsoft_missing;
    return eligible == 0 ? 0 : (missing * checked + eligible - 1) / eligible;
  }

  // TLDs of which the log says how many names are available, and under which the customer has names enough.
  void try_tlds() {
    std::set<std::string, std::less<>> used;
    for (const Candidate& name : names_) used.emplace(tld_of(name.domain));
    const CustomerPlan plan(0, customer_, settings_.rules, settings_.options);
    for (const auto& [tld, rows] : log_.by_tld()) {
      if (used.contains(tld)) continue;
      const std::int64_t eligible = std::count_if(rows.begin(), rows.end(), [&](const AvailabilityRow& row) {
        return judge(fact_of(row, settings_.options.choice.currency), plan.terms()) == Verdict::eligible;
      });
      const std::int64_t more = checks_needed(eligible, static_cast<std::int64_t>(rows.size()));
      Customer other = customer_;
      other.tlds = {tld};
      const auto names = names_of(other, settings_.rules, settings_.options.max_checks);
      if (more == 0 || more > static_cast<std::int64_t>(names.size())) continue;
      cures_.push_back({.kind = Kind::tlds, .value = tld, .in_row = !customer_.tlds.empty(), .checks = more});
    }
  }

  // Nothing that the log knows helps. Answers that were not recorded may; other names may where they ran out.
  void add_last_resorts() {
    const bool any_unknown = std::any_of(names_.begin(), names_.end(), [&](const Candidate& name) {
      return log_.row(name.domain) == nullptr;
    });
    if (folder_.plan().pinned->inputs.replay && any_unknown)
      cures_.push_back({.kind = Kind::live_answers});
    else if (shortfall_.reason == ShortfallReason::not_enough && customer_.stem.empty())
      cures_.push_back({.kind = Kind::stem, .in_row = true});
  }

  const ExplainedFolder& folder_;
  const Customer& customer_;
  const ShortfallRow& shortfall_;
  const LogExtract& log_;
  const RestoredSettings& settings_;
  std::vector<Candidate> names_;
  std::vector<Cure> cures_;
};

}  // namespace

std::vector<Cure> cures_of(const ExplainedFolder& folder, const std::string& key,
                           const ShortfallRow& shortfall, const LogExtract& log) {
  switch (shortfall.reason) {
    case ShortfallReason::bad_row:
      return {{.kind = Kind::correct_row, .in_row = true}};
    case ShortfallReason::rough_name:
      return {{.kind = Kind::stem, .in_row = true}, {.kind = Kind::brand_ok, .value = "yes", .in_row = true}};
    case ShortfallReason::brand_check:
      return {{.kind = Kind::brand_ok, .value = "yes", .in_row = true}};
    case ShortfallReason::not_enough:
    case ShortfallReason::max_checks:
    case ShortfallReason::shares:
      break;
  }
  const Customer* const customer = folder.input_of(key);
  if (!customer) return {};
  return Cures(folder, *customer, shortfall, log).find();
}

}  // namespace domainplan::report

namespace domainplan {

std::string text_of(const Cure& cure) {
  const auto raised = [&](std::string_view what) {
    return fmt::format("raise the share of {} from {}% to {}%", what, cure.current, cure.value);
  };
  const auto amount = [](const std::string& cents) {
    return cents.size() < 19 ? money(std::stoll(cents), "") : cents;
  };
  const auto cap = [&](std::string_view what) {
    std::string text = fmt::format("raise the cap on the {} from {} to {}", what,
                                   trimmed(amount(cure.current)), trimmed(amount(cure.value)));
    return text;
  };
  switch (cure.kind) {
    case Cure::Kind::pattern_share:
      return raised("one pattern");
    case Cure::Kind::style_share:
      return raised("one style");
    case Cure::Kind::tld_share:
      return raised("one TLD");
    case Cure::Kind::max_price:
      return cap(cure.in_row ? "customer's first-year price" : "first-year price");
    case Cure::Kind::max_renewal:
      return cap("renewal price");
    case Cure::Kind::currency:
      return fmt::format("pay in {} instead of {}", cure.value, cure.current);
    case Cure::Kind::max_checks:
      return fmt::format("check up to {} names instead of {}", cure.value, cure.current);
    case Cure::Kind::tlds:
      return fmt::format("add the TLD .{}", cure.value);
    case Cure::Kind::live_answers:
      return "ask the API instead of recorded answers";
    case Cure::Kind::stem:
      return "give a stem to build names on";
    case Cure::Kind::brand_ok:
      return "confirm the brand after a look at it";
    case Cure::Kind::correct_row:
      return "correct the row of the input file";
  }
  return {};
}

}  // namespace domainplan
