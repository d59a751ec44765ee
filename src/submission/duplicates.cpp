#include "submission/duplicates.hpp"

#include <fmt/format.h>

#include <chrono>
#include <tuple>

#include "core/text.hpp"
#include "io/rfc3339.hpp"

namespace domainplan {
namespace {

std::string time_text(std::int64_t seconds) {
  const std::string text = rfc3339(std::chrono::system_clock::time_point(std::chrono::seconds(seconds)));
  return text.substr(0, text.find('.')) + "Z";
}

std::string name_of(const AccountOrder& order) {
  return order.receipt.status.empty()
             ? escaped(order.receipt.id)
             : fmt::format("{} ({})", escaped(order.receipt.id), escaped(in_words(order.receipt.status)));
}

PossibleDuplicate repeated_body(const AccountOrder& order, const std::string& domain, std::int64_t until) {
  return {
      order.receipt.id,
      fmt::format("order {} had {} too; until {} the vendor may answer this order with that one: wait, or "
                  "choose other domains",
                  name_of(order), domain, time_text(until)),
      false};
}

}  // namespace

std::optional<PossibleDuplicate> find_duplicate(const NewOrder& order, const AccountView& account,
                                                const JournalledOrders& journalled) {
  std::optional<PossibleDuplicate> found;
  for (const std::string& domain : order.domains) {
    for (const AccountOrder* const other : account.holding(domain)) {
      if (!other->is_live()) {
        if (const auto until = account.repeats_until(*other)) return repeated_body(*other, domain, *until);
      } else if (!found) {
        found = {other->receipt.id, fmt::format("order {} has {} already", name_of(*other), domain), true};
      }
    }
    if (!found && account.is_on_unnamed_order(domain))
      found = {"", fmt::format("{} is on an order of the account already", domain), true};
  }
  const UserNames user = account.user(order.user);
  // What cannot be allowed comes first.
  for (const auto& [id, other] : account.orders())
    if (const auto until = account.repeats_until(other);
        until && other.is_unread && !other.is_live() && is_of(other, user))
      return PossibleDuplicate{
          id,
          fmt::format("which domains order {} of the user had is not known; until {} the vendor may answer "
                      "this order with that one: wait, or choose other domains",
                      name_of(other), time_text(*until)),
          false};
  if (found) return found;
  for (const auto& [id, other] : account.orders()) {
    if (!other.is_live() || !is_of(other, user)) continue;
    const auto owner = journalled.find(id);
    if (owner != journalled.end() && owner->second != order.customer) continue;
    return PossibleDuplicate{id, fmt::format("the user has order {} already", name_of(other)), true};
  }
  if (account.has_unnamed_order(user))
    return PossibleDuplicate{"", "the user has an order already, whose id cannot be read", true};
  return std::nullopt;
}

std::map<std::string, PossibleDuplicate> repeated_rows(const std::vector<PlanRow>& rows) {
  using Place = std::pair<std::string, std::string>;
  std::map<std::string, PossibleDuplicate> found;
  std::map<std::pair<Place, std::string>, std::string> first;
  std::map<Place, std::string> of_unknown_brand;  // that were sent
  const auto look_at = [&](const PlanRow& row) {
    const Place place(ascii_lower(row.user), ascii_lower(row.forwarding_host));
    if (row.stem.empty()) {
      if (row.is_sent) of_unknown_brand.emplace(place, row.customer);
      return;
    }
    const auto [earlier, is_new] = first.try_emplace({place, row.stem}, row.customer);
    const auto unknown = of_unknown_brand.find(place);
    const bool is_like_unknown = is_new && !row.is_sent && unknown != of_unknown_brand.end();
    if (is_new && !is_like_unknown) return;
    found[row.customer] = {"",
                           fmt::format("{} of this plan has the same user, forwarding host and brand",
                                       in_quotes(is_like_unknown ? unknown->second : earlier->second)),
                           true};
  };
  for (const bool is_sent : {true, false})
    for (const PlanRow& row : rows)
      if (row.is_sent == is_sent) look_at(row);
  return found;
}

}  // namespace domainplan
