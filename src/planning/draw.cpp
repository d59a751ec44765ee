#include "planning/draw.hpp"

#include <algorithm>
#include <tuple>

#include "domainplan/domain_name.hpp"

namespace domainplan {
namespace {

int ceil_percent(int count, int percent) {
  return static_cast<int>((static_cast<std::int64_t>(count) * percent + 99) / 100);
}

std::optional<int> cap(int percent, int total) {
  if (percent >= 100) return std::nullopt;
  return share_cap(percent, total);
}

int group_of(std::unordered_map<std::string, int>& groups, std::string_view name) {
  return groups.emplace(name, static_cast<int>(groups.size())).first->second;
}

// What select() maximises, to compare selections made under different demands.
using Worth = std::tuple<std::int64_t, std::int64_t, std::int64_t>;
Worth worth(const std::vector<Item>& items, const std::vector<Chosen>& chosen, Prefer prefer) {
  std::int64_t score = 0, cost = 0, ranks = 0;
  for (const Chosen& one : chosen) {
    score += items[one.item].score;
    cost += items[one.item].cost;
    ranks += items[one.item].rank;
  }
  return prefer == Prefer::quality ? std::tuple{score, -cost, -ranks} : std::tuple{-cost, score, -ranks};
}

}  // namespace

Draw::Draw(std::size_t place, const Customer& customer, const NamingRules& rules, const PlanOptions& options)
    : place_(place),
      customer_(&customer),
      options_(&options),
      terms_{customer.bundle.required,
             customer.max_price_cents ? customer.max_price_cents : options.choice.max_price_cents,
             options.choice.max_renewal_cents, options.choice.years},
      caps_{cap(options.choice.tld_share, terms_.demand.total()),
            cap(options.choice.pattern_share, terms_.demand.total())},
      owned_(use_owned(customer.owned, terms_.demand)),
      stream_(rules, naming_input(customer)) {}

bool Draw::name_exists(std::size_t rank) {
  while (names_.size() <= rank && !stream_ended_) {
    if (std::optional<Candidate> next = stream_.next())
      names_.push_back(std::move(*next));
    else
      stream_ended_ = true;
  }
  return rank < names_.size();
}

const Candidate* Draw::peek(std::size_t rank) {
  if (rank >= static_cast<std::size_t>(options_->max_checks) || !name_exists(rank)) return nullptr;
  return &names_[rank];
}

void Draw::learn(std::size_t rank, const Fact& fact, bool claimed) {
  std::erase(unlearnt_, rank);
  drawn_[rank].fact = fact;
  drawn_[rank].verdict = judge(fact, terms_);
  has_news_ = true;
  if (claimed && is_eligible(rank)) drawn_[rank].verdict = Verdict::claimed;
}

void Draw::claim(std::size_t rank) {
  drawn_[rank].verdict = Verdict::claimed;
  has_news_ = true;
  ended_ = false;
}

std::vector<Item> Draw::items() const {
  std::vector<Item> items;
  for (std::size_t rank = 0; rank < drawn_.size(); ++rank) {
    const Drawn& drawn = drawn_[rank];
    const bool learnt = drawn.verdict.has_value();
    if (learnt && drawn.verdict != Verdict::eligible) continue;
    const ProviderSet usable_for = learnt ? drawn.fact.usable_for : ProviderSet::both();
    items.push_back({names_[rank].score, learnt ? cost_over(drawn.fact, terms_.years) : 0,
                     static_cast<std::int64_t>(rank), usable_for & needed_providers(terms_.demand), drawn.tld,
                     drawn.pattern});
  }
  return items;
}

Demand Draw::target(Demand rest) const {
  const int percent = 100 + options_->surplus;
  return {ceil_percent(rest.google, percent), ceil_percent(rest.microsoft, percent)};
}

// The smallest total, and of those the one with the fewest Google domains, over the ways to use the owned
// ones.
Demand Draw::least_missing(const std::vector<Item>& items, bool with_surplus, ShareCaps caps) const {
  std::optional<Demand> least;
  for (const Demand rest : owned_.rest) {
    const Demand now = missing(items, with_surplus ? target(rest) : rest, caps);
    if (!least || std::pair(now.total(), now.google) < std::pair(least->total(), least->google)) least = now;
    if (least->total() == 0) break;
  }
  return *least;
}

void Draw::advance() {
  has_news_ = false;
  const std::vector<Item> choice = items();
  missing_ = least_missing(choice, true, caps_).total();
  const std::size_t before = length();
  lengthen(missing_);
  if (length() > before || !unlearnt_.empty()) return;
  ended_ = true;
  make_order(choice);
  if (!planned_) explain_shortfall(choice);
}

void Draw::lengthen(int wave) {
  for (; wave > 0 && peek(length()); --wave) {
    const Candidate& candidate = names_[length()];
    unlearnt_.push_back(length());
    drawn_.push_back({group_of(tld_groups_, tld_of(candidate.domain)),
                      candidate.pattern.empty() ? -1 : group_of(pattern_groups_, candidate.pattern)});
  }
}

void Draw::make_order(const std::vector<Item>& items) {
  order_.clear();
  const Prefer prefer = options_->choice.prefer;
  std::optional<std::vector<Chosen>> best;
  Worth most;                         // of the best
  std::optional<std::int64_t> bound;  // where a search met its limit: what no order's first objective exceeds
  for (const Demand rest : owned_.rest) {
    std::optional<Selection> selection = select(items, rest, caps_, prefer);
    if (!selection) continue;
    const auto value = worth(items, selection->chosen, prefer);
    if (selection->gap) bound = std::max(bound, std::optional(std::get<0>(value) + *selection->gap));
    if (best && value <= most) continue;
    best = std::move(selection->chosen);
    most = value;
  }
  planned_ = best.has_value();
  if (!planned_) return;
  gap_.reset();
  if (bound >= std::get<0>(most)) gap_ = *bound - std::get<0>(most);

  // Owned domains and bought ones together: of those usable for both, the first in this order serve Google.
  struct Line {
    OrderLine line;
    ProviderSet usable;
  };
  std::vector<Line> lines;
  for (const OwnedDomain& owned : owned_.used) lines.push_back({{owned.domain, {}, {}}, owned.usable_for});
  std::sort(best->begin(), best->end(),
            [&](const Chosen& a, const Chosen& b) { return items[a.item].rank < items[b.item].rank; });
  for (const Chosen& one : *best) {
    const auto rank = static_cast<std::size_t>(items[one.item].rank);
    lines.push_back({{names_[rank].domain, {}, rank}, items[one.item].usable_for});
  }
  int google_left = terms_.demand.google;
  for (const Line& line : lines)
    if (line.usable == Provider::google) --google_left;
  for (Line& line : lines) {
    const bool either = line.usable == ProviderSet::both();
    line.line.provider = either
                             ? (google_left-- > 0 ? Provider::google : Provider::microsoft)
                             : (line.usable.has(Provider::google) ? Provider::google : Provider::microsoft);
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.line.provider < b.line.provider; });
  for (const Line& line : lines) order_.push_back(line.line);
}

void Draw::explain_shortfall(const std::vector<Item>& items) {
  shortage_ = least_missing(items, false, caps_);
  if (least_missing(items, false, {}).total() == 0)
    shortfall_ = Shortfall::shares;
  else
    shortfall_ = name_exists(length()) ? Shortfall::max_checks : Shortfall::not_enough;
}

}  // namespace domainplan
