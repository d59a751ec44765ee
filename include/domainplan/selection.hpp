// The choice: which of the eligible domains make the best order.
//
// An order holds exactly demand.google domains for Google and demand.microsoft for Microsoft; each serves one
// provider it is usable for. At most a cap's number of them may share a TLD, at most a cap's number a
// pattern, and at most a cap's number a style, which is a set of patterns. Among the sets that fit, the
// result has the best objective, then the best second objective, then the smallest sum of ranks; further ties
// are broken by a fixed rule that depends only on the items. The result is exact; selection.cpp says why.
// With caps on both TLDs and patterns or styles no method is known that is always fast, so there the search
// has a limit (kMostBranches).
//
// All functions may be called from any thread, and call nothing back.
//
// The caps that are possible: a family of caps splits the items into groups that have no item in common, with
// one cap for all groups of the family; an item may be in no group of it. Beside the split by provider there
// are TLDs and patterns, whose groups may cross in any way, and styles, which nest over patterns and are one
// flow with them. While one of the three cannot bind, the choice is one min-cost flow; where all three bind,
// it is a branch and bound over flows. Not possible: caps that differ within a family, and groups that
// overlap within one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/bundle.hpp"
#include "domainplan/provider.hpp"

namespace domainplan {

enum class Prefer : std::uint8_t {
  quality,  // highest total score, then lowest cost
  price     // lowest cost, then highest total score
};

// One eligible domain. `tld`, `pattern` and `style` are numbers of groups, from 0, which the caller assigns;
// -1: in no group, so under no cap. All items of one pattern have one style.
struct Item {
  std::int64_t score = 0;  // 0 or more, at most 2^31
  Cents cost = 0;          // 0 or more, at most 2^40; over the years that count
  std::int64_t rank = 0;   // 0 or more, below 2^31; different for each item
  ProviderSet usable_for;  // not empty
  int tld = -1;
  int pattern = -1;
  int style = -1;
};

// The most domains of one order that may share a TLD, a pattern or a style; unset: no cap.
struct ShareCaps {
  std::optional<int> tld;
  std::optional<int> pattern;
  std::optional<int> style = std::nullopt;
};

// At most `percent` (0 to 100) of `total` domains, rounded up.
int share_cap(int percent, int total);

struct Chosen {
  std::size_t item;  // index into the items
  Provider provider;
};

struct Selection {
  // As an order lists them: those for Google, then those for Microsoft, each by rank; of the chosen usable
  // for both, the best ranked serve Google.
  std::vector<Chosen> chosen;
  // Unset: this is the best order. Set: the search met its limit, and the best order is better by at most
  // this: points of score, or cents with Prefer::price. 0: only the second objective or the ranks may be
  // better.
  std::optional<std::int64_t> gap;
};

// The same without providers.
struct SelectedItems {
  std::vector<std::size_t> items;   // indexes, in no particular order
  std::optional<std::int64_t> gap;  // as in Selection
};

// How many branches the search looks at before it takes the best order found. Random instances made to be
// hard (29,000 of them, of up to 150 domains) took 767 at the most, real ones a handful.
inline constexpr int kMostBranches = 1000;

// The best order; unset where none fits or, under both families of caps, where none was found. Depends only
// on its arguments: the limit counts branches, not time. Throws UsageError where the items are outside the
// bounds above.
std::optional<Selection> select(const std::vector<Item>& items, Demand demand, ShareCaps caps, Prefer prefer,
                                int most_branches = kMostBranches);

// The same for a caller that assigns the providers itself.
std::optional<SelectedItems> select_items(const std::vector<Item>& items, Demand demand, ShareCaps caps,
                                          Prefer prefer, int most_branches = kMostBranches);

// The provider that each domain of an order serves, where `google` of them serve Google: one that is usable
// for a single provider serves that one, and the first of those usable for both serve Google.
std::vector<Provider> assign_providers(const std::vector<ProviderSet>& usable_for, int google);

// How far the items are from an order: the smallest total of Google and Microsoft domains that would have to
// be taken off the demand for an order to fit, and among those the one with the fewest Google domains. {0,
// 0}: an order fits, and select() finds one. Where the search meets its limit (kMostBranches), the least it
// has found.
Demand missing(const std::vector<Item>& items, Demand demand, ShareCaps caps);

}  // namespace domainplan
