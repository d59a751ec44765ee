#include "sandbox/receipts.hpp"

#include <fmt/format.h>

#include "sandbox/market.hpp"

namespace domainplan::sandbox {

std::string_view name_of(OrderStatus status) {
  constexpr std::string_view kNames[] = {"in_progress",     "completed",        "failed",
                                         "action_required", "cancel_scheduled", "cancelled"};
  return kNames[static_cast<std::size_t>(status)];
}

Moment renewal_after(const PlacedOrder& order, Moment now) {
  int months = 1;
  while (months_after(order.at, months) <= now) ++months;
  return months_after(order.at, months);
}

OrderedJson receipt_of(const Account& account, const PlacedOrder& order, Moment now) {
  const auto& bundle = order.request.bundle_id;
  return {{"id", order.id},
          {"user_id", order.user_id},
          {"email", account.user_with_id(order.user_id).email},
          {"bundle_id", bundle ? OrderedJson(*bundle) : OrderedJson(nullptr)},
          {"status", name_of(order.status)},
          {"domain_count", order.request.domains.size()},
          {"costs", {{"total_cents", order.bill.total()}, {"currency", kCurrency}}},
          {"renews_at", text_of(renewal_after(order, now))},
          {"created_at", text_of(order.at)}};
}

OrderedJson order_in_full(const Account& account, const PlacedOrder& order, Moment now) {
  OrderedJson full = receipt_of(account, order, now);
  OrderedJson& lines = full["costs"]["line_items"] = OrderedJson::array();
  const auto line = [&](const char* type, int quantity, Cents amount) {
    if (quantity > 0) lines.push_back({{"type", type}, {"quantity", quantity}, {"amount_cents", amount}});
  };
  line("google_license", order.bill.google_inboxes, order.bill.google_cents());
  line("microsoft_license", order.bill.microsoft_domains, order.bill.microsoft_cents());
  line("domain_registration", order.bill.registrations, order.bill.registration_cents);
  full["domains"] = {{"registered", OrderedJson::array()}, {"imported", OrderedJson::array()}};
  for (std::size_t i = 0; i < order.request.domains.size(); ++i)
    full["domains"][order.imported[i] ? "imported" : "registered"].push_back(order.request.domains[i]);
  full["personas"] = OrderedJson::array();
  for (const Persona& persona : order.request.personas) full["personas"].push_back(json_of(persona));
  return full;
}

void note_order(Account& account, PlacedOrder& order, Moment now) {
  order.noted_cents = order.bill.total();
  account.note(fmt::format("order.{}", name_of(order.status)), now, order_in_full(account, order, now));
}

}  // namespace domainplan::sandbox
