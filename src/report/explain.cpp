#include "domainplan/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "planning/best_choice.hpp"
#include "planning/owned_first.hpp"
#include "report/explained_folder.hpp"

namespace domainplan {
namespace {

using namespace report;

constexpr std::array<std::string_view, 4> kStyleNames = {"hyphenated", "persona", "prefixed", "suffixed"};

// The choice of one customer, from the rows of candidates.csv.
class Choice {
 public:
  Choice(const ExplainedFolder& folder, const Customer& customer, const std::vector<CandidateRow>& rows)
      : settings_(folder.settings_of(customer.key)),
        plan_(0, customer, settings_.rules, settings_.options),
        demands_(use_owned(customer.owned, customer.bundle.required, settings_.options.avoided).rest) {
    for (std::size_t rank = 0; rank < rows.size(); ++rank) add(rows[rank], rank);
  }

  const Terms& terms() const { return plan_.terms(); }

  // The loss of having the name of this rank in the order, or of doing without it where it is chosen.
  std::optional<OrderLoss> loss(std::size_t rank, const std::vector<CandidateRow>& rows) const {
    const auto found = std::find(ranks_.begin(), ranks_.end(), rank);
    if (found == ranks_.end()) return std::nullopt;
    const auto item = static_cast<std::size_t>(found - ranks_.begin());
    const std::optional<SelectedItems> other =
        is_chosen(item) ? without(item)
                        : selection::best_choice_with(items_, item, demands_, plan_.caps(), prefer());
    return other ? std::optional(compared(*other, rows)) : std::nullopt;
  }

  // Whether an order could have the name of this rank if there were no caps.
  bool fits_without_caps(std::size_t rank) const {
    const auto found = std::find(ranks_.begin(), ranks_.end(), rank);
    if (found == ranks_.end()) return false;
    const auto item = static_cast<std::size_t>(found - ranks_.begin());
    return selection::best_choice_with(items_, item, demands_, {}, prefer()).has_value();
  }

  std::vector<CapUse> caps_of(const Candidate& candidate) const {
    std::vector<CapUse> caps;
    const ShareCaps limits = plan_.caps();
    const auto count = [&](auto is_same) {
      return static_cast<int>(std::count_if(chosen_.begin(), chosen_.end(),
                                            [&](std::size_t item) { return is_same(candidates_[item]); }));
    };
    const std::string& pattern = candidate.pattern;
    const std::optional<Style> style = style_of(pattern);
    const std::string_view tld = tld_of(candidate.domain);
    if (limits.pattern && !pattern.empty())
      caps.push_back({CapUse::Kind::pattern, pattern, *limits.pattern,
                      count([&](const Candidate& one) { return one.pattern == pattern; })});
    if (limits.style && style)
      caps.push_back({CapUse::Kind::style, std::string(kStyleNames[static_cast<std::size_t>(*style)]),
                      *limits.style,
                      count([&](const Candidate& one) { return style_of(one.pattern) == style; })});
    if (limits.tld)
      caps.push_back({CapUse::Kind::tld, std::string(tld), *limits.tld,
                      count([&](const Candidate& one) { return tld_of(one.domain) == tld; })});
    return caps;
  }

 private:
  void add(const CandidateRow& row, std::size_t rank) {
    Candidate candidate{row.domain, static_cast<int>(row.score), row.pattern};
    const selection::Groups groups = families_.groups_of(candidate);
    if (row.verdict != Verdict::selected && row.verdict != Verdict::eligible) return;
    const Fact fact{row.price_cents.value_or(Fact::kNoPrice),
                    row.renewal_price_cents.value_or(Fact::kNoPrice), Verdict::eligible, row.usable_for};
    if (row.verdict == Verdict::selected) chosen_.push_back(items_.size());
    items_.push_back(selection::item_of(candidate, rank, groups, terms(), &fact));
    ranks_.push_back(rank);
    candidates_.push_back(std::move(candidate));
  }

  bool is_chosen(std::size_t item) const {
    return std::find(chosen_.begin(), chosen_.end(), item) != chosen_.end();
  }

  Prefer prefer() const { return settings_.options.choice.prefer; }

  std::optional<SelectedItems> without(std::size_t item) const {
    std::vector<Item> others = items_;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(item));
    auto best = selection::best_choice(others, demands_, plan_.caps(), prefer());
    if (!best) return std::nullopt;
    for (std::size_t& one : best->items) one += one >= item;
    return best;
  }

