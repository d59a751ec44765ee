// The choice where the search ends before there is a proof: it must be an order all the same, and what is
// said of its distance from the best must be true.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <tuple>

#include "domainplan/error.hpp"
#include "domainplan/selection.hpp"
#include "selection_instances.hpp"

namespace domainplan {
namespace {

struct Instance {
  std::vector<Item> items;
  Demand demand;
  ShareCaps caps;
};

// Caps as tight as can be, and values so few that a great many orders are equally good, which takes
// branching.
Instance random_instance(Random& random) {
  Instance instance;
  const int total = pick(random, 10, 60), patterns = pick(random, 2, total), tlds = pick(random, 2, total);
  const int google = pick(random, 20, 60), microsoft = pick(random, 10, 95 - google),
            most = pick(random, 1, 3);
  for (int rank = 0; rank < 5 * total; ++rank) {
    const int percent = pick(random, 0, 99);
    Item item;
    item.usable_for = usable[percent < google ? 1 : percent < google + microsoft ? 2 : 0];
    item.pattern = pick(random, 0, patterns - 1);
    item.tld = pick(random, 0, tlds - 1);
    item.score = pick(random, 0, most) + (item.usable_for == Provider::google ? most : 0);
    item.cost = pick(random, 0, most);
    item.rank = rank;
    instance.items.push_back(item);
  }
  instance.demand.google = pick(random, 0, total);
  instance.demand.microsoft = total - instance.demand.google;
  instance.caps = {(total + tlds - 1) / tlds, (total + patterns - 1) / patterns};
  return instance;
}

// The objective, the second objective, the ranks; the more, the better.
std::tuple<std::int64_t, std::int64_t, std::int64_t> value(const std::vector<Item>& items,
                                                           const std::vector<Chosen>& chosen, Prefer prefer) {
  std::int64_t score = 0, saving = 0, ranks = 0;
  for (const Chosen& one : chosen) {
    score += items[one.item].score;
    saving -= items[one.item].cost;
    ranks -= items[one.item].rank;
  }
  return prefer == Prefer::quality ? std::tuple{score, saving, ranks} : std::tuple{saving, score, ranks};
}

bool is_order(const Instance& instance, const std::vector<Chosen>& chosen) {
  std::map<int, int> of_tld, of_pattern;
  std::map<std::size_t, int> times;
  Demand served;
  for (const auto& [item, provider] : chosen) {
    const Item& one = instance.items[item];
    ++(provider == Provider::google ? served.google : served.microsoft);
    if (!one.usable_for.has(provider) || ++times[item] > 1 || ++of_tld[one.tld] > *instance.caps.tld ||
        ++of_pattern[one.pattern] > *instance.caps.pattern)
      return false;
  }
  return served == instance.demand;
}

}  // namespace

TEST_CASE("a choice whose search met its limit is an order, and no further from the best than is said") {
  Random random(41);
  int proven = 0, apart = 0, equal = 0;
  for (int round = 0; round < 600; ++round) {
    const Instance instance = random_instance(random);
    const auto& [items, demand, caps] = instance;
    const Prefer prefer = round % 2 == 0 ? Prefer::quality : Prefer::price;
    INFO(reported(items, demand, caps, fmt::format("round {}", round)));
    const auto best = select(items, demand, caps, prefer);
    REQUIRE((missing(items, demand, caps) == Demand{}) == best.has_value());
    for (const int branches : {1, 2, 5}) {
      const auto limited = select(items, demand, caps, prefer, branches);
      REQUIRE(limited.has_value() == best.has_value());
      if (!best || best->gap) continue;
      REQUIRE(is_order(instance, limited->chosen));
      const auto found = value(items, limited->chosen, prefer), optimum = value(items, best->chosen, prefer);
      REQUIRE(found <= optimum);
      if (limited->gap) {
        REQUIRE(std::get<0>(optimum) - std::get<0>(found) <= *limited->gap);
        ++(*limited->gap > 0 ? apart : equal);
      } else {
        REQUIRE(found == optimum);
        ++proven;
      }
    }
  }
  // All of these must have been met.
  CHECK(proven > 100);
  CHECK(apart > 10);
  CHECK(equal > 10);
}

TEST_CASE("a limited search depends on nothing but the items") {
  Random random(42);
  int limited = 0;
  for (int round = 0; round < 300; ++round) {
    const Instance instance = random_instance(random);
    auto shuffled = instance.items;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    const auto here = select(instance.items, instance.demand, instance.caps, Prefer::quality, 1);
    const auto there = select(shuffled, instance.demand, instance.caps, Prefer::quality, 1);
    REQUIRE(here.has_value() == there.has_value());
    if (!here) continue;
    limited += here->gap.has_value();
    REQUIRE(here->gap == there->gap);
    for (std::size_t i = 0; i < here->chosen.size(); ++i)
      REQUIRE(instance.items[here->chosen[i].item].rank == shuffled[there->chosen[i].item].rank);
  }
  CHECK(limited > 10);
}

TEST_CASE("a search needs a branch") {
  CHECK_THROWS_AS(select({}, {1, 0}, {}, Prefer::quality, 0), UsageError);
}

}  // namespace domainplan
