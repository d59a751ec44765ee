// What the tests of the choice share: random parts of an instance, and an instance as text.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "domainplan/selection.hpp"

namespace domainplan {

using Random = std::mt19937;

inline int pick(Random& random, int least, int most) {
  return least + static_cast<int>(random() % static_cast<unsigned>(most - least + 1));
}

inline const ProviderSet usable[] = {ProviderSet::both(), Provider::google, Provider::microsoft};

inline std::string reported(const std::vector<Item>& items, Demand demand, ShareCaps caps,
                            const std::string& what) {
  std::string text = fmt::format("{}: google {}, microsoft {}, tld cap {}, pattern cap {}, style cap {}\n",
                                 what, demand.google, demand.microsoft, caps.tld.value_or(-1),
                                 caps.pattern.value_or(-1), caps.style.value_or(-1));
  for (const Item& item : items)
    text += fmt::format("  score {} cost {} rank {} for '{}' tld {} pattern {} style {}\n", item.score,
                        item.cost, item.rank, item.usable_for.text(), item.tld, item.pattern, item.style);
  return text;
}

}  // namespace domainplan
