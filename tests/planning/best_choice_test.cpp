#include "planning/best_choice.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

using namespace domainplan;
using selection::Worth;

namespace {

constexpr Demand kDemand{2, 1};

std::vector<Item> random_items(std::mt19937& random) {
  std::vector<Item> items;
  const std::size_t count = 4 + random() % 5;
  for (std::size_t rank = 0; rank < count; ++rank) {
    Item item;
    item.score = static_cast<std::int64_t>(random() % 6);
    item.cost = static_cast<Cents>(random() % 5);
    item.rank = static_cast<std::int64_t>(rank);
    const unsigned kind = random() % 4;
    item.usable_for = kind == 0   ? ProviderSet(Provider::google)
                      : kind == 1 ? ProviderSet(Provider::microsoft)
                                  : ProviderSet::both();
    item.pattern = static_cast<int>(random() % 3);
    item.tld = static_cast<int>(random() % 2);
    items.push_back(item);
  }
  return items;
}

bool is_order(const std::vector<Item>& items, const std::vector<std::size_t>& chosen, ShareCaps caps) {
  int google_only = 0, microsoft_only = 0, patterns[3] = {}, tlds[2] = {};
  for (const std::size_t one : chosen) {
    const Item& item = items[one];
    google_only += !item.usable_for.has(Provider::microsoft);
    microsoft_only += !item.usable_for.has(Provider::google);
    if (++patterns[item.pattern] > caps.pattern.value_or(99)) return false;
    if (++tlds[item.tld] > caps.tld.value_or(99)) return false;
  }
  return google_only <= kDemand.google && microsoft_only <= kDemand.microsoft;
}

// The worth of the best order that has `forced`, by trying every set.
std::optional<Worth> best_with(const std::vector<Item>& items, std::size_t forced, ShareCaps caps,
                               Prefer prefer) {
  std::optional<Worth> best;
  for (unsigned set = 0; set < 1U << items.size(); ++set) {
    std::vector<std::size_t> chosen;
    for (std::size_t i = 0; i < items.size(); ++i)
      if ((set >> i) & 1U) chosen.push_back(i);
    if (chosen.size() != static_cast<std::size_t>(kDemand.total()) || ((set >> forced) & 1U) == 0) continue;
    if (!is_order(items, chosen, caps)) continue;
    const Worth worth = selection::worth(items, chosen, prefer);
    if (!best || worth > *best) best = worth;
  }
  return best;
}

}  // namespace

TEST_CASE("the best order with a name is the best of all orders that have it") {
  std::mt19937 random(17);
  int possible = 0;
  for (int run = 0; run < 1500; ++run) {
    const std::vector<Item> items = random_items(random);
    const std::size_t forced = random() % items.size();
    ShareCaps caps;
    if (random() % 2 == 0) caps.pattern = 1 + static_cast<int>(random() % 2);
    if (random() % 2 == 0) caps.tld = 1 + static_cast<int>(random() % 2);
    const Prefer prefer = random() % 2 == 0 ? Prefer::quality : Prefer::price;
    const auto expected = best_with(items, forced, caps, prefer);
    const auto found = selection::best_choice_with(items, forced, {kDemand}, caps, prefer);
    REQUIRE(found.has_value() == expected.has_value());
    if (!found) continue;
    ++possible;
    CHECK(std::find(found->items.begin(), found->items.end(), forced) != found->items.end());
    CHECK(is_order(items, found->items, caps));
    CHECK(selection::worth(items, found->items, prefer) == *expected);
  }
  CHECK(possible > 500);
}
