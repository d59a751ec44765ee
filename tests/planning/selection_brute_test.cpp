// The choice against all subsets, on small instances: every mix of classes and groups, demand, cap and
// objective.
#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <optional>

#include "domainplan/error.hpp"
#include "domainplan/selection.hpp"
#include "selection_instances.hpp"

namespace domainplan {
namespace {

using Value = std::array<std::int64_t, 3>;

void add(Value& sum, const Item& item, Prefer prefer) {
  const Value value = prefer == Prefer::quality ? Value{item.score, -item.cost, -item.rank}
                                                : Value{-item.cost, item.score, -item.rank};
  for (std::size_t part = 0; part < sum.size(); ++part) sum[part] += value[part];
}

// Sanitizers and debug builds are some 20 times slower; there, each 20th instance has to do.
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
constexpr std::size_t stride = 1;
#else
constexpr std::size_t stride = 20;
#endif

constexpr Prefer preferences[] = {Prefer::quality, Prefer::price};

// Two patterns each are of one style.
int style_of(int pattern) { return pattern < 0 ? -1 : pattern / 2; }

// Whether `family` keeps its cap in a set, given as bits.
bool keeps(const std::vector<Item>& items, unsigned set, int Item::*family, std::optional<int> cap) {
  std::array<int, 8> count{};
  for (std::size_t i = 0; i < items.size(); ++i)
    if (cap && (set >> i & 1) != 0 && items[i].*family >= 0 &&
        ++count[static_cast<std::size_t>(items[i].*family)] > *cap)
      return false;
  return true;
}

bool keep_all(const std::vector<Item>& items, unsigned set, ShareCaps caps) {
  return keeps(items, set, &Item::tld, caps.tld) && keeps(items, set, &Item::pattern, caps.pattern) &&
         keeps(items, set, &Item::style, caps.style);
}

// What is best for each demand, by trying all sets and all ways to share a set's flexible items out.
class AllSubsets {
 public:
  AllSubsets(const std::vector<Item>& items, ShareCaps caps) {
    for (unsigned set = 0; set < 1U << items.size(); ++set) {
      if (!keep_all(items, set, caps)) continue;
      Demand fixed;
      int flexible = 0;
      std::array<Value, 2> values{};
      for (std::size_t i = 0; i < items.size(); ++i) {
        if ((set >> i & 1) == 0) continue;
        for (std::size_t p = 0; p < 2; ++p) add(values[p], items[i], preferences[p]);
        if (items[i].usable_for == ProviderSet::both())
          ++flexible;
        else
          ++(items[i].usable_for.has(Provider::google) ? fixed.google : fixed.microsoft);
      }
      for (int google = 0; google <= flexible; ++google)
        for (std::size_t p = 0; p < 2; ++p) {
          auto& best = at({fixed.google + google, fixed.microsoft + flexible - google})[p];
          if (!best || values[p] > *best) best = values[p];
        }
    }
  }

  const std::optional<Value>& best(Demand demand, Prefer prefer) {
    return at(demand)[prefer == Prefer::quality ? 0 : 1];
  }

  Demand missing(Demand demand) {
    for (int total = 0;; ++total)
      for (int google = 0; google <= std::min(total, demand.google); ++google)
        if (int microsoft = total - google;
            microsoft <= demand.microsoft &&
            best({demand.google - google, demand.microsoft - microsoft}, Prefer::quality))
          return {google, microsoft};
  }

