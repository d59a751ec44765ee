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
std::tuple<std::int64_t, std::int64_t, std::int64_t> worth(const std::vector<Item>& items,
                                                           const std::vector<Chosen>& chosen, Prefer prefer) {
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

void Draw::learn(const Fact& fact, bool claimed) {
  const std::size_t rank = facts_.size();
  facts_.push_back(fact);
  verdicts_.push_back(judge(fact, terms_));
  if (verdicts_[rank] != Verdict::eligible) return;
  if (claimed)
    verdicts_[rank] = Verdict::claimed;
  else
    add_item(rank);
}

void Draw::add_item(std::size_t rank) {
  const Candidate& candidate = names_[rank];
  const bool grouped = !candidate.pattern.empty();
  items_.push_back({candidate.score, cost_over(facts_[rank], terms_.years), static_cast<std::int64_t>(rank),
                    facts_[rank].usable_for & needed_providers(terms_.demand),
                    group_of(tld_groups_, tld_of(candidate.domain)),
                    grouped ? group_of(pattern_groups_, candidate.pattern) : -1});
}

void Draw::claim(std::size_t rank) {
  verdicts_[rank] = Verdict::claimed;
  std::erase_if(items_, [rank](const Item& item) { return item.rank == static_cast<std::int64_t>(rank); });
  ended_ = false;
}

Demand Draw::target(Demand rest) const {
  const int percent = 100 + options_->surplus;
  return {ceil_percent(rest.google, percent), ceil_percent(rest.microsoft, percent)};
}

// The smallest total, and of those the one with the fewest Google domains, over the ways to use the owned ones.
Demand Draw::least_missing(bool with_surplus, ShareCaps caps) const {
  std::optional<Demand> least;
  for (const Demand rest : owned_.rest) {
    const Demand now = missing(items_, with_surplus ? target(rest) : rest, caps);
    if (!least || std::pair(now.total(), now.google) < std::pair(least->total(), least->google)) least = now;
    if (least->total() == 0) break;
  }
  return *least;
}

void Draw::advance() {
  missing_ = least_missing(true, caps_).total();
  const std::size_t wave_end =
      std::min(length_ + static_cast<std::size_t>(missing_), static_cast<std::size_t>(options_->max_checks));
  const std::size_t before = length_;
  while (length_ < wave_end && name_exists(length_)) ++length_;
  if (length_ == before) end();
}

void Draw::end() {
  ended_ = true;
  planned_ = false;
  make_order();
  if (!planned_) explain_shortfall();
}

void Draw::make_order() {
  std::optional<std::vector<Chosen>> best;
  for (const Demand rest : owned_.rest) {
    std::optional<std::vector<Chosen>> chosen = select(items_, rest, caps_, options_->choice.prefer);
    if (!chosen) continue;
    if (!best || worth(items_, *chosen, options_->choice.prefer) > worth(items_, *best, options_->choice.prefer))
      best = std::move(chosen);
  }
  if (!best) return;
  planned_ = true;

  // Owned domains and bought ones together: of those usable for both, the first in this order serve Google.
  struct Line {
    OrderLine line;
    ProviderSet usable;
  };
  std::vector<Line> lines;
  for (const OwnedDomain& owned : owned_.used) lines.push_back({{owned.domain, {}, {}}, owned.usable_for});
  std::sort(best->begin(), best->end(),
            [&](const Chosen& a, const Chosen& b) { return items_[a.item].rank < items_[b.item].rank; });
  for (const Chosen& one : *best) {
    const auto rank = static_cast<std::size_t>(items_[one.item].rank);
    lines.push_back({{names_[rank].domain, {}, rank}, items_[one.item].usable_for});
  }
  int google_left = terms_.demand.google;
  for (const Line& line : lines)
    if (line.usable == Provider::google) --google_left;
  for (Line& line : lines) {
    const bool either = line.usable == ProviderSet::both();
    line.line.provider = either ? (google_left-- > 0 ? Provider::google : Provider::microsoft)
                                : (line.usable.has(Provider::google) ? Provider::google : Provider::microsoft);
  }
  std::stable_sort(lines.begin(), lines.end(),
                   [](const Line& a, const Line& b) { return a.line.provider < b.line.provider; });
  order_.clear();
  for (const Line& line : lines) order_.push_back(line.line);
}

void Draw::explain_shortfall() {
  shortage_ = least_missing(false, caps_);
  if (least_missing(false, {}).total() == 0)
    shortfall_ = Shortfall::shares;
  else
    shortfall_ = name_exists(length_) ? Shortfall::max_checks : Shortfall::not_enough;
}

}  // namespace domainplan
