#include "domainplan/status.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_map>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/passwords.hpp"
#include "io/file.hpp"
#include "partner/imports.hpp"
#include "partner/orders.hpp"
#include "partner/pending_actions.hpp"
#include "store/journal.hpp"
#include "store/paths.hpp"
#include "submission/account_binding.hpp"
#include "submission/action_search.hpp"
#include "submission/action_to_take.hpp"
#include "submission/order_events.hpp"
#include "submission/order_lookup.hpp"

namespace domainplan {
namespace {

using partner::OrderReceipt;
using partner::PendingAction;

constexpr std::size_t kDomainsALookUp = 50;      // keeps the URL of a look-up short
constexpr Cents kMostCents = 1'000'000'000'000;  // of one order: more is not a price

// What the journal alone says of an order.
OrderStanding standing_in_journal(const std::string& customer, const Sending* sending) {
  OrderStanding standing;
  standing.customer = customer;
  if (!sending) return standing;
  switch (sending->state) {
    case Sending::State::open:
      standing.state = OrderState::outcome_unknown;
      standing.needs_person = true;
      break;
    case Sending::State::not_placed:
      break;
    case Sending::State::refused:
      standing.state = OrderState::refused;
      standing.refusal = sending->message;
      standing.needs_person = true;
      break;
    case Sending::State::placed:
      standing.order_id = sending->order_id;
      standing.total_cents = sending->total_cents;
      standing.currency = sending->currency;
      break;
  }
  return standing;
}

void add_receipt(const OrderReceipt& receipt, OrderStanding& standing) {
  static const std::map<std::string, OrderState, std::less<>> kStates = {
      {"in_progress", OrderState::in_progress}, {"completed", OrderState::completed},
      {"failed", OrderState::failed},           {"action_required", OrderState::action_required},
      {"cancelled", OrderState::cancelled},     {"cancel_scheduled", OrderState::cancel_scheduled}};
  const auto state = kStates.find(receipt.status);
  standing.state = state == kStates.end() ? OrderState::other : state->second;
  standing.api_status = receipt.status;
  if (const auto unreadable = receipt.unreadable.find(kWholeOrder); unreadable != receipt.unreadable.end()) {
    standing.unreadable = unreadable->second;
    standing.needs_person = true;
    return;
  }
  standing.in_progress = receipt.status == "in_progress";
  standing.needs_person = receipt.status == "action_required" || receipt.status == "failed";
  if (receipt.status == "failed" || receipt.status == "cancelled") standing.option = Remedy::update_customer;
  if (receipt.total_cents && *receipt.total_cents >= 0 && *receipt.total_cents <= kMostCents) {
    standing.total_cents = receipt.total_cents;
    standing.currency = receipt.currency;
  }
}

// What events say that an order waits for.
void add_actions_in_events(const PlannedOrder& order, const AccountEvents& said, OrderStanding& standing) {
  if (standing.state != OrderState::action_required) return;
  for (const PlannedDomain& planned : order.domains) {
    const auto nameservers = said.nameservers.find(planned.domain);
    if (nameservers != said.nameservers.end())
      standing.actions.push_back({.kind = ActionKind::set_nameservers,
                                  .type = "update_nameservers",
                                  .reason = "",
                                  .message = "",
                                  .domain = planned.domain,
                                  .nameservers = nameservers->second});
    else if (said.waiting.contains(planned.domain))
      standing.actions.push_back({.kind = ActionKind::other,
                                  .type = "action_required",
                                  .reason = "",
                                  .message = "",
                                  .domain = planned.domain});
  }
}

// A receipt that contradicts its order holds everything until a person has accepted it.
void add_mismatch(const Sendings& sendings, OrderStanding& standing) {
  const auto sending = sendings.find(standing.customer);
  if (sending == sendings.end() || !sending->second.is_held()) return;
  standing.needs_person = true;
  standing.mismatch = sending->second.mismatch;
  standing.option = Remedy::accept_receipt;
}

void add_up(const OrderStanding& standing, StatusReport& report) {
  report.in_progress = report.in_progress || standing.in_progress;
  report.needs_person = report.needs_person || standing.needs_person;
  if (standing.total_cents) report.costs[standing.currency] += *standing.total_cents;
}

// The nameservers to be set for the domains of `actions` that do not name them, from their imports.
std::unordered_map<std::string, std::vector<std::string>> nameservers_for(
    partner::Client& client, const std::vector<std::vector<PendingAction>>& actions) {
  std::set<std::string> wanted;
  for (const auto& of_order : actions)
    for (const PendingAction& action : of_order)
      if (action.type == "update_nameservers" && action.nameservers.empty() && !action.domain.empty())
        wanted.insert(action.domain);
  const std::vector<std::string> domains(wanted.begin(), wanted.end());
  std::unordered_map<std::string, std::vector<std::string>> known;
  for (std::size_t from = 0; from < domains.size(); from += kDomainsALookUp) {
    const std::size_t to = std::min(domains.size(), from + kDomainsALookUp);
    try {
      for (const partner::DomainImport& import :
           partner::imports_holding(client, {domains.data() + from, domains.data() + to}))
        for (const auto& [domain, nameservers] : import.nameservers) known[domain] = nameservers;
    } catch (const partner::ApiError&) {
      // The remedy is then less exact, which is not a reason to report nothing.
    }
  }
  return known;
}

}  // namespace

class StatusReader::Impl {
 public:
  Impl(const std::string& folder, Session& session) : plan_(read_plan(folder)), session_(session) {
    demand_same_api(plan_, recorded_owner(folder), session);
    // The vendor may quote the login that it could not use, whatever it is asked.
    redact_passwords(plan_, session);
  }