  OrderLoss compared(SelectedItems best, const std::vector<CandidateRow>& rows) const {
    OrderLoss loss;
    loss.gap = best.gap;
    std::vector<std::size_t>& other = best.items;
    const auto add = [&](std::size_t item, int sign) {
      loss.score -= sign * items_[item].score;
      loss.cents += sign * items_[item].cost;
    };
    std::sort(other.begin(), other.end());
    for (const std::size_t item : other) {
      add(item, 1);
      if (!is_chosen(item)) loss.in.push_back(rows[ranks_[item]].domain);
    }
    for (const std::size_t item : chosen_) {
      add(item, -1);
      if (!std::binary_search(other.begin(), other.end(), item))
        loss.out.push_back(rows[ranks_[item]].domain);
    }
    return loss;
  }

  const RestoredSettings& settings_;
  CustomerPlan plan_;
  std::vector<Demand> demands_;
  selection::Families families_;
  std::vector<Item> items_;            // of the eligible names, by rank
  std::vector<std::size_t> ranks_;     // of each item
  std::vector<Candidate> candidates_;  // of each item
  std::vector<std::size_t> chosen_;    // items
};

using RowsOfCustomers = std::map<std::string, std::vector<CandidateRow>>;

// Why a row that is not chosen is not, beside its verdict.
void add_reasons(const ExplainedFolder& folder, const Choice& choice, const std::vector<CandidateRow>& rows,
                 std::optional<ShortfallReason> shortfall, NameExplanation& name) {
  const std::string& key = name.row.customer;
  const Candidate candidate{name.row.domain, static_cast<int>(name.row.score), name.row.pattern};
  name.caps = choice.caps_of(candidate);
  name.max_price_cents = choice.terms().max_price_cents;
  name.max_renewal_cents = choice.terms().max_renewal_cents;
  const PlannedOrder* const order = folder.order_of(key);
  name.shortfall = shortfall;
  name.max_checks = folder.settings_of(key).options.max_checks;
  if (order) {
    name.loss = choice.loss(name.rank - 1, rows);
    if (name.row.verdict == Verdict::eligible && name.is_drawn && !name.loss)
      name.is_barred_by_caps = choice.fits_without_caps(name.rank - 1);
    for (const PlannedDomain& domain : order->domains)
      if (domain.domain == name.row.domain) name.provider = domain.provider;
  }
  if (std::string holder = folder.holder_of(name.row.domain); holder != key) name.held_by = std::move(holder);
}

}  // namespace

class PlanExplainer::Impl {
 public:
  Impl(StoredPlan plan, NoticeHook warning) : folder_(std::move(plan), std::move(warning)) {}

  const StoredPlan& plan() const { return folder_.plan(); }

  std::vector<CustomerExplanation> customers() const {
    std::map<std::string, ShortfallRow> shortfalls = shortfalls_of(std::nullopt);
    std::unordered_set<std::string> names;
    for (const auto& [key, row] : shortfalls) add_names(key, names);
    std::map<std::string, CustomerExplanation> explained;
    each_candidate(plan().folder, [&](const CandidateRow& row) { count(explained[row.customer], row); });
    const LogExtract log = shortfalls.empty() ? LogExtract() : LogExtract(plan().folder, names);
    std::vector<CustomerExplanation> result;
    for (const PinnedCustomer& one : plan().pinned->customers) {
      CustomerExplanation customer = std::move(explained[one.customer]);
      describe(one.customer, customer);
      if (const auto found = shortfalls.find(one.customer); found != shortfalls.end()) {
        customer.shortfall = found->second;
        customer.cures = cures_of(folder_, one.customer, found->second, log);
      }
      result.push_back(std::move(customer));
    }
    return result;
  }

