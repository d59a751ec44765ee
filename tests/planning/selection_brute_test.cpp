// The choice against all subsets: every small instance, by class, group, demand, caps and objective.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <bit>

#include "domainplan/selection.hpp"
#include "selection_instances.hpp"

namespace domainplan {
namespace {

using Value = std::array<std::int64_t, 3>;

Value value_of(const Item& item, Prefer prefer) {
  if (prefer == Prefer::quality) return {item.score, -item.cost, -item.rank};
  return {-item.cost, item.score, -item.rank};
}

// Whether no group of more than `cap` shows among the items of `set`.
bool keeps(const std::vector<Item>& items, unsigned set, int Item::* family, std::optional<int> cap) {
  if (!cap) return true;
  std::array<int, 8> count{};
  for (std::size_t i = 0; i < items.size(); ++i)
    if ((set >> i & 1) != 0 && items[i].*family >= 0 && ++count[static_cast<std::size_t>(items[i].*family)] > *cap)
      return false;
  return true;
}

// Every set of items that keeps the caps, with what decides whether it fits a demand.
struct Candidate {
  unsigned set;
  int size;
  int google_only;
  int microsoft_only;
  bool fits(Demand demand) const {
    return size == demand.total() && google_only <= demand.google && microsoft_only <= demand.microsoft;
  }
};

std::vector<Candidate> within_caps(const std::vector<Item>& items, ShareCaps caps) {
  std::vector<Candidate> found;
  for (unsigned set = 0; set < 1U << items.size(); ++set) {
    if (!keeps(items, set, &Item::tld, caps.tld) || !keeps(items, set, &Item::pattern, caps.pattern)) continue;
    Candidate candidate{set, std::popcount(set), 0, 0};
    for (std::size_t i = 0; i < items.size(); ++i) {
      if ((set >> i & 1) == 0) continue;
      candidate.google_only += !items[i].usable_for.has(Provider::microsoft);
      candidate.microsoft_only += !items[i].usable_for.has(Provider::google);
    }
    found.push_back(candidate);
  }
  return found;
}

std::optional<Value> best_value(const std::vector<Item>& items, const std::vector<Candidate>& candidates,
                                Demand demand, Prefer prefer) {
  std::optional<Value> best;
  for (const Candidate& candidate : candidates) {
    if (!candidate.fits(demand)) continue;
    Value value{};
    for (std::size_t i = 0; i < items.size(); ++i)
      if ((candidate.set >> i & 1) != 0)
        for (std::size_t part = 0; part < 3; ++part) value[part] += value_of(items[i], prefer)[part];
    if (!best || value > *best) best = value;
  }
  return best;
}

Demand least_missing(const std::vector<Candidate>& candidates, Demand demand) {
  for (int total = 0;; ++total)
    for (int google = 0; google <= std::min(total, demand.google); ++google) {
      if (total - google > demand.microsoft) continue;
      Demand rest{demand.google - google, demand.microsoft - (total - google)};
      if (std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& c) { return c.fits(rest); }))
        return {google, total - google};
    }
}

// One failed check, as text: REQUIRE on each of millions would take longer than the choice itself.
std::string fault(const std::vector<Item>& items, const std::vector<Candidate>& candidates, Demand demand,
                  ShareCaps caps, Prefer prefer) {
  auto expected = best_value(items, candidates, demand, prefer);
  auto chosen = select(items, demand, caps, prefer);
  if (chosen.has_value() != expected.has_value()) return "fits in one, not in the other";
  if (!chosen) return "";
  Value value{};
  unsigned set = 0;
  Demand served;
  for (const Chosen& one : *chosen) {
    if ((set >> one.item & 1) != 0) return "chosen twice";
    set |= 1U << one.item;
    if (!items[one.item].usable_for.has(one.provider)) return "serves a provider it is not usable for";
    ++(one.provider == Provider::google ? served.google : served.microsoft);
    for (std::size_t part = 0; part < 3; ++part) value[part] += value_of(items[one.item], prefer)[part];
  }
  if (served != demand) return "not the demand";
  if (!keeps(items, set, &Item::tld, caps.tld) || !keeps(items, set, &Item::pattern, caps.pattern)) return "over a cap";
  if (value != *expected) return "not the best";
  return "";
}