  StatusReport read() {
    const Sendings sendings = recorded_sendings(plan_.folder);
    StatusReport report;
    std::set<std::string> planned;
    std::vector<Placed> placed;
    for (const PlannedOrder& order : plan_.orders) {
      planned.insert(order.customer);
      add(order.customer, &order, sendings, report, placed);
    }
    // Whatever was paid for is shown, also where the plan does not know it.
    for (const auto& [customer, sending] : sendings)
      if (planned.count(customer) == 0) add(customer, nullptr, sendings, report, placed);

    look_up(placed, report);
    for (OrderStanding& standing : report.orders) {
      add_mismatch(sendings, standing);
      add_up(standing, report);
    }
    return report;
  }

 private:
  // An order that has an id, and its place in the report.
  struct Placed {
    std::size_t place;
    std::string id;
    const PlannedOrder* order;
  };

  static void add(const std::string& customer, const PlannedOrder* order, const Sendings& sendings,
                  StatusReport& report, std::vector<Placed>& placed) {
    const auto sending = sendings.find(customer);
    const bool sent = sending != sendings.end();
    if (sent && sending->second.state == Sending::State::placed)
      placed.push_back({report.orders.size(), sending->second.order_id, order});
    report.orders.push_back(standing_in_journal(customer, sent ? &sending->second : nullptr));
  }

  void look_up(const std::vector<Placed>& placed, StatusReport& report) {
    if (placed.empty()) return;
    std::vector<std::string> ids;
    ids.reserve(placed.size());
    for (const Placed& one : placed) ids.push_back(one.id);
    const auto receipts = orders_of_ids(session_.client(), ids);

    std::vector<OrderSought> sought;
    std::vector<OrderStanding*> standings;
    for (const Placed& one : placed) {
      OrderStanding& standing = report.orders[one.place];
      const auto receipt = receipts.find(one.id);
      if (receipt == receipts.end()) {
        standing.state = OrderState::not_found;
        standing.needs_person = true;
        continue;
      }
      add_receipt(receipt->second, standing);
      if (receipt->second.status == "failed" || receipt->second.status == "cancelled") continue;
      if (!standing.unreadable.empty()) continue;
      sought.push_back({&receipt->second, {}});
      if (one.order)
        for (const PlannedDomain& domain : one.order->domains) sought.back().domains.push_back(domain.domain);
      standings.push_back(&standing);
    }
    add_actions(sought, standings);
  }

  void add_actions(const std::vector<OrderSought>& sought, const std::vector<OrderStanding*>& standings) {
    if (sought.empty()) return;
    const auto actions = actions_of_orders(session_.client(), sought);
    const auto nameservers = nameservers_for(session_.client(), actions);
    for (std::size_t i = 0; i < actions.size(); ++i) {
      OrderStanding& standing = *standings[i];
      const std::string order = actions[i].empty() ? "" : order_of(standing.customer);
      const std::vector<PictureOwner> personas = picture_owners(order);
      for (const PendingAction& action : actions[i]) {
        const auto known = nameservers.find(action.domain);
        const bool known_already = !action.nameservers.empty() || known == nameservers.end();
        standing.actions.push_back(
            action_to_take(action, known_already ? action.nameservers : known->second, personas));
        standing.needs_person = true;
      }
    }
  }

  // Where the file has gone, the remedy names nobody.
  std::string order_of(const std::string& customer) const {
    try {
      return read_order(plan_.folder, customer);
    } catch (const RunError&) {
      return "";
    }
  }

  const StoredPlan plan_;
  Session& session_;
};

StatusReader::StatusReader(std::string folder, Session& session)
    : impl_(std::make_unique<Impl>(std::move(folder), session)) {}
StatusReader::~StatusReader() = default;
StatusReport StatusReader::read() { return impl_->read(); }

StatusReport offline_status(const std::string& folder, const std::string& events) {
  const StoredPlan plan = read_plan(folder);
  const std::string path = fmt::format("{}/{}", events, store::kEvents);
  if (!exists(path))
    throw UsageError(
        fmt::format("there are no events in {}: name the folder that a webhook listener appends to",
                    in_quotes(events, 300)),
        events);
  const AccountEvents said = read_account_events(path);
  const Sendings sendings = recorded_sendings(folder);
  std::vector<std::string> customers;
  std::map<std::string, const PlannedOrder*> orders;
  for (const PlannedOrder& order : plan.orders) {
    customers.push_back(order.customer);
    orders.emplace(order.customer, &order);
  }
  // Whatever was paid for is shown, also where the plan does not know it.
  for (const auto& [customer, sending] : sendings)
    if (std::find(customers.begin(), customers.end(), customer) == customers.end())
      customers.push_back(customer);
  StatusReport report;
  for (const std::string& customer : customers) {
    const auto sending = sendings.find(customer);
    OrderStanding standing =
        standing_in_journal(customer, sending == sendings.end() ? nullptr : &sending->second);
    standing.from_events = true;
    const auto receipt = said.receipts.find(standing.order_id);
    if (receipt != said.receipts.end()) {
      add_receipt(receipt->second, standing);
      if (const auto order = orders.find(customer); order != orders.end())
        add_actions_in_events(*order->second, said, standing);
    } else if (!standing.order_id.empty()) {
      standing.state = OrderState::no_event;
      standing.needs_person = true;
    }
    add_mismatch(sendings, standing);
    add_up(standing, report);
    report.orders.push_back(std::move(standing));
  }
  return report;
}

}  // namespace domainplan
