#include "sandbox/order_life.hpp"

#include <algorithm>

#include "sandbox/chance.hpp"
#include "sandbox/ids.hpp"

namespace domainplan::sandbox {
namespace {

// Which draw of an order decides what.
enum Draw : std::uint64_t { duration, trouble, which };

void open_action(Account& account, std::size_t index, ActionKind kind, std::size_t item) {
  PlacedOrder& order = account.orders[index];
  order.actions.push_back(account.actions.size());
  account.actions.push_back({new_id("act_"), kind, index, item, order.at + kOrderChecked});
}

// A domain the customer brought has lost its nameservers; where there is none, a new one cannot be used.
void open_domain_action(Account& account, std::size_t index, std::uint64_t fate) {
  const std::vector<std::string>& domains = account.orders[index].request.domains;
  for (std::size_t i = 0; i < domains.size(); ++i)
    if (account.holding(domains[i])->imported) return open_action(account, index, ActionKind::nameservers, i);
  const double place = draw(fate, which) * static_cast<double>(domains.size());
  open_action(account, index, ActionKind::replacement, static_cast<std::size_t>(place));
}

// Pictures are Google's: an order without Google needs none.
void check(Account& account, std::size_t index, std::uint64_t fate, Circumstances& around) {
  PlacedOrder& order = account.orders[index];
  order.checked = true;
  order.done =
      order.at + kOrderShortest +
      std::chrono::duration_cast<Moment::duration>(draw(fate, duration) * (kOrderLongest - kOrderShortest));
  for (std::size_t i = 0; i < order.request.personas.size() && order.need.google > 0; ++i)
    if (around.pictures.contains(order.request.personas[i].profile_picture_url))
      open_action(account, index, ActionKind::picture, i);
  if (draw(fate, trouble) < around.troubles) open_domain_action(account, index, fate);
}

}  // namespace

void look_at(Account& account, std::size_t index, Circumstances& around) {
  PlacedOrder& order = account.orders[index];
  if (order.status == OrderStatus::completed || around.now < order.at + kOrderChecked) return;
  const std::uint64_t fate =
      hash_of(order.request.domains.front(), around.seed ^ hash_of(order.request.user, 0));
  if (!order.checked) check(account, index, fate, around);

  bool waiting = false;
  for (const std::size_t number : order.actions) {
    Action& action = account.actions[number];
    if (!action.open) continue;
    const bool is_picture = action.kind == ActionKind::picture;
    const Moment put_right = is_picture ? around.now : action.opened + kSomebodyActs;
    action.open = is_picture
                      ? around.pictures.contains(order.request.personas[action.item].profile_picture_url)
                      : around.now < put_right;
    if (!action.open) order.done = std::max(order.done, put_right + kGoesOn);
    waiting = waiting || action.open;
  }
  order.status = waiting                   ? OrderStatus::action_required
                 : around.now < order.done ? OrderStatus::in_progress
                                           : OrderStatus::completed;
}

std::string_view name_of(OrderStatus status) {
  switch (status) {
    case OrderStatus::in_progress:
      return "in_progress";
    case OrderStatus::completed:
      return "completed";
    case OrderStatus::action_required:
      break;
  }
  return "action_required";
}

}  // namespace domainplan::sandbox
