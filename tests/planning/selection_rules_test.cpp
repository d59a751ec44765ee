// What holds for every choice beside being the best: its order, its independence, its bounds.
#include <catch2/catch.hpp>

#include <algorithm>

#include "domainplan/error.hpp"
#include "domainplan/selection.hpp"
#include "selection_instances.hpp"

namespace domainplan {
namespace {

Item item(std::int64_t rank, ProviderSet for_providers, std::int64_t score = 1) {
  Item made;
  made.score = score;
  made.cost = 1000;
  made.rank = rank;
  made.usable_for = for_providers;
  return made;
}

constexpr Provider google = Provider::google, microsoft = Provider::microsoft;

// The ranks an order lists, for Google and for Microsoft.
using Ranks = std::vector<std::int64_t>;
std::pair<Ranks, Ranks> ranks_of(const std::vector<Item>& items, const std::optional<Selection>& selection) {
  REQUIRE(selection.has_value());
  std::pair<Ranks, Ranks> ranks;
  for (const Chosen& one : selection->chosen) {
    REQUIRE((one.provider == microsoft || ranks.second.empty()));  // Google's come first
    (one.provider == google ? ranks.first : ranks.second).push_back(items[one.item].rank);
  }
  return ranks;
}

}  // namespace

TEST_CASE("the best ranked of the flexible domains serve Google, and each provider's are listed by rank") {
  std::vector<Item> items{item(5, ProviderSet::both()), item(4, google),
                          item(3, ProviderSet::both()), item(2, microsoft),
                          item(1, ProviderSet::both()), item(0, microsoft)};
  auto ranks = ranks_of(items, select(items, {3, 3}, {}, Prefer::quality));
  CHECK(ranks.first == Ranks{1, 3, 4});
  CHECK(ranks.second == Ranks{0, 2, 5});
}

TEST_CASE("a better score beats a lower cost for quality, and the other way round for price") {
  std::vector<Item> items{item(0, google, 5), item(1, google, 4)};
  items[1].cost = 10;
  CHECK(ranks_of(items, select(items, {1, 0}, {}, Prefer::quality)).first == Ranks{0});
  CHECK(ranks_of(items, select(items, {1, 0}, {}, Prefer::price)).first == Ranks{1});
}

TEST_CASE("among equals the smallest sum of ranks is chosen") {
  std::vector<Item> items{item(7, google), item(2, google), item(4, google), item(9, google)};
  CHECK(ranks_of(items, select(items, {2, 0}, {}, Prefer::quality)).first == Ranks{2, 4});
}

TEST_CASE("a cap turns down the better of a full group") {
  std::vector<Item> items{item(0, google, 9), item(1, google, 8), item(2, google, 1)};
  items[0].pattern = items[1].pattern = 3;
  CHECK(ranks_of(items, select(items, {2, 0}, {}, Prefer::quality)).first == Ranks{0, 1});
  CHECK(ranks_of(items, select(items, {2, 0}, {std::nullopt, 1}, Prefer::quality)).first == Ranks{0, 2});
  std::swap(items[0].pattern, items[0].tld);
  std::swap(items[1].pattern, items[1].tld);
  CHECK(ranks_of(items, select(items, {2, 0}, {std::nullopt, 1}, Prefer::quality)).first == Ranks{0, 1});
  CHECK(ranks_of(items, select(items, {2, 0}, {1, std::nullopt}, Prefer::quality)).first == Ranks{0, 2});
}

TEST_CASE("the chosen set is the same for any order of the items and any numbers of the groups") {
  Random random(21);
  int chosen = 0;
  for (int round = 0; round < 400; ++round) {
    std::vector<Item> items;
    int count = pick(random, 10, 60);
    for (int rank = 0; rank < count; ++rank) {
      // Values so few that most choices have equals, in the sum of ranks too.
      items.push_back(item(rank, usable[pick(random, 0, 2)], pick(random, 0, 1)));
      items.back().tld = pick(random, -1, 4);
      items.back().pattern = pick(random, -1, 5);
    }
    Demand demand{pick(random, 1, count / 4), pick(random, 1, count / 4)};
    ShareCaps caps;
    if (round % 3 != 0) caps.tld = demand.total() / 5 + pick(random, 0, 1);
    if (round % 3 != 1) caps.pattern = demand.total() / 6 + pick(random, 0, 1);
    auto shuffled = items;
    std::shuffle(shuffled.begin(), shuffled.end(), random);
    for (Item& one : shuffled) {
      if (one.tld >= 0) one.tld = 9 - one.tld;
      if (one.pattern >= 0) one.pattern = (one.pattern * 5 + 3) % 7;
    }
    for (Prefer prefer : {Prefer::quality, Prefer::price}) {
      INFO(reported(items, demand, caps, "shuffled"));
      auto here = select(items, demand, caps, prefer), there = select(shuffled, demand, caps, prefer);
      REQUIRE(here.has_value() == there.has_value());
      if (!here) continue;
      ++chosen;
      REQUIRE(ranks_of(items, here) == ranks_of(shuffled, there));
    }
    CHECK(missing(items, demand, caps) == missing(shuffled, demand, caps));
  }
  CHECK(chosen > 200);
}

TEST_CASE("a share cap is the percentage of an order, rounded up") {
  CHECK(share_cap(25, 19) == 5);
  CHECK(share_cap(25, 20) == 5);
  CHECK(share_cap(25, 21) == 6);
  CHECK(share_cap(1, 1) == 1);
  CHECK(share_cap(0, 90) == 0);
  CHECK(share_cap(100, 90) == 90);
  CHECK(share_cap(100, 2'147'483'647) == 2'147'483'647);
  CHECK(share_cap(25, 0) == 0);
  CHECK_THROWS_AS(share_cap(-1, 19), UsageError);
  CHECK_THROWS_AS(share_cap(101, 19), UsageError);
  CHECK_THROWS_AS(share_cap(25, -1), UsageError);
}

TEST_CASE("an empty demand is met by an empty order") {
  for (const auto& items : {std::vector<Item>{}, std::vector<Item>{item(0, google)}}) {
    auto chosen = select(items, {0, 0}, {0, 0}, Prefer::price);
    REQUIRE(chosen.has_value());
    CHECK(chosen->chosen.empty());
    CHECK(missing(items, {0, 0}, {0, 0}) == Demand{});
  }
}

TEST_CASE("nothing is chosen and all is missing where there are no items") {
  CHECK_FALSE(select({}, {2, 1}, {}, Prefer::quality).has_value());
  CHECK(missing({}, {2, 1}, {}) == Demand{2, 1});
  CHECK(missing({}, {2, 1}, {1, 1}) == Demand{2, 1});
}

TEST_CASE("missing is reported for Microsoft where a flexible domain could serve either") {
  std::vector<Item> items{item(0, ProviderSet::both()), item(1, google)};
  CHECK(missing(items, {2, 2}, {}) == Demand{0, 2});
  CHECK(missing(items, {1, 2}, {}) == Demand{0, 1});
  CHECK(missing(items, {0, 2}, {}) == Demand{0, 1});
  CHECK(missing(items, {1, 1}, {}) == Demand{});
}

TEST_CASE("values at the bounds are weighed exactly, under all caps") {
  Random random(22);
  std::vector<Item> items;
  for (int i = 0; i < 200; ++i) {
    items.push_back(item((std::int64_t{1} << 31) - 1 - i, usable[pick(random, 0, 2)], std::int64_t{1} << 31));
    items.back().cost = (std::int64_t{1} << 40) - (i % 7);
    items.back().tld = pick(random, 0, 9);
    items.back().pattern = pick(random, 0, 9);
  }
  for (Prefer prefer : {Prefer::quality, Prefer::price}) {
    auto chosen = select(items, {25, 25}, {6, 6}, prefer);
    // The same weights, shifted to where nothing is large.
    auto small = items;
    for (Item& one : small) {
      one.score = 0;
      one.cost -= (std::int64_t{1} << 40) - 7;
      one.rank -= (std::int64_t{1} << 31) - 201;
    }
    auto expected = select(small, {25, 25}, {6, 6}, prefer);
    REQUIRE(chosen.has_value());
    REQUIRE(expected.has_value());
    for (std::size_t i = 0; i < 50; ++i) CHECK(chosen->chosen.at(i).item == expected->chosen.at(i).item);
  }
}

TEST_CASE("items, demands and caps outside the bounds are refused") {
  const Item good = item(3, google);
  auto refused = [&](auto change) {
    std::vector<Item> items{good};
    change(items);
    CHECK_THROWS_AS(select(items, {1, 0}, {}, Prefer::quality), UsageError);
  };
  refused([](auto& items) { items[0].score = -1; });
  refused([](auto& items) { items[0].score = (std::int64_t{1} << 31) + 1; });
  refused([](auto& items) { items[0].cost = -1; });
  refused([](auto& items) { items[0].cost = (std::int64_t{1} << 40) + 1; });
  refused([](auto& items) { items[0].rank = -1; });
  refused([](auto& items) { items[0].rank = std::int64_t{1} << 31; });
  refused([](auto& items) { items[0].usable_for = {}; });
  refused([](auto& items) { items[0].tld = -2; });
  refused([](auto& items) { items[0].pattern = 2'147'483'647; });
  refused([](auto& items) { items.push_back(items[0]); });  // a rank twice
  const std::vector<Item> items{good};
  CHECK_THROWS_AS(select(items, {-1, 1}, {}, Prefer::quality), UsageError);
  CHECK_THROWS_AS(select(items, {2'147'483'647, 1}, {}, Prefer::quality), UsageError);
  CHECK_THROWS_AS(select(items, {1, 0}, {-1, std::nullopt}, Prefer::quality), UsageError);
  CHECK_THROWS_AS(missing(items, {1, -1}, {}), UsageError);
  CHECK_THROWS_AS(missing({Item{}}, {1, 0}, {}), UsageError);
  CHECK(select(items, {1, 0}, {}, Prefer::quality).has_value());
}

}  // namespace domainplan