 private:
  std::array<std::optional<Value>, 2>& at(Demand demand) {
    return best_[static_cast<std::size_t>(demand.google)][static_cast<std::size_t>(demand.microsoft)];
  }
  std::array<std::array<std::array<std::optional<Value>, 2>, 10>, 10> best_;
};

// What is wrong with a choice, if anything. (A REQUIRE for each of millions would take longer than the
// choices.)
std::string fault(const std::vector<Item>& items, const std::optional<Value>& expected, Demand demand,
                  ShareCaps caps, Prefer prefer) {
  auto chosen = select(items, demand, caps, prefer);
  if (chosen.has_value() != expected.has_value()) return chosen ? "none fits" : "one fits";
  if (!chosen) return "";
  if (chosen->gap) return "not proven";
  Value value{};
  unsigned set = 0;
  Demand served;
  for (const Chosen& one : chosen->chosen) {
    if ((set >> one.item & 1) != 0) return "one is chosen twice";
    set |= 1U << one.item;
    if (!items[one.item].usable_for.has(one.provider)) return "one serves a provider it is not usable for";
    ++(one.provider == Provider::google ? served.google : served.microsoft);
    add(value, items[one.item], prefer);
  }
  if (served != demand) return "not the demand";
  if (!keep_all(items, set, caps)) return "over a cap";
  if (value != *expected) return "not the best";
  return "";
}

// One instance under one pair of caps, for all demands up to one more than there are items.
void check_all_demands(const std::vector<Item>& items, ShareCaps caps) {
  AllSubsets all(items, caps);
  const int most = static_cast<int>(items.size()) + 1;
  for (int google = 0; google <= most; ++google)
    for (int microsoft = 0; google + microsoft <= most; ++microsoft) {
      Demand demand{google, microsoft};
      for (Prefer prefer : preferences)
        if (auto what = fault(items, all.best(demand, prefer), demand, caps, prefer); !what.empty())
          FAIL(reported(items, demand, caps, what));
      Demand lacks = missing(items, demand, caps);
      if (lacks != all.missing(demand))
        FAIL(reported(items, demand, caps, fmt::format("{} and {} missing", lacks.google, lacks.microsoft)));
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

// Few different values, so that ties are many; ranks in a random order, with gaps.
void weigh(std::vector<Item>& items, Random& random, int most) {
  std::vector<std::int64_t> ranks;
  for (std::size_t i = 0; i < items.size(); ++i) ranks.push_back(static_cast<std::int64_t>(i * i + i));
  std::shuffle(ranks.begin(), ranks.end(), random);
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i].score = pick(random, 0, most);
    items[i].cost = pick(random, 0, most);
    items[i].rank = ranks[i];
  }
}

// Calls use(items) for every multiset of `count` items of 3 classes, 2 TLDs and 2 patterns.
template <class Use>
void each_structure(int count, Use use) {
  std::vector<int> kinds(static_cast<std::size_t>(count));
  while (true) {
    std::vector<Item> items;
    for (int kind : kinds) {
      Item item;
      item.usable_for = usable[kind % 3];
      item.tld = kind / 3 % 2;
      item.pattern = kind / 6;
      items.push_back(item);
    }
    use(items);
    auto last = std::find_if(kinds.rbegin(), kinds.rend(), [](int kind) { return kind < 11; });
    if (last == kinds.rend()) return;
    std::fill(kinds.rbegin(), last + 1, *last + 1);
  }
}

}  // namespace

TEST_CASE(
    "the choice is the best of all subsets for all classes and groups of up to five items and all caps") {
  Random random(1);
  std::size_t turn = 0;
  for (int count = 0; count <= 5; ++count)
    each_structure(count, [&](std::vector<Item>& items) {
      weigh(items, random, 2);
      for (ShareCaps caps : all_caps(2))
        if (++turn % stride == 0) check_all_demands(items, caps);
    });
}

TEST_CASE("the choice is the best of all subsets for all classes and groups of six to eight items") {
  Random random(2);
  const auto caps = all_caps(3);
  std::size_t turn = 0;
  for (int count = 6; count <= 8; ++count)
    each_structure(count, [&](std::vector<Item>& items) {
      // Of the many, every 7th, so that all caps (25 pairs) have their turn.
      if (++turn % (7 * stride) != 0) return;
      weigh(items, random, 3);
      check_all_demands(items, caps[turn / (7 * stride) % caps.size()]);
    });
}

TEST_CASE("the choice is the best of all subsets for random instances with more groups, and items in none") {
  Random random(3);
  for (int round = 0; round < 20'000 / static_cast<int>(stride); ++round) {
    std::vector<Item> items(static_cast<std::size_t>(pick(random, 5, 8)));
    int tlds = pick(random, 1, 4), patterns = pick(random, 1, 4), flexible = pick(random, 0, 3);
    for (Item& item : items) {
      item.usable_for = usable[std::max(0, pick(random, 1 - flexible, 2))];
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

TEST_CASE("the choice is the best of all subsets where styles are capped over patterns") {
  Random random(4);
  for (int round = 0; round < 20'000 / static_cast<int>(stride); ++round) {
    std::vector<Item> items(static_cast<std::size_t>(pick(random, 4, 8)));
    int tlds = pick(random, 1, 3), patterns = pick(random, 2, 6), flexible = pick(random, 0, 3);
    for (Item& item : items) {
      item.usable_for = usable[std::max(0, pick(random, 1 - flexible, 2))];
      item.tld = pick(random, -1, tlds - 1);
      item.pattern = pick(random, -1, patterns - 1);
      item.style = style_of(item.pattern);
      if (item.pattern < 0 && pick(random, 0, 2) == 0) item.style = pick(random, 0, 2);
    }
    weigh(items, random, round % 2 == 0 ? 2 : 9);
    ShareCaps caps;
    caps.style = pick(random, 0, 3);
    if (round % 3 != 0) caps.pattern = pick(random, 0, 3);
    if (round % 4 != 0) caps.tld = pick(random, 0, 3);
    check_all_demands(items, caps);
  }
}

TEST_CASE("a pattern of two styles is refused where styles are capped") {
  std::vector<Item> items(2);
  for (std::size_t i = 0; i < 2; ++i) {
    items[i].rank = static_cast<std::int64_t>(i);
    items[i].usable_for = ProviderSet::both();
    items[i].pattern = 0;
    items[i].style = static_cast<int>(i);
  }
  CHECK_THROWS_AS(select(items, {1, 0}, {{}, {}, 1}, Prefer::quality), UsageError);
  CHECK(select(items, {1, 0}, {}, Prefer::quality));
}

}  // namespace domainplan