  CustomerExplanation customer(const std::string& key) const {
    folder_.pinned(key);
    const std::vector<CandidateRow> rows = rows_of(key);
    CustomerExplanation customer;
    for (const CandidateRow& row : rows) count(customer, row);
    describe(key, customer);
    const auto shortfalls = shortfalls_of(key);
    const Customer* const input = folder_.input_of(key);
    std::unordered_set<std::string> names;
    add_names(key, names);
    const LogExtract log(plan().folder, names);
    if (const auto found = shortfalls.find(key); found != shortfalls.end()) {
      customer.shortfall = found->second;
      customer.cures = cures_of(folder_, key, found->second, log);
    } else if (input) {
      customer.one_more_google = one_more(*input, {1, 0}, log, customer.google_caps);
      customer.one_more_microsoft = one_more(*input, {0, 1}, log, customer.microsoft_caps);
    }
    if (!input) return customer;
    const Choice choice(folder_, *input, rows);
    for (std::size_t rank = 0; rank < rows.size(); ++rank) {
      NameExplanation name;
      name.row = rows[rank];
      name.rank = rank + 1;
      add_reasons(folder_, choice, rows, reason_of(customer.shortfall), name);
      customer.names.push_back(std::move(name));
    }
    return customer;
  }

  NameExplanation name(const std::string& key, const std::string& text) const {
    folder_.pinned(key);
    const std::string domain = canonical_domain(text);
    const Customer* const input = folder_.input_of(key);
    if (!input)
      throw UsageError(fmt::format("no names were made for {}: its row was left out", in_quotes(key)), key);
    const std::vector<CandidateRow> rows = rows_of(key);
    const auto row =
        std::find_if(rows.begin(), rows.end(), [&](const CandidateRow& one) { return one.domain == domain; });
    NameExplanation name;
    find_origin(*input, domain, name);
    if (row != rows.end()) {
      name.row = *row;
      name.rank = static_cast<std::size_t>(row - rows.begin()) + 1;
      if (name.origin && sum_of(*name.origin) != row->score) name.origin.reset();
    } else if (const bool is_owned = owns(*input, domain); is_owned || name.rank == 0) {
      throw UsageError(fmt::format("{} is not one of the names of {}{}", in_quotes(domain), in_quotes(key),
                                   is_owned ? ": the customer owns it" : ""),
                       domain);
    } else {
      name.is_drawn = false;
      name.row.customer = key;
      name.row.domain = domain;
    }
    const Choice choice(folder_, *input, rows);
    const auto shortfalls = shortfalls_of(key);
    const auto shortfall = shortfalls.find(key);
    add_reasons(folder_, choice, rows,
                shortfall == shortfalls.end() ? std::nullopt : std::optional(shortfall->second.reason), name);
    name.answers = LogExtract(plan().folder, {domain}).answers(domain);
    return name;
  }

 private:
  static bool owns(const Customer& customer, const std::string& domain) {
    return std::any_of(customer.owned.begin(), customer.owned.end(),
                       [&](const OwnedDomain& owned) { return owned.domain == domain; });
  }

  static std::int64_t sum_of(const NameOrigin& origin) {
    std::int64_t sum = 0;
    for (const ScorePart& part : origin.parts) sum += part.points;
    return sum;
  }

  static std::optional<ShortfallReason> reason_of(const std::optional<ShortfallRow>& shortfall) {
    return shortfall ? std::optional(shortfall->reason) : std::nullopt;
  }

  static void count(CustomerExplanation& customer, const CandidateRow& row) {
    ++customer.verdicts[static_cast<std::size_t>(row.verdict)];
    if (row.verdict == Verdict::selected) customer.score += row.score;
  }

  void describe(const std::string& key, CustomerExplanation& customer) const {
    customer.customer = key;
    customer.currency = plan().summary.currency;
    if (const Customer* const input = folder_.input_of(key)) {
      customer.brand = input->brand;
      customer.demand = input->bundle.required;
    }
    const PlannedOrder* const order = folder_.order_of(key);
    customer.has_order = order != nullptr;
    if (!order) return;
    for (const PlannedDomain& domain : order->domains) {
      if (!domain.needs_registration()) continue;
      customer.price_cents += domain.price_cents.value_or(0);
      customer.renewal_cents += domain.renewal_price_cents.value_or(0);
    }
  }

  std::map<std::string, ShortfallRow> shortfalls_of(const std::optional<std::string>& key) const {
    std::map<std::string, ShortfallRow> rows;
    each_shortfall(plan().folder, [&](ShortfallRow row) {
      if (!key || row.customer == *key) rows.insert_or_assign(row.customer, row);
    });
    return rows;
  }

  std::vector<CandidateRow> rows_of(const std::string& key) const {
    std::vector<CandidateRow> rows;
    each_candidate(plan().folder, [&](CandidateRow row) {
      if (row.customer == key) rows.push_back(std::move(row));
    });
    return rows;
  }

