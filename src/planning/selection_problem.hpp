// From candidates and facts to the items and caps of select(), which is done here only; and from those to the
// problem as the choice sees it: a list with three axes of limits.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domainplan/candidate.hpp"
#include "domainplan/plan.hpp"
#include "domainplan/selection.hpp"
#include "planning/market.hpp"
#include "planning/selection_grid.hpp"

namespace domainplan::selection {

// The groups of a candidate in each family of caps; -1: in none.
struct Groups {
  int tld = -1, pattern = -1, style = -1;
};

// Numbers the groups of the candidates of one selection, as they come.
class Families {
 public:
  Groups groups_of(const Candidate& candidate);

 private:
  std::unordered_map<std::string, int> tlds_, patterns_;
};

// `demand` and `percent` more of each provider's domains, rounded up.
Demand with_surplus(Demand demand, int percent);

// What an order of this size accepts. `own_cap`: the customer's own on a first year's price; the lower one of
// it and the run's counts.
Terms terms_of(const ChoiceOptions& choice, Demand demand, std::optional<Cents> own_cap = std::nullopt);

// The caps of an order of this size. `styles`: how many different ones its candidates' patterns have; one
// alone is under no cap.
ShareCaps caps_of(const ChoiceOptions& choice, Demand demand, std::size_t styles);

// The item of a candidate that is eligible under `terms`. `fact`: what is known of it; null where nothing is,
// and then it counts as one that can serve any provider for nothing.
Item item_of(const Candidate& candidate, std::size_t rank, Groups groups, const Terms& terms,
             const Fact* fact);

// The groups of the axis of providers, by what an item is usable for.
constexpr int flexible = 0, google_only = 1, microsoft_only = 2;

int class_of(const Item& item);

// A group number as an index.
constexpr std::size_t at(int group) { return static_cast<std::size_t>(group); }

struct Problem {
  std::vector<std::size_t> items;  // indexes into the caller's, in the order of the axes' items
  Axis providers;
  Axis patterns;  // with the groups that can exceed their cap only, and their styles as families
  Axis tlds;      // likewise
};

Problem make_problem(const std::vector<Item>& items, std::vector<std::size_t> order, Demand demand,
                     ShareCaps caps);

// Throws UsageError where the demand, a cap, a group or a set of providers is none.
void check(const std::vector<Item>& items, Demand demand, ShareCaps caps);

}  // namespace domainplan::selection