// All demands up to one more than the items, both objectives, and missing(), for one instance and caps.
void check_all_demands(const std::vector<Item>& items, ShareCaps caps) {
  auto candidates = within_caps(items, caps);
  int n = static_cast<int>(items.size());
  for (int google = 0; google <= n + 1; ++google)
    for (int microsoft = 0; google + microsoft <= n + 1; ++microsoft) {
      Demand demand{google, microsoft};
      for (Prefer prefer : {Prefer::quality, Prefer::price})
        if (auto what = fault(items, candidates, demand, caps, prefer); !what.empty())
          FAIL(told(items, demand, caps, what));
      Demand lacks = missing(items, demand, caps);
      if (lacks != least_missing(candidates, demand))
        FAIL(told(items, demand, caps, fmt::format("missing {} and {}", lacks.google, lacks.microsoft)));
    }
}

std::vector<ShareCaps> all_caps(int most) {
  std::vector<ShareCaps> all{{}};
  for (int cap = 0; cap <= most; ++cap) {
    all.push_back({cap, std::nullopt});
    all.push_back({std::nullopt, cap});
    for (int other = 0; other <= most; ++other) all.push_back({cap, other});
  }
  return all;
}

// Few different values, so that ties are many; ranks in a random order and with gaps.
void weigh(std::vector<Item>& items, Random& random, int values) {
  std::vector<std::int64_t> ranks;
  for (std::size_t i = 0; i < items.size(); ++i) ranks.push_back(static_cast<std::int64_t>(i * i + i));
  std::shuffle(ranks.begin(), ranks.end(), random);
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].score = pick(random, 0, values);
    items[i].cost = pick(random, 0, values);
    items[i].rank = ranks[i];
  }
}

}  // namespace

TEST_CASE("the choice is the best of all subsets for every class and group of up to four items") {
  Random random(1);
  auto caps = all_caps(2);
  for (int n = 0; n <= 4; ++n) {
    // Each item: a class of 3, a TLD of 2, a pattern of 2.
    int instances = 1;
    for (int i = 0; i < n; ++i) instances *= 12;
    for (int instance = 0; instance < instances; ++instance) {
      std::vector<Item> items(static_cast<std::size_t>(n));
      int digits = instance;
      for (Item& item : items) {
        item.usable_for = usable[digits % 3];
        item.tld = digits / 3 % 2;
        item.pattern = digits / 6 % 2;
        digits /= 12;
      }
      weigh(items, random, 2);
      if (n < 4)
        for (ShareCaps cap : caps) check_all_demands(items, cap);
      else
        check_all_demands(items, caps[static_cast<std::size_t>(instance) % caps.size()]);
    }
  }
}

TEST_CASE("the choice is the best of all subsets for random instances of five to eight items") {
  Random random(2);
  for (int round = 0; round < 6000; ++round) {
    std::vector<Item> items(static_cast<std::size_t>(pick(random, 5, 8)));
    int tlds = pick(random, 1, 4), patterns = pick(random, 1, 4), flexible = pick(random, 0, 3);
    for (Item& item : items) {
      item.usable_for = usable[std::max(0, pick(random, -flexible, 2))];
      item.tld = pick(random, -1, tlds - 1);
      item.pattern = pick(random, -1, patterns - 1);
    }
    weigh(items, random, round % 2 == 0 ? 2 : 9);
    ShareCaps caps;
    if (round % 4 != 0) caps.tld = pick(random, 0, 3);
    if (round % 4 != 1) caps.pattern = pick(random, 0, 3);
    check_all_demands(items, caps);
  }
}

}  // namespace domainplan
