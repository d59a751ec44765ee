#include "planning/shortfall_help.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "naming/pattern.hpp"
#include "naming/rules.hpp"

namespace domainplan {
namespace {

using selection::Groups;
using ChangeSet = std::vector<PossibleChange>;

bool has(const std::vector<PossibleChange>& changes, PossibleChange change) {
  return std::find(changes.begin(), changes.end(), change) != changes.end();
}

Terms changed_terms(const CustomerPlan& plan, const std::vector<PossibleChange>& changes) {
  ChoiceOptions choice = plan.options().choice;
  std::optional<Cents> own_cap = plan.customer().max_price_cents;
  if (has(changes, PossibleChange::price)) choice.max_price_cents.reset();
  if (has(changes, PossibleChange::customer_price)) own_cap.reset();
  if (has(changes, PossibleChange::renewal)) choice.max_renewal_cents.reset();
  return selection::terms_of(choice, plan.terms().demand, own_cap);
}

// Whether a change brings names that nobody has asked about, so that nobody knows whether it helps.
bool brings_names(PossibleChange change) {
  switch (change) {
    case PossibleChange::live_answers:
    case PossibleChange::max_checks:
    case PossibleChange::include:
    case PossibleChange::exclude:
    case PossibleChange::tlds:
    case PossibleChange::stem:
      return true;
    default:
      return false;
  }
}

// The names of a customer, and those that it would have with another limit or other filters.
class Names {
 public:
  struct Name {
    Groups groups;
    std::optional<std::size_t> rank = {};  // of a name that was taken
  };

  explicit Names(const CustomerPlan& plan)
      : plan_(plan), customer_(naming_input(plan.customer())), limit_(as_size(plan.options().max_checks)) {
    for (std::size_t rank = 0; rank < plan.length(); ++rank) {
      const Candidate& candidate = plan.candidate(rank);
      taken_.push_back({families_.groups_of(candidate), rank});
      rank_of_.emplace(candidate.domain, rank);
    }
  }

  const std::vector<Name>& taken() const { return taken_; }

  // The names of a run with these changes; those that were taken first.
  const std::vector<Name>& with(const std::vector<PossibleChange>& changes) {
    const bool no_include = has(changes, PossibleChange::include),
               no_exclude = has(changes, PossibleChange::exclude),
               more = has(changes, PossibleChange::max_checks);
    if (!no_include && !no_exclude && !more) return taken_;
    auto& names = other_[(no_include ? 4 : 0) + (no_exclude ? 2 : 0) + (more ? 1 : 0)];
    if (!names) names = drawn(no_include, no_exclude, more);
    return *names;
  }

  // Whether names behind the limit are of a pattern that no name before it has.
  bool has_more_patterns() {
    std::set<int> patterns;
    for (const Name& name : taken_) patterns.insert(name.groups.pattern);
    const std::vector<Name>& more = with({PossibleChange::max_checks});
    return std::any_of(more.begin(), more.end(),
                       [&](const Name& name) { return !patterns.contains(name.groups.pattern); });
  }

  // The groups of each pattern that any stem has.
  std::map<int, Groups> patterns_of_rules() {
    std::map<int, Groups> groups;
    for (const Pattern& pattern : *plan_.rules().data().patterns) {
      Groups of_pattern = families_.groups_of({.domain = {}, .pattern = pattern.text});
      groups.emplace(of_pattern.pattern, of_pattern);
    }
    return groups;
  }

 private:
  static std::size_t as_size(int count) { return static_cast<std::size_t>(std::max(count, 0)); }

  // With a higher limit, so many more as show what kinds there are.
  std::size_t limit_of(bool more) const {
    return more ? limit_ + 200 + 20 * as_size(plan_.terms().demand.total()) : limit_;
  }