  // The names that could ever be asked about for the customer.
  void add_names(const std::string& key, std::unordered_set<std::string>& names) const {
    if (const Customer* const input = folder_.input_of(key))
      for (Candidate& one : names_of(*input, folder_.settings_of(key).rules, kMostNames))
        names.insert(std::move(one.domain));
  }

  // Its rank and score as the name is drawn, and how it was made.
  void find_origin(const Customer& customer, const std::string& domain, NameExplanation& name) const {
    if (!folder_.has_same_data()) return;
    CandidateStream stream(folder_.settings_of(customer.key).rules, naming_input(customer));
    for (std::size_t rank = 1; rank <= static_cast<std::size_t>(kMostNames); ++rank) {
      const std::optional<Candidate> next = stream.next();
      if (!next) return;
      if (next->domain != domain) continue;
      name.rank = rank;
      name.row.score = next->score;
      name.row.pattern = next->pattern;
      name.origin = stream.origin();
      return;
    }
  }

  // `caps`: where the names of the log would do but for the caps, those whose end would make room.
  std::optional<OneMore> one_more(const Customer& customer, Demand more, const LogExtract& log,
                                  std::vector<ShareInForce>& caps) const {
    const RestoredSettings& settings = folder_.settings_of(customer.key);
    Customer larger = customer;
    larger.bundle.required.google += more.google;
    larger.bundle.required.microsoft += more.microsoft;
    const Records records = records_of(folder_, log, customer.key, settings.options.choice.currency);
    const auto plan = plan_from_records(larger, settings.rules, settings.options, records);
    const PlannedOrder* const now = folder_.order_of(customer.key);
    if (!now) return std::nullopt;
    if (!plan->has_order()) {
      if (plan->shortfall() == CustomerPlan::Shortfall::shares)
        caps = caps_in_the_way(larger, settings, records);
      return std::nullopt;
    }
    OneMore result;
    const OrderCost cost = cost_of(*plan);
    result.price_cents = cost.price;
    result.renewal_cents = cost.renewal;
    std::set<std::string> before, after;
    for (const PlannedDomain& domain : now->domains) {
      before.insert(domain.domain);
      if (!domain.needs_registration()) continue;
      result.price_cents -= domain.price_cents.value_or(0);
      result.renewal_cents -= domain.renewal_price_cents.value_or(0);
    }
    for (const CustomerPlan::OrderLine& line : plan->order()) after.insert(line.domain);
    std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                        std::back_inserter(result.in));
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                        std::back_inserter(result.out));
    return result;
  }

  // Each cap without which there is an order; where it takes more than one, all that are in force.
  static std::vector<ShareInForce> caps_in_the_way(const Customer& customer, const RestoredSettings& settings,
                                                   const Records& records) {
    constexpr std::array<int ChoiceOptions::*, 3> kShares = {
        &ChoiceOptions::pattern_share, &ChoiceOptions::style_share, &ChoiceOptions::tld_share};
    std::vector<ShareInForce> alone, all;
    for (std::size_t i = 0; i < kShares.size(); ++i) {
      const ShareInForce share{static_cast<CapUse::Kind>(i), settings.options.choice.*kShares[i]};
      if (share.percent >= 100) continue;
      all.push_back(share);
      PlanOptions options = settings.options;
      options.choice.*kShares[i] = 100;
      if (plan_from_records(customer, settings.rules, options, records)->has_order()) alone.push_back(share);
    }
    return alone.empty() ? all : alone;
  }

  ExplainedFolder folder_;
};

PlanExplainer::PlanExplainer(StoredPlan plan, NoticeHook warning)
    : impl_(std::make_unique<Impl>(std::move(plan), std::move(warning))) {}
PlanExplainer::~PlanExplainer() = default;
PlanExplainer::PlanExplainer(PlanExplainer&&) noexcept = default;
PlanExplainer& PlanExplainer::operator=(PlanExplainer&&) noexcept = default;

const StoredPlan& PlanExplainer::plan() const { return impl_->plan(); }
std::vector<CustomerExplanation> PlanExplainer::customers() const { return impl_->customers(); }
CustomerExplanation PlanExplainer::customer(const std::string& key) const { return impl_->customer(key); }
NameExplanation PlanExplainer::name(const std::string& key, const std::string& domain) const {
  return impl_->name(key, domain);
}

}  // namespace domainplan
