#include "submission/receipt_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "submission/cents.hpp"

namespace domainplan {
namespace {

std::string contradicting_id(const ReceiptExpectation& order, const std::string& id) {
  if (order.journalled) {
    const auto known = order.journalled->find(id);
    if (known != order.journalled->end() && known->second != order.customer)
      return fmt::format("its id belongs to {}'s order", known->second);
  }
  if (order.listed_before && order.listed_before->contains(id))
    return "the account had an order of this id before this one was sent";
  return "";
}

std::string contradicting_age(const ReceiptExpectation& order, const partner::OrderReceipt& receipt) {
  if (!receipt.created_at || order.not_before_s == 0) return "";
  const auto made = std::chrono::floor<std::chrono::seconds>(receipt.created_at->time_since_epoch()).count();
  return made < order.not_before_s ? "it was made before this order was first sent" : "";
}

std::string contradicting_user(const ReceiptExpectation& order, const partner::OrderReceipt& receipt) {
  const bool by_id = order.user.starts_with("usr_");
  const std::string& said = by_id ? receipt.user_id : receipt.email;
  const bool same = by_id ? said == order.user : ascii_lower(said) == ascii_lower(order.user);
  if (said.empty() || same) return "";
  return fmt::format("its user is {}, and the order's is {}", in_quotes(said), in_quotes(order.user));
}

// What is there and cannot be read is not known to be what was ordered.
std::string contradicting_oddity(const ReceiptExpectation& order, const partner::OrderReceipt& receipt) {
  const char* const other_user = order.user.starts_with("usr_") ? "email" : "user_id";  // not compared
  for (const auto& [field, reason] : receipt.unreadable)
    if (field != other_user) return fmt::format("its {} cannot be read: {}", field, reason);
  return "";
}

std::string contradicting_contents(const ReceiptExpectation& order, const partner::OrderReceipt& receipt) {
  if (receipt.bundle_id && *receipt.bundle_id != order.bundle_id)
    return fmt::format("its bundle is {}, and the order's is {}", in_quotes(*receipt.bundle_id),
                       in_quotes(order.bundle_id));
  if (receipt.domain_count && *receipt.domain_count != static_cast<std::int64_t>(order.domains.size()))
    return fmt::format("it has {} domains, and the order has {}", *receipt.domain_count,
                       order.domains.size());
  return "";
}

std::string contradicting_money(const ReceiptExpectation& order, const partner::OrderReceipt& receipt) {
  if (receipt.total_out_of_bounds) return "its total is not an amount of money";
  if (!receipt.currency.empty() && !order.currency.empty() && receipt.currency != order.currency)
    return fmt::format("it is billed in {}, and was planned in {}", in_quotes(receipt.currency),
                       in_quotes(order.currency));
  return "";
}

}  // namespace

std::int64_t earliest_creation(const JournalTime& first_sent) {
  constexpr std::int64_t kSlack = 600;  // seconds
  return first_sent.server_s > kSlack ? first_sent.server_s - kSlack : 0;
}

std::string contradiction(const ReceiptExpectation& order, const partner::OrderReceipt& receipt) {
  if (receipt.status == "failed") return "its status is failed";
  for (std::string reason : {contradicting_id(order, receipt.id), contradicting_age(order, receipt),
                             contradicting_user(order, receipt), contradicting_contents(order, receipt),
                             contradicting_money(order, receipt), contradicting_oddity(order, receipt)})
    if (!reason.empty()) return reason;
  return "";
}

std::string contradiction(const ReceiptExpectation& order, const partner::Order& full) {
  if (std::string reason = contradiction(order, full.receipt); !reason.empty()) return reason;
  for (const std::string& domain : full.domains)
    if (!std::binary_search(order.domains.begin(), order.domains.end(), domain))
      return fmt::format("it has the domain {}, and the order does not", in_quotes(domain));
  Cents registrations = 0;
  for (const partner::LineItem& item : full.line_items)
    if (item.type == "domain_registration" && item.amount_cents > 0)
      registrations = saturating_sum(registrations, item.amount_cents);
  if (registrations > order.registrations)
    return fmt::format("its registrations are billed at {}, and were planned at {}",
                       money(registrations, order.currency), money(order.registrations, order.currency));
  return "";
}

}  // namespace domainplan
