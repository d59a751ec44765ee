// The best of the selections that the ways to use owned domains leave open.
#pragma once

#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "domainplan/selection.hpp"

namespace domainplan::selection {

// What select_items() maximises, so that selections made for different demands can be compared.
using Worth = std::tuple<std::int64_t, std::int64_t, std::int64_t>;
Worth worth(const std::vector<Item>& items, const std::vector<std::size_t>& chosen, Prefer prefer);

// The best selection over all of `demands` (see OwnedUse::rest); nothing where none fits any of them. Throws
// as select_items() does.
std::optional<SelectedItems> best_choice(const std::vector<Item>& items, const std::vector<Demand>& demands,
                                         ShareCaps caps, Prefer prefer);

// The best selection that has the item `forced`; nothing where there is none. Where `gap` is set, it is that
// of the search. Throws as select_items() does.
std::optional<SelectedItems> best_choice_with(std::vector<Item> items, std::size_t forced,
                                              const std::vector<Demand>& demands, ShareCaps caps,
                                              Prefer prefer);

}  // namespace domainplan::selection
