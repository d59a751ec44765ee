// What would get a customer an order. Each change is tried: the customer is planned again with it from the
// rows of the availability log, the orders of all others left alone. Where a change needs names that the log
// does not have, they are taken to be as those of the same TLD that it has.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "planning/shortfall_help.hpp"
#include "report/explained_folder.hpp"

namespace domainplan::report {
namespace {

using Kind = Cure::Kind;

// So many rows have to be known before they say what others are like; that none is available, of more.
constexpr std::size_t kEnoughRows = 10, kEnoughTaken = 100;
// So many checks a run allows where nobody says otherwise.
constexpr int kUsualChecks = 1000;

bool is_filter(Kind kind) { return kind == Kind::include || kind == Kind::exclude; }

bool is_enough(const std::vector<Fact>& facts) {
  if (facts.size() < kEnoughRows) return false;
  return facts.size() >= kEnoughTaken || std::any_of(facts.begin(), facts.end(), [](const Fact& fact) {
           return fact.said == Verdict::eligible || fact.said == Verdict::wrong_currency;
         });
}

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
    try_filters();
    std::stable_sort(cures_.begin(), cures_.end(), [](const Cure& a, const Cure& b) {
      return std::tuple(!a.is_proven, a.price_cents, a.checks == 0, a.checks) <
             std::tuple(!b.is_proven, b.price_cents, b.checks == 0, b.checks);
    });
    if (std::all_of(cures_.begin(), cures_.end(), [](const Cure& cure) { return is_filter(cure.kind); }))
      add_last_resorts();
    return std::move(cures_);
  }

 private:
  // The order that the customer would get of the names in the log, or nothing.
  std::unique_ptr<CustomerPlan> order_with(const Customer& customer, const PlanOptions& options) const {
    return order_with(customer, settings_.rules, options);
  }
  std::unique_ptr<CustomerPlan> order_with(const Customer& customer, const NamingRules& rules,
                                           const PlanOptions& options) const {
    auto plan = plan_from_records(customer, rules, options,
                                  records_of(folder_, log_, customer.key, options.choice.currency));
    return plan->has_order() ? std::move(plan) : nullptr;
  }

  // The order that the customer would get if names that are not in the log are as those that are. `unknown`:
  // how many of those it takes. Or nothing; then says_too_little_ is set where the log has too few rows.
  std::unique_ptr<CustomerPlan> likely_order(const Customer& customer, const NamingRules& rules,
                                             const PlanOptions& options, std::int64_t& unknown) const {
    const Records known = records_of(folder_, log_, customer.key, options.choice.currency);
    struct Rows {
      std::vector<Fact> facts;
      std::size_t next = 0;
    };
    std::map<std::string, Rows, std::less<>> of_tld;
    unknown = 0;
    says_too_little_ = false;
    const auto likely = [&](const std::string& domain) {
      if (log_.row(domain)) return known.fact(domain);
      ++unknown;
      const std::string tld(tld_of(domain));
      auto found = of_tld.find(tld);
      if (found == of_tld.end())
        found = of_tld.emplace(tld, Rows{facts_of_tld(tld, options.choice.currency)}).first;
      Rows& rows = found->second;
      says_too_little_ |= !is_enough(rows.facts);
      return rows.facts.empty() ? Fact{} : rows.facts[rows.next++ % rows.facts.size()];
    };
    auto plan = plan_from_records(customer, rules, options, {likely, known.is_claimed});
    return plan->has_order() ? std::move(plan) : nullptr;
  }

