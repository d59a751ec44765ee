#include "submission/duplicates.hpp"

#include <fmt/format.h>

#include <chrono>
#include <tuple>

#include "core/text.hpp"
#include "io/rfc3339.hpp"

namespace domainplan {
namespace {

using Kind = PossibleDuplicate::Kind;

std::string time_text(std::chrono::sys_seconds time) {
  const std::string text = rfc3339(std::chrono::system_clock::time_point(time));
  return text.substr(0, text.find('.')) + "Z";
}

// "ord_1 (in progress)"
std::string order_text(const PossibleDuplicate& duplicate) {
  return duplicate.order_status.empty()
             ? duplicate.order_id
             : fmt::format("{} ({})", duplicate.order_id, in_words(duplicate.order_status));
}

PossibleDuplicate duplicate_of(Kind kind, const AccountOrder& order, const std::string& domain = "",
                               std::int64_t until_s = 0) {
  return {.kind = kind,
          .order_id = order.receipt.id,
          .order_status = order.receipt.status,
          .domain = domain,
          .until = std::chrono::sys_seconds(std::chrono::seconds(until_s))};
}

}  // namespace

bool can_be_allowed(const PossibleDuplicate& duplicate) {
  return duplicate.kind != Kind::domain_on_ended_order && duplicate.kind != Kind::ended_order_of_user;
}

std::string text_of(const PossibleDuplicate& duplicate) {
  switch (duplicate.kind) {
    case Kind::domain_on_order:
      return fmt::format("order {} has {} already", order_text(duplicate), duplicate.domain);
    case Kind::domain_on_unnamed_order:
      return fmt::format("{} is on an order of the account already", duplicate.domain);
    case Kind::domain_on_ended_order:
      return fmt::format(
          "order {} had {} too; until {} the vendor may answer this order with that one: wait, or choose "
          "other domains",
          order_text(duplicate), duplicate.domain, time_text(duplicate.until));
    case Kind::ended_order_of_user:
      return fmt::format(
          "which domains order {} of the user had is not known; until {} the vendor may answer this order "
          "with that one: wait, or choose other domains",
          order_text(duplicate), time_text(duplicate.until));
    case Kind::order_of_user:
      return fmt::format("the user has order {} already", order_text(duplicate));
    case Kind::unnamed_order_of_user:
      return "the user has an order already, whose id cannot be read";
    case Kind::order_in_ledger:
      return fmt::format("the ledger has order {} of this customer already", duplicate.order_id);
    case Kind::row_of_plan:
      break;
  }
  return fmt::format("{} of this plan has the same user, forwarding host and brand",
                     in_quotes(duplicate.customer));
}

std::optional<PossibleDuplicate> find_duplicate(const NewOrder& order, const AccountView& account,
                                                const JournalledOrders& journalled) {
  std::optional<PossibleDuplicate> found;
  for (const std::string& domain : order.domains) {
    for (const AccountOrder* const other : account.holding(domain)) {
      if (!other->is_live()) {
        if (const auto until = account.repeats_until(*other))
          return duplicate_of(Kind::domain_on_ended_order, *other, domain, *until);
      } else if (!found) {
        found = duplicate_of(Kind::domain_on_order, *other, domain);
      }
    }
    if (!found && account.is_on_unnamed_order(domain))
      found = PossibleDuplicate{.kind = Kind::domain_on_unnamed_order, .domain = domain};
  }
  const UserNames user = account.user(order.user);
  // What cannot be allowed comes first.
  for (const auto& [id, other] : account.orders())
    if (const auto until = account.repeats_until(other);
        until && other.is_unread && !other.is_live() && is_of(other, user))
      return duplicate_of(Kind::ended_order_of_user, other, "", *until);
  if (found) return found;
  for (const auto& [id, other] : account.orders()) {
    if (!other.is_live() || !is_of(other, user)) continue;
    const auto owner = journalled.find(id);
    if (owner != journalled.end() && owner->second != order.customer) continue;
    return duplicate_of(Kind::order_of_user, other);
  }
  if (account.has_unnamed_order(user)) return PossibleDuplicate{.kind = Kind::unnamed_order_of_user};
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
    found[row.customer] = {.kind = Kind::row_of_plan,
                           .customer = is_like_unknown ? unknown->second : earlier->second};
  };
  for (const bool is_sent : {true, false})
    for (const PlanRow& row : rows)
      if (row.is_sent == is_sent) look_at(row);
  return found;
}

}  // namespace domainplan
