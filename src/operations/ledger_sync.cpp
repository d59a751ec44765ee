// What the vendor says of orders, in the ledger.
#include <fmt/format.h>

#include <map>

#include "domainplan/ledger.hpp"
#include "domainplan/session.hpp"
#include "partner/domains.hpp"
#include "partner/orders.hpp"
#include "partner/swaps.hpp"
#include "partner/users.hpp"

namespace domainplan {
namespace {

template <class Item>
std::vector<Item> items_of(partner::List<Item> list, std::vector<std::string>& warnings) {
  for (const partner::Odd& odd : list.odd) warnings.push_back(fmt::format("{}: {}", odd.place, odd.reason));
  return std::move(list.items);
}

}  // namespace

LedgerSync sync_ledger(Ledger& ledger, Session& session) {
  partner::Client& client = session.client();
  LedgerSync sync;
  const auto receipts = items_of(partner::list_orders(client), sync.warnings);
  const auto domains = items_of(partner::list_domains(client), sync.warnings);
  sync.users = items_of(partner::list_users(client), sync.warnings).size();
  sync.swaps = items_of(partner::list_swaps(client), sync.warnings).size();
  sync.orders = receipts.size();
  sync.domains = domains.size();

  std::map<std::string, std::vector<LedgerOrderDomain>> of_order;
  for (const partner::PartnerDomain& one : domains)
    if (!one.order_id.empty())
      of_order[one.order_id].push_back(
          {one.domain, one.provider ? std::string(name_of(*one.provider)) : "", 0, 0});
  std::map<std::string, LedgerTime> known;  // when each was placed
  for (const LedgerOrder& order : ledger.orders()) known.emplace(order.id, order.placed_at);
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  for (const partner::OrderReceipt& receipt : receipts) {
    LedgerOrder order;
    order.id = receipt.id;
    order.user = receipt.email.empty() ? receipt.user_id : receipt.email;
    order.status = receipt.status;
    const auto before = known.find(order.id);
    order.placed_at = receipt.created_at ? std::chrono::floor<std::chrono::milliseconds>(*receipt.created_at)
                                         : (before == known.end() ? now : before->second);
    order.cost_cents = receipt.total_cents.value_or(0);
    order.currency = receipt.currency;
    order.domains = of_order[receipt.id];
    ledger.record_order(order);
    sync.new_orders += before == known.end() ? 1 : 0;
  }
  return sync;
}

}  // namespace domainplan