  std::vector<Name> drawn(bool no_include, bool no_exclude, bool more) {
    const NamingRules& rules = plan_.rules();
    CandidateStream stream(no_include && no_exclude ? rules.without_filters(NamingRules::Filters::both)
                           : no_include             ? rules.without_filters(NamingRules::Filters::include)
                           : no_exclude             ? rules.without_filters(NamingRules::Filters::exclude)
                                                    : rules,
                           customer_);
    std::vector<Name> names;
    for (const std::size_t limit = limit_of(more); names.size() < limit;) {
      const std::optional<Candidate> next = stream.next();
      if (!next) break;
      const auto found = rank_of_.find(next->domain);
      if (found != rank_of_.end())
        names.push_back(taken_[found->second]);
      else if (!plan_.ruled_out(next->domain))
        names.push_back({families_.groups_of(*next)});
    }
    return names;
  }

  const CustomerPlan& plan_;
  const NamingInput customer_;
  const std::size_t limit_;
  selection::Families families_;
  std::vector<Name> taken_;  // by rank
  std::unordered_map<std::string, std::size_t> rank_of_;
  std::array<std::optional<std::vector<Name>>, 8> other_;  // by what is changed
};

// The market as the names that were taken show it, under some changes.
class ChangedPlan {
 public:
  ChangedPlan(const CustomerPlan& plan, Names& names, const std::vector<PossibleChange>& changes,
              const std::vector<Fact>& of_others)
      : plan_(plan),
        names_(names),
        changes_(changes),
        terms_(changed_terms(plan, changes)),
        needed_(needed_providers(terms_.demand)),
        caps_(plan.caps()) {
    if (has(changes, PossibleChange::pattern_share)) caps_.pattern.reset();
    if (has(changes, PossibleChange::style_share)) caps_.style.reset();
    if (has(changes, PossibleChange::tld_share)) caps_.tld.reset();
    for (const Names::Name& name : names.taken()) {
      add(plan.fact(*name.rank), of_tld_[name.groups.tld]);
      add(plan.fact(*name.rank), of_all_);
    }
    for (const Fact& fact : of_others) add(fact, of_all_);
  }

  bool has_order() const {
    std::vector<Item> items;
    std::map<int, Groups> patterns;
    const std::vector<Names::Name>& names = names_.with(changes_);
    for (const auto& [groups, rank] : names) {
      patterns.emplace(groups.pattern, groups);
      if (const ProviderSet usable = rank ? usable_now(*rank) : hoped_for(groups.tld); !usable.empty())
        items.push_back(item(items.size(), groups, usable));
    }
    if (has(changes_, PossibleChange::stem)) add_more(items, of_known_tlds(), names_.patterns_of_rules());
    // More TLDs alone take no more names where the limit on checks ended it.
    const bool may_take_more =
        plan_.shortfall() != CustomerPlan::Shortfall::max_checks || has(changes_, PossibleChange::max_checks);
    if (has(changes_, PossibleChange::tlds) && may_take_more) add_more(items, {{-1, needed_}}, patterns);
    const std::vector<Demand>& rest = plan_.demands();
    return std::any_of(rest.begin(), rest.end(),
                       [&](Demand demand) { return missing(items, demand, caps_).total() == 0; });
  }

 private:
  // More names could be had under a TLD for these providers.
  struct More {
    int tld;  // -1: under none that is capped
    ProviderSet usable_for;
  };
  struct Answers {
    bool is_available = false;  // of some name
    ProviderSet usable_for;     // of those that could be chosen
  };

  static Item item(std::size_t rank, Groups groups, ProviderSet usable) {
    return {0, 0, static_cast<std::int64_t>(rank), usable, groups.tld, groups.pattern, groups.style};
  }

  // What a fact is under the changes: in another currency what was wrong is right, and the other way round.
  Fact changed(Fact fact) const {
    if (!has(changes_, PossibleChange::currency)) return fact;
    if (fact.said == Verdict::wrong_currency)
      fact.said = Verdict::eligible;
    else if (fact.said == Verdict::eligible)
      fact.said = Verdict::wrong_currency;
    return fact;
  }

  ProviderSet usable(const Fact& fact) const {
    return judge(changed(fact), terms_) == Verdict::eligible ? fact.usable_for & needed_ : ProviderSet();
  }

  void add(const Fact& fact, Answers& answers) const {
    answers.is_available |= domainplan::is_available(fact);
    answers.usable_for = answers.usable_for | usable(fact);
  }