  // What the log says of a TLD: of the customer's own names where it has enough of them, else of all. Nothing
  // where even those are few.
  std::vector<Fact> facts_of_tld(const std::string& tld, const std::string& currency) const {
    std::vector<Fact> facts;
    for (const Candidate& name : names_)
      if (const AvailabilityRow* const row = log_.row(name.domain); row && tld_of(name.domain) == tld)
        facts.push_back(fact_of(*row, currency));
    if (facts.size() >= kEnoughRows) return facts;
    facts.clear();
    const auto all = log_.by_tld().find(tld);
    if (all != log_.by_tld().end() && all->second.size() >= kEnoughRows)
      for (const AvailabilityRow& row : all->second) facts.push_back(fact_of(row, currency));
    return facts;
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

  // The cap that binds, the customer's or the run's, is raised as far as it takes and the other one allows;
  // where that is not enough, both.
  void try_price() {
    const std::optional<Cents> own = customer_.max_price_cents,
                               run = settings_.options.choice.max_price_cents;
    if (!own && !run) return;
    const bool in_row = own && (!run || *own <= *run);
    const Cents cap = in_row ? *own : *run;
    const std::vector<Cents> all = amounts(&AvailabilityRow::price_cents, cap);
    std::vector<Cents> prices = all;
    if (const std::optional<Cents> other = in_row ? run : own)
      std::erase_if(prices, [&](Cents cents) { return cents > *other; });
    const std::size_t before = cures_.size();
    try_rising(Kind::max_price, prices, fmt::format("{}", cap), in_row, [&](Cents cents) {
      Customer customer = customer_;
      PlanOptions options = settings_.options;
      (in_row ? customer.max_price_cents : options.choice.max_price_cents) = cents;
      return std::pair(std::move(customer), std::move(options));
    });
    if (!own || !run || cures_.size() > before) return;
    try_rising(Kind::max_prices, all, fmt::format("{}", cap), false, [&](Cents cents) {
      Customer customer = customer_;
      PlanOptions options = settings_.options;
      customer.max_price_cents = std::max(cents, *own);
      options.choice.max_price_cents = std::max(cents, *run);
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

  // Names beyond those that were taken.
  void try_more_names() {
    if (shortfall_.reason != ShortfallReason::not_enough) try_max_checks();
    if (shortfall_.reason == ShortfallReason::not_enough && !is_replayed()) try_tlds();
  }

  void try_max_checks() {
    PlanOptions options = settings_.options;
    const int limit = options.max_checks;
    if (limit >= kMostNames) return;
    options.max_checks = kMostNames;
    Cure cure;
    cure.kind = Kind::max_checks;
    cure.current = fmt::format("{}", limit);
    const auto plan = is_replayed() ? order_with(customer_, options)
                                    : likely_order(customer_, settings_.rules, options, cure.checks);
    if (!plan && says_too_little_) hope_for_checks(limit);
    if (!plan) return;
    auto length = static_cast<std::int64_t>(plan->length());
    // An estimate is a little off. A limit that is not reached costs nothing, so it leaves room for that.
    if (cure.checks > 0)
      length = std::max(
          length, std::min(limit + 10 + 2 * (length - limit), static_cast<std::int64_t>(names_.size())));
    cure.value = fmt::format("{}", length);
    if (cure.checks == 0) return add_proven(std::move(cure), *plan, options.choice.currency);
    cures_.push_back(std::move(cure));
  }

  // Not enough is known for an estimate, and what is known does not bar it: a limit as usual.
  void hope_for_checks(int limit) {
    const int usual = std::min(kUsualChecks, static_cast<int>(names_.size()));
    if (usual <= limit || !may_be_cured_by(PossibleChange::max_checks)) return;
    cures_.push_back(
        {.kind = Kind::max_checks, .value = fmt::format("{}", usual), .current = fmt::format("{}", limit)});
  }

  // Names that an include or an exclude expression leaves out.
  void try_filters() {
    const NamingRules& rules = settings_.rules;
    const auto& naming = settings_.options.naming;
    if (rules.has_include())
      try_filter(
          {.kind = Kind::include, .value = ".", .current = fmt::format("{}", fmt::join(naming.include, " "))},
          NamingRules::Filters::include, PossibleChange::include);
    if (rules.has_exclude())
      try_filter({.kind = Kind::exclude,
                  .value = "^$",
                  .current = fmt::format("{}", fmt::join(naming.exclude, " "))},
                 NamingRules::Filters::exclude, PossibleChange::exclude);
  }

  void try_filter(Cure cure, NamingRules::Filters filters, PossibleChange change) {
    const NamingRules rules = settings_.rules.without_filters(filters);
    const auto plan = is_replayed() ? order_with(customer_, rules, settings_.options)
                                    : likely_order(customer_, rules, settings_.options, cure.checks);
    if (plan && cure.checks == 0)
      add_proven(std::move(cure), *plan, settings_.options.choice.currency);
    else if (plan)
      cures_.push_back(std::move(cure));
    else if (!is_replayed() && says_too_little_ && may_be_cured_by(change)) {
      cure.checks = 0;
      cures_.push_back(std::move(cure));
    }
  }

  // TLDs beside those in use of which the log says how many names are available.
  void try_tlds() {
    std::vector<std::string> used = customer_.tlds.empty() ? settings_.options.naming.tlds : customer_.tlds;
    for (const Candidate& name : names_)
      if (const std::string tld(tld_of(name.domain)); std::find(used.begin(), used.end(), tld) == used.end())
        used.push_back(tld);
    for (const auto& [tld, rows] : log_.by_tld()) {
      if (std::find(used.begin(), used.end(), tld) != used.end()) continue;
      Cure cure;
      cure.kind = Kind::tlds;
      cure.in_row = !customer_.tlds.empty();
      cure.current = fmt::format("{}", fmt::join(used, ","));
      cure.value = fmt::format("{},{}", cure.current, tld);
      std::vector<std::string> tlds = used;
      tlds.push_back(tld);
      Customer customer = customer_;
      if (cure.in_row) customer.tlds = tlds;
      const NamingRules rules = cure.in_row ? settings_.rules : settings_.rules.with_tlds(tlds);
      const auto plan = likely_order(customer, rules, settings_.options, cure.checks);
      if (!plan) continue;
      if (cure.checks == 0)
        add_proven(std::move(cure), *plan, settings_.options.choice.currency);
      else
        cures_.push_back(std::move(cure));
    }
  }

  // Nothing that the log knows helps, but for other filters. Answers that were not recorded may; other names
  // may where they ran out. Not where a cap bars those as well.
  void add_last_resorts() {
    if (is_replayed()) {
      if (may_be_cured_by(PossibleChange::live_answers)) cures_.push_back({.kind = Kind::live_answers});
    } else if (shortfall_.reason == ShortfallReason::not_enough && customer_.stem.empty() &&
               may_be_cured_by(PossibleChange::stem)) {
      cures_.push_back({.kind = Kind::stem, .in_row = true});
    }
  }

  bool may_be_cured_by(PossibleChange change) const {
    const std::string& currency = settings_.options.choice.currency;
    const auto plan = plan_from_records(customer_, settings_.rules, settings_.options,
                                        records_of(folder_, log_, customer_.key, currency));
    std::vector<Fact> of_others;
    for (const auto& [tld, rows] : log_.by_tld())
      for (const AvailabilityRow& row : rows) of_others.push_back(fact_of(row, currency));
    return !plan->has_order() && may_help(*plan, {change}, of_others);
  }

  const ExplainedFolder& folder_;
  const Customer& customer_;
  const ShortfallRow& shortfall_;
  const LogExtract& log_;
  const RestoredSettings& settings_;
  std::vector<Candidate> names_;
  std::vector<Cure> cures_;
  mutable bool says_too_little_ = false;  // the log, in the last likely_order()
};

}  // namespace

std::vector<Cure> cures_of(const ExplainedFolder& folder, const std::string& key,
                           const ShortfallRow& shortfall, const LogExtract& log) {
  switch (shortfall.reason) {
    case ShortfallReason::bad_row:
      return {{.kind = Kind::correct_row, .in_row = true}};
    case ShortfallReason::rough_name:
      return {{.kind = Kind::stem, .in_row = true}};
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
    case Cure::Kind::max_prices:
      return cap("first-year price, the customer's and the plan's,");
    case Cure::Kind::max_renewal:
      return cap("renewal price");
    case Cure::Kind::currency:
      return fmt::format("pay in {} instead of {}", cure.value, cure.current);
    case Cure::Kind::max_checks:
      return fmt::format("check up to {} names instead of {}", cure.value, cure.current);
    case Cure::Kind::include:
      return "remove the include filter";
    case Cure::Kind::exclude:
      return "remove the exclude filter";
    case Cure::Kind::tlds:
      return fmt::format("add the TLD .{}", cure.value.substr(cure.value.rfind(',') + 1));
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
