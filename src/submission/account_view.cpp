#include "submission/account_view.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/submit.hpp"

namespace domainplan {

AccountView::AccountView(std::vector<partner::OrderReceipt> orders,
                         const std::vector<partner::PartnerDomain>& domains, std::int64_t server_s,
                         const ReadOrder& read)
    : server_s_(server_s) {
  for (partner::OrderReceipt& receipt : orders) {
    if (!receipt.email.empty() && !receipt.user_id.empty())
      user_ids_[ascii_lower(receipt.email)].insert(receipt.user_id);
    const std::string id = receipt.id;
    orders_.emplace(id, AccountOrder{std::move(receipt), {}});
  }
  add_domains(domains);
  read_more(read);
  for (const auto& [id, order] : orders_)
    for (const std::string& domain : order.domains) by_domain_.emplace(domain, id);
}

void AccountView::add_domains(const std::vector<partner::PartnerDomain>& domains) {
  for (const partner::PartnerDomain& domain : domains) {
    if (domain.order_id.empty()) {
      if (domain.category == "connected") unnamed_.insert(domain.domain);
      continue;
    }
    const auto [order, is_new] = orders_.try_emplace(domain.order_id);
    if (is_new) {
      order->second.receipt.id = domain.order_id;
      order->second.receipt.user_id = domain.user_id;
      order->second.is_listed = false;
    }
    order->second.domains.insert(domain.domain);
  }
}

void AccountView::read_more(const ReadOrder& read) {
  std::size_t unlisted = 0, ended = 0;
  for (auto& [id, order] : orders_) {
    const bool is_ended = order.is_listed && !order.is_live() && repeats_until(order);
    if (order.is_listed && !is_ended) continue;
    order.is_unread = true;
    if ((is_ended ? ended : unlisted)++ >= kMostReads) continue;
    const auto full = read(id);
    if (!full) continue;
    order.is_unread = false;
    if (!order.is_listed) order.receipt = full->receipt;
    order.domains.insert(full->domains.begin(), full->domains.end());
  }
}

std::set<std::string> AccountView::ids() const {
  std::set<std::string> all;
  for (const auto& [id, order] : orders_) all.insert(id);
  return all;
}

std::vector<const AccountOrder*> AccountView::holding(const std::string& domain) const {
  std::vector<const AccountOrder*> found;
  const auto [from, to] = by_domain_.equal_range(domain);
  for (auto entry = from; entry != to; ++entry) found.push_back(&orders_.at(entry->second));
  return found;
}

bool AccountView::is_of_user(const AccountOrder& order, const std::string& user) const {
  const partner::OrderReceipt& receipt = order.receipt;
  const auto is_alias = [&](const std::string& email, const std::string& id) {
    const auto known = user_ids_.find(ascii_lower(email));
    return !email.empty() && known != user_ids_.end() && known->second.contains(id);
  };
  if (user.starts_with("usr_")) return receipt.user_id == user || is_alias(receipt.email, user);
  return (!receipt.email.empty() && ascii_lower(receipt.email) == ascii_lower(user)) ||
         is_alias(user, receipt.user_id);
}

bool AccountView::may_be_of_user(const AccountOrder& order, const std::string& user) const {
  const bool by_id = user.starts_with("usr_");
  return (by_id ? order.receipt.user_id : order.receipt.email).empty() || is_of_user(order, user);
}

std::optional<std::int64_t> AccountView::repeats_until(const AccountOrder& order) const {
  using std::chrono::duration_cast;
  using std::chrono::seconds;
  const std::int64_t made = order.receipt.created_at
                                ? duration_cast<seconds>(order.receipt.created_at->time_since_epoch()).count()
                                : server_s_;
  const std::int64_t until = made + seconds(kRepeatWindow).count();
  return until > server_s_ ? std::optional(until) : std::nullopt;
}

}  // namespace domainplan
