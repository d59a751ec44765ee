// What the vendor says of orders, in the ledger.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>

#include "domainplan/ledger.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/session.hpp"
#include "operations/warnings.hpp"
#include "partner/domains.hpp"
#include "partner/orders.hpp"
#include "partner/swaps.hpp"
#include "partner/users.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kMostWarnings = 1000;
// After that long an order has its domains in the vendor's list.
constexpr std::chrono::hours kListedWithin{24};

template <class Item>
std::vector<Item> items_of(partner::List<Item> list, std::vector<Notice>& warnings) {
  add_warnings(list.odd, warnings);
  return std::move(list.items);
}

// The domains of each order, by name.
struct ListedDomains {
  std::map<std::string, std::map<std::string, LedgerOrderDomain>> of_order;
  bool are_all = true;  // no row is missing, or on an order that cannot be known

  // Whether those of this order are all that it has.
  bool are_all_of(const partner::OrderReceipt& receipt) const {
    const auto listed = of_order.find(receipt.id);
    if (!are_all || listed == of_order.end()) return false;
    // While an order is worked on, its domains come one after another.
    return receipt.domain_count ? listed->second.size() >= static_cast<std::size_t>(*receipt.domain_count)
                                : receipt.status == "completed";
  }
};

ListedDomains listed_domains(const partner::List<partner::PartnerDomain>& list,
                             const std::vector<partner::Swap>& swaps) {
  ListedDomains listed;
  listed.are_all = list.left_out.empty();
  for (const partner::PartnerDomain& one : list.items) {
    listed.are_all = listed.are_all && !one.is_on_unreadable_order;
    if (!one.order_id.empty())
      listed.of_order[one.order_id].emplace(
          one.domain, LedgerOrderDomain{one.domain, one.provider ? std::string(name_of(*one.provider)) : ""});
  }
  // What is on its way to an order is nobody else's.
  for (const partner::Swap& swap : swaps)
    if (const auto on = listed.of_order.find(swap.order_id);
        on != listed.of_order.end() && swap.in_progress() && !swap.replacement_domain.empty())
      on->second.emplace(swap.replacement_domain, LedgerOrderDomain{swap.replacement_domain, ""});
  return listed;
}

// The ledger's orders before it is brought up to date.
class KnownOrders {
 public:
  explicit KnownOrders(const std::vector<LedgerOrder>& orders) {
    for (const LedgerOrder& order : orders) {
      by_id_.emplace(order.id, order);
      if (!order.is_unidentified()) continue;
      for (const LedgerOrderDomain& one : order.domains) unidentified_.emplace(one.domain, order.id);
    }
  }

  const LedgerOrder* find(const std::string& id) const {
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : &found->second;
  }

  const std::map<std::string, LedgerOrder>& by_id() const { return by_id_; }

  // The order whose id was not known and that has one of these domains; null where there is none.
  const LedgerOrder* unidentified(const std::vector<LedgerOrderDomain>& domains) const {
    for (const LedgerOrderDomain& one : domains)
      if (const auto found = unidentified_.find(one.domain); found != unidentified_.end())
        return find(found->second);
    return nullptr;
  }

 private:
  std::map<std::string, LedgerOrder> by_id_;
  std::map<std::string, std::string> unidentified_;  // ids, by domain
};

// A total that no order can have is not believed: what the ledger has stays.
LedgerOrder order_of(const partner::OrderReceipt& receipt, const LedgerOrder* before) {
  LedgerOrder order;
  order.id = receipt.id;
  order.user = receipt.email.empty() ? receipt.user_id : receipt.email;
  order.status = receipt.status;
  if (receipt.created_at)
    order.placed_at = std::chrono::floor<std::chrono::milliseconds>(*receipt.created_at);
  else if (before)
    order.placed_at = before->placed_at;
  else
    order.placed_at = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  if (!receipt.total_out_of_bounds) order.cost_cents = receipt.total_cents.value_or(0);
  order.currency = receipt.currency;
  return order;
}

