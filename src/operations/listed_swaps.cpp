#include "operations/listed_swaps.hpp"

#include <fmt/format.h>

#include "core/percent.hpp"

namespace domainplan {
namespace {

constexpr std::string_view kRenaming = "user_names";

bool may_be_of(const partner::Swap& swap, SwapKind kind) {
  return swap.type.empty() || (swap.type == kRenaming) == (kind == SwapKind::renaming);
}

}  // namespace

std::vector<std::string> ListedSwaps::ids() const {
  std::vector<std::string> ids;
  for (const auto* const rows : {&certain, &possible})
    for (const partner::Swap& swap : *rows)
      if (!swap.id.empty()) ids.push_back(swap.id);
  return ids;
}

ListedSwaps swaps_in(const partner::List<partner::Swap>& list, const SwapSubject& subject, SwapKind kind) {
  ListedSwaps found;
  for (const partner::Swap& swap : list.items) {
    if (!may_be_of(swap, kind)) continue;
    if (!swap.domain_id.empty()) {
      if (swap.domain_id == subject.domain_id) found.certain.push_back(swap);
    } else if (swap.order_id.empty() || subject.order.empty() || swap.order_id == subject.order) {
      found.possible.push_back(swap);
    }
  }
  if (!list.left_out.empty()) found.unreadable = list.left_out + " cannot be read";
  return found;
}

ListedSwaps swaps_about(partner::Client& client, const SwapSubject& subject, SwapKind kind) {
  return swaps_in(partner::list_swaps(client, "domain_id=" + percent_encoded(subject.domain_id)), subject,
                  kind);
}

std::string in_doubt(const partner::Swap& swap) {
  return fmt::format("{}{} does not name its domain", swap.place,
                     swap.id.empty() ? "" : fmt::format(" ({})", swap.id));
}

}  // namespace domainplan