  // A TLD of which no name is available is taken to be as the others are.
  ProviderSet hoped_for(int tld) const {
    const auto found = of_tld_.find(tld);
    const Answers& answers = found != of_tld_.end() && found->second.is_available ? found->second : of_all_;
    return answers.is_available ? answers.usable_for : needed_;
  }

  // What a name that was taken can be chosen for; empty where it cannot.
  ProviderSet usable_now(std::size_t rank) const {
    switch (plan_.verdict(rank)) {
      case Verdict::avoided:
      case Verdict::reserved:
      case Verdict::claimed:
        return {};
      case Verdict::not_recorded:
        return has(changes_, PossibleChange::live_answers) ? hoped_for(names_.taken()[rank].groups.tld)
                                                           : ProviderSet();
      default:
        return usable(plan_.fact(rank));
    }
  }

  std::vector<More> of_known_tlds() const {
    std::vector<More> more;
    if (of_tld_.empty()) {
      const ProviderSet usable = of_all_.is_available ? of_all_.usable_for : needed_;
      if (!usable.empty()) more.push_back({-1, usable});
    }
    for (const auto& [tld, answers] : of_tld_)
      if (const ProviderSet usable = hoped_for(tld); !usable.empty()) more.push_back({tld, usable});
    return more;
  }

  // As many names of every pattern as its cap lets into an order, spread over the TLDs of each kind.
  void add_more(std::vector<Item>& items, const std::vector<More>& more,
                std::map<int, Groups> patterns) const {
    const int total = terms_.demand.total(), wanted = std::min(caps_.pattern.value_or(total), total);
    if (patterns.empty()) patterns.emplace(-1, Groups{});
    for (const More& one : more) {
      const auto alike = std::count_if(more.begin(), more.end(),
                                       [&](const More& other) { return other.usable_for == one.usable_for; });
      for (const auto& [pattern, groups] : patterns) {
        const int most = pattern < 0 ? total : wanted;
        const int copies = (most + static_cast<int>(alike) - 1) / static_cast<int>(alike);
        for (int copy = 0; copy < copies; ++copy)
          items.push_back(item(items.size(), {one.tld, groups.pattern, groups.style}, one.usable_for));
      }
    }
  }