// Whether nothing says what a live order costs.
bool has_no_cost(const partner::OrderReceipt& receipt, const LedgerOrder* before) {
  return receipt.is_live() && !receipt.total_cents && !receipt.unreadable.contains("total_cents") &&
         !receipt.unreadable.contains("costs") && (!before || before->cost_cents == 0);
}

// Whether nothing came of an order whose id is not known: the vendor has had the time to list its domains,
// and has none of them.
bool came_to_nothing(const LedgerOrder& order, const std::set<std::string>& listed) {
  return order.is_unidentified() && !order.domains.empty() &&
         order.placed_at < std::chrono::system_clock::now() - kListedWithin &&
         std::none_of(order.domains.begin(), order.domains.end(),
                      [&](const LedgerOrderDomain& one) { return listed.contains(one.domain); });
}

// Only where the whole list was read.
void remove_what_came_to_nothing(const KnownOrders& known,
                                 const partner::List<partner::PartnerDomain>& domains, Ledger& ledger,
                                 LedgerSync& sync) {
  if (!domains.left_out.empty()) return;
  std::set<std::string> listed;
  for (const partner::PartnerDomain& one : domains.items) listed.insert(one.domain);
  for (const auto& [id, order] : known.by_id()) {
    if (!came_to_nothing(order, listed)) continue;
    ledger.remove_order(id);
    sync.warnings.push_back({.code = NoticeCode::order_removed, .subject = id});
  }
}

// The order whose id a receipt had kept from us.
void identify(LedgerOrder& order, const LedgerOrder& known) {
  order.plan = known.plan;
  order.customer = known.customer;
  order.cost_cents = std::max(order.cost_cents, known.cost_cents);
  for (LedgerOrderDomain& one : order.domains)
    for (const LedgerOrderDomain& planned : known.domains)
      if (one.domain == planned.domain) {
        one.price_cents = planned.price_cents;
        one.renewal_cents = planned.renewal_cents;
      }
}

}  // namespace

LedgerSync sync_ledger(Ledger& ledger, Session& session) {
  partner::Client& client = session.client();
  LedgerSync sync;
  const auto receipts = items_of<partner::OrderReceipt>(partner::list_orders(client), sync.warnings);
  const KnownOrders known(ledger.orders());
  for (const partner::OrderReceipt& receipt : receipts) {
    add_warnings(receipt.odd, sync.warnings);
    if (has_no_cost(receipt, known.find(receipt.id)))
      sync.warnings.push_back({.code = NoticeCode::total_missing, .subject = receipt.id});
  }
  const auto domains = partner::list_domains(client);
  add_warnings(domains.odd, sync.warnings);
  sync.users = items_of(partner::list_users(client), sync.warnings).size();
  const auto swaps = items_of(partner::list_swaps(client), sync.warnings);
  sync.swaps = swaps.size();
  sync.orders = receipts.size();
  sync.domains = domains.items.size();
  if (sync.warnings.size() > kMostWarnings) {
    const std::size_t more = sync.warnings.size() - kMostWarnings;
    sync.warnings.resize(kMostWarnings);
    sync.warnings.push_back({.code = NoticeCode::more_values, .count = static_cast<std::int64_t>(more)});
  }

  const ListedDomains listed = listed_domains(domains, swaps);
  for (const partner::OrderReceipt& receipt : receipts) {
    const LedgerOrder* const before = known.find(receipt.id);
    LedgerOrder order = order_of(receipt, before);
    if (const auto found = listed.of_order.find(receipt.id); found != listed.of_order.end())
      for (const auto& [name, domain] : found->second) order.domains.push_back(domain);
    LedgerRecord how{.has_all_domains = listed.are_all_of(receipt)};
    const LedgerOrder* const same = known.unidentified(order.domains);
    if (same && (!before || before->customer.empty() || before->customer == same->customer)) {
      identify(order, *same);
      how.replaces = same->id;
    }
    ledger.record_order(order, how);
    sync.new_orders += before ? 0 : 1;
  }
  remove_what_came_to_nothing(known, domains, ledger, sync);
  return sync;
}

}  // namespace domainplan
