#include "sandbox/order_life.hpp"

#include <algorithm>

#include "sandbox/cancellation.hpp"
#include "sandbox/chance.hpp"
#include "sandbox/forwarding.hpp"
#include "sandbox/holdings.hpp"
#include "sandbox/ids.hpp"
#include "sandbox/receipts.hpp"
#include "sandbox/swaps.hpp"

namespace domainplan::sandbox {
namespace {

// Which random number of an order decides what.
enum Chance : std::uint64_t { duration, intervention, which };

Action& open_action(Account& account, std::size_t index, ActionKind kind) {
  PlacedOrder& order = account.orders[index];
  order.actions.push_back(account.actions.size());
  return account.actions.emplace_back(
      Action{new_id("act_"), kind, index, 0, "", "", order.at + kOrderChecked});
}

void open_domain_action(Account& account, std::size_t index, ActionKind kind, const std::string& domain) {
  Action& action = open_action(account, index, kind);
  action.domain = domain;
  action.domain_id = account.holding(domain)->id;
}

// A domain the customer brought has lost its nameservers; where there is none, a new one cannot be used.
void require_a_person(Account& account, std::size_t index, std::uint64_t outcome) {
  const PlacedOrder& order = account.orders[index];
  const std::vector<std::string>& domains = order.request.domains;
  for (std::size_t i = 0; i < domains.size(); ++i)
    if (order.imported[i]) return open_domain_action(account, index, ActionKind::nameservers, domains[i]);
  const double place = uniform(outcome, which) * static_cast<double>(domains.size());
  open_domain_action(account, index, ActionKind::replacement, domains[static_cast<std::size_t>(place)]);
}

bool is_broken(const Persona& persona, BrokenPictures& pictures) {
  return pictures.contains(persona.profile_picture_url.value_or(""));
}

// Pictures are Google's: an order without Google needs none.
void check(Account& account, std::size_t index, std::uint64_t outcome, Circumstances& around) {
  PlacedOrder& order = account.orders[index];
  order.checked = true;
  order.done = order.at + kOrderShortest +
               std::chrono::duration_cast<Moment::duration>(uniform(outcome, duration) *
                                                            (kOrderLongest - kOrderShortest));
  for (std::size_t i = 0; i < order.request.personas.size() && order.need.google > 0; ++i)
    if (is_broken(order.request.personas[i], around.pictures))
      open_action(account, index, ActionKind::picture).persona = i;
  if (uniform(outcome, intervention) < around.intervention_rate) require_a_person(account, index, outcome);
}

// Whether the action is still open.
bool is_open(const Action& action, const PlacedOrder& order, Circumstances& around) {
  return action.kind == ActionKind::picture
             ? is_broken(order.request.personas[action.persona], around.pictures)
             : around.now < action.opened + kSomebodyActs;
}

// Whether a person has to act.
bool look_at_actions(Account& account, PlacedOrder& order, Circumstances& around) {
  bool waiting = false;
  for (const std::size_t number : order.actions) {
    Action& action = account.actions[number];
    if (!action.open) continue;
    action.open = is_open(action, order, around);
    const Moment resolved = action.kind == ActionKind::picture ? around.now : action.opened + kSomebodyActs;
    if (!action.open) order.done = std::max(order.done, resolved + kGoesOn);
    waiting = waiting || action.open;
  }
  return waiting;
}

void move_on(Account& account, std::size_t index, Circumstances& around) {
  PlacedOrder& order = account.orders[index];
  if (order.status == OrderStatus::failed || order.status == OrderStatus::cancelled) return;
  if (order.loses_domains) cancel_what_is_due(account, index, around.now);
  if (order.cancel_asked || order.status == OrderStatus::completed ||
      order.status == OrderStatus::cancelled || around.now < order.at + kOrderChecked)
    return;
  const std::uint64_t outcome =
      hash_of(order.request.domains.front(), around.seed ^ hash_of(order.request.user, 0));
  if (!order.checked) check(account, index, outcome, around);
  order.status = look_at_actions(account, order, around) ? OrderStatus::action_required
                 : around.now < order.done               ? OrderStatus::in_progress
                                                         : OrderStatus::completed;
}

}  // namespace

void look_at(Account& account, std::size_t index, Circumstances& around) {
  PlacedOrder& order = account.orders[index];
  const OrderStatus before = order.status;
  move_on(account, index, around);
  if (!account.keeps_events) return;
  // Assumed: the vendor also says so when a swap or a domain that has left changes what an order costs.
  if (order.status == before && order.bill.total() == order.noted_cents) return;
  note_order(account, order, around.now);
  if (order.status == before || order.status != OrderStatus::completed) return;
  for (const Holding& domain : account.holdings)
    if (domain.order == index) account.note("domain.connected", around.now, json_of(domain, account));
}

void bring_up_to_date(Account& account, Circumstances& around) {
  account.run_later(around.now);
  look_at_forwardings(account, around.now, around.seed, around.intervention_rate);
  for (std::size_t i = 0; i < account.orders.size(); ++i) look_at(account, i, around);
  look_at_swaps(account, around.now);
}

}  // namespace domainplan::sandbox