  const CustomerPlan& plan_;
  Names& names_;
  const std::vector<PossibleChange>& changes_;
  const Terms terms_;
  ProviderSet needed_;
  ShareCaps caps_;
  std::map<int, Answers> of_tld_;  // by group
  Answers of_all_;
};

// The changes that there is something to change by, in the order in which they are offered together.
std::vector<PossibleChange> possible_changes(const CustomerPlan& plan, Names& names) {
  std::array<bool, kVerdicts> seen{};
  for (std::size_t rank = 0; rank < plan.length(); ++rank)
    seen[static_cast<std::size_t>(plan.verdict(rank))] = true;
  const auto saw = [&](Verdict verdict) { return seen[static_cast<std::size_t>(verdict)]; };
  const CustomerPlan::Shortfall reason = plan.shortfall();
  // A replay knows nothing of names that it did not ask about.
  const bool may_have_more = !saw(Verdict::not_recorded);
  const bool ran_out = reason == CustomerPlan::Shortfall::not_enough;
  const ChoiceOptions& choice = plan.options().choice;
  std::vector<PossibleChange> changes;
  const auto add = [&](PossibleChange change, bool is_possible) {
    if (is_possible) changes.push_back(change);
  };
  add(PossibleChange::pattern_share, plan.caps().pattern.has_value());
  add(PossibleChange::style_share, plan.caps().style.has_value());
  add(PossibleChange::tld_share, plan.caps().tld.has_value());
  add(PossibleChange::max_checks,
      may_have_more && (reason == CustomerPlan::Shortfall::max_checks ||
                        (reason == CustomerPlan::Shortfall::shares && names.has_more_patterns())));
  add(PossibleChange::customer_price, plan.customer().max_price_cents && saw(Verdict::over_price));
  add(PossibleChange::price, choice.max_price_cents && saw(Verdict::over_price));
  add(PossibleChange::renewal,
      choice.max_renewal_cents && (saw(Verdict::over_price) || saw(Verdict::errored)));
  add(PossibleChange::currency, saw(Verdict::wrong_currency));
  add(PossibleChange::live_answers, saw(Verdict::not_recorded));
  add(PossibleChange::include, may_have_more && plan.rules().has_include());
  add(PossibleChange::exclude, may_have_more && plan.rules().has_exclude());
  const bool has_names = plan.length() > 0;  // else there are none under any TLD
  add(PossibleChange::tlds,
      may_have_more && has_names && (reason != CustomerPlan::Shortfall::shares || plan.caps().tld));
  add(PossibleChange::stem, may_have_more && ran_out && plan.customer().stem.empty());
  return changes;
}

// The first pair of `possible` that helps, or the first three; empty where there are none.
template <class Helps>
ChangeSet fewest(const ChangeSet& possible, const Helps& helps) {
  if (possible.size() < 2 || !helps(possible)) return {};
  for (std::size_t a = 0; a < possible.size(); ++a)
    for (std::size_t b = a + 1; b < possible.size(); ++b)
      if (helps({possible[a], possible[b]})) return {possible[a], possible[b]};
  for (std::size_t a = 0; a < possible.size(); ++a)
    for (std::size_t b = a + 1; b < possible.size(); ++b)
      for (std::size_t c = b + 1; c < possible.size(); ++c)
        if (helps({possible[a], possible[b], possible[c]})) return {possible[a], possible[b], possible[c]};
  return {};
}

std::string_view text_of(PossibleChange change, const CustomerPlan& plan) {
  switch (change) {
    case PossibleChange::pattern_share:
      return "a higher pattern share";
    case PossibleChange::style_share:
      return "a higher style share";
    case PossibleChange::tld_share:
      return "a higher TLD share";
    case PossibleChange::customer_price:
      return "a higher max_price_cents in customers.csv";
    case PossibleChange::price:
      return "a higher price cap";
    case PossibleChange::renewal:
      return "a higher cap on renewals";
    case PossibleChange::currency:
      return "another currency";
    case PossibleChange::live_answers:
      return "a run that asks the API";
    case PossibleChange::max_checks:
      return "a higher limit on checks";
    case PossibleChange::include:
      return "a wider include filter";
    case PossibleChange::exclude:
      return "a narrower exclude filter";
    case PossibleChange::tlds:
      return "more TLDs";
    case PossibleChange::stem:
      return plan.customer().website.empty() ? "a stem or website in customers.csv"
                                             : "a stem in customers.csv";
  }
  return "";
}

}  // namespace

bool may_help(const CustomerPlan& plan, const std::vector<PossibleChange>& changes,
              const std::vector<Fact>& of_others) {
  Names names(plan);
  return ChangedPlan(plan, names, changes, of_others).has_order();
}

std::vector<ChangeSet> changes_that_help(const CustomerPlan& plan) {
  Names names(plan);
  const std::vector<PossibleChange> possible = possible_changes(plan, names);
  const auto helps = [&](const ChangeSet& changes) {
    return ChangedPlan(plan, names, changes, {}).has_order();
  };
  std::vector<ChangeSet> found;
  for (const PossibleChange change : possible)
    if (helps({change})) found.push_back({change});
  std::stable_partition(found.begin(), found.end(),
                        [](const ChangeSet& one) { return !brings_names(one.front()); });
  if (!found.empty() && !brings_names(found.front().front())) return found;
  // What is sure is not left out for what may be.
  ChangeSet sure;
  std::copy_if(possible.begin(), possible.end(), std::back_inserter(sure), std::not_fn(brings_names));
  if (ChangeSet together = fewest(sure, helps); !together.empty()) found.insert(found.begin(), together);
  if (!found.empty()) return found;
  if (ChangeSet together = fewest(possible, helps); !together.empty()) found.push_back(std::move(together));
  return found;
}

std::string help_text(const CustomerPlan& plan) {
  std::string text;
  for (const ChangeSet& together : changes_that_help(plan)) {
    std::string one;
    for (const PossibleChange change : together)
      one += fmt::format("{}{}", one.empty() ? "" : " together with ", text_of(change, plan));
    text += fmt::format("{}{}", text.empty() ? "" : ", ", one);
  }
  return text;
}

}  // namespace domainplan
