#include "submission/month.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>

#include "core/text.hpp"
#include "submission/cents.hpp"

namespace domainplan {
namespace {

using std::chrono::seconds;
using std::chrono::sys_seconds;

std::chrono::year_month month_of(std::int64_t time_s) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(sys_seconds(seconds(time_s)))};
  return day.year() / day.month();
}

std::int64_t seconds_of(LedgerTime time) {
  return std::chrono::floor<seconds>(time).time_since_epoch().count();
}

}  // namespace

bool is_same_month(std::int64_t one_s, std::int64_t other_s) { return month_of(one_s) == month_of(other_s); }

MonthOrders orders_of_month(const AccountView& account, const std::vector<LedgerOrder>& ledger,
                            const std::vector<OwnOrder>& own, const JournalledOrders& journalled,
                            const std::string& currency, std::int64_t now_s) {
  MonthOrders found;
  std::set<std::string> ended;                 // ids
  std::map<std::string, std::int64_t> placed;  // by id, as the ledger has it
  const auto is_here = [&](const std::string& of) {
    return of.empty() || currency.empty() || of == currency;
  };
  for (const LedgerOrder& order : ledger) {
    placed.emplace(order.id, seconds_of(order.placed_at));
    const auto listed = account.orders().find(order.id);
    const bool is_live = listed == account.orders().end() ? order.is_live() : listed->second.is_live();
    if (!is_live) ended.insert(order.id);
    if (is_live && is_here(order.currency) && is_same_month(seconds_of(order.placed_at), now_s))
      found[order.id] = {order.customer, std::max<Cents>(0, order.cost_cents)};
  }
  const auto add = [&](const std::string& id, const AccountOrder& order) {
    const partner::OrderReceipt& receipt = order.receipt;
    if (!order.is_live() || !is_here(receipt.currency)) return;
    std::int64_t at = now_s;
    if (receipt.created_at)
      at = std::chrono::floor<seconds>(*receipt.created_at).time_since_epoch().count();
    else if (const auto known = placed.find(id); known != placed.end())
      at = known->second;
    if (!is_same_month(at, now_s)) return;
    MonthOrder& one = found[id];
    one.cents = std::max(one.cents, receipt.total_cents.value_or(0));
    if (const auto owner = journalled.find(id); owner != journalled.end() && one.customer.empty())
      one.customer = owner->second;
  };
  for (const auto& [id, order] : account.orders()) {
    if (!order.is_live()) ended.insert(id);
    add(id, order);
  }
  // An order whose id cannot be read costs no less; no id has a space.
  for (const AccountOrder& order : account.unnamed_orders())
    add(fmt::format("unnamed {}", found.size()), order);
  std::set<std::string> seen;
  for (const OwnOrder& order : own) {
    // Later than the account was looked at is this month, too.
    const bool is_dated_now = is_same_month(order.placed_at, now_s) || order.placed_at > now_s;
    if (!order.id.empty() && (ended.contains(order.id) || !is_here(order.currency) || !is_dated_now))
      continue;
    // Two customers' receipts with one id were two orders.
    const bool is_apart = order.id.empty() || !seen.insert(order.id).second;
    MonthOrder& one = found[is_apart ? fmt::format("{} of {}", order.id, order.customer) : order.id];
    one.cents = std::max(one.cents, order.cents);
    if (one.customer.empty()) one.customer = order.customer;
  }
  return found;
}

Cents sum_of(const MonthOrders& orders) {
  Cents sum = 0;
  for (const auto& [id, order] : orders) sum = saturating_sum(sum, order.cents);
  return sum;
}

Cents sum_of(const MonthOrders& orders, const std::string& customer) {
  Cents sum = 0;
  for (const auto& [id, order] : orders)
    if (order.customer == customer) sum = saturating_sum(sum, order.cents);
  return sum;
}

std::optional<PossibleDuplicate> find_in_ledger(const NewOrder& order, const std::vector<LedgerOrder>& ledger,
                                                const AccountView& account, const JournalledOrders& own) {
  for (const LedgerOrder& other : ledger) {
    if (other.customer != order.customer || own.contains(other.id)) continue;
    const auto listed = account.orders().find(other.id);
    const bool is_live = listed == account.orders().end() ? other.is_live() : listed->second.is_live();
    if (is_live)
      return PossibleDuplicate{.kind = PossibleDuplicate::Kind::order_in_ledger, .order_id = other.id};
  }
  return std::nullopt;
}

}  // namespace domainplan
