#include "submission/account_view.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/submit.hpp"

namespace domainplan {

std::string user_name(const std::string& user) { return user.starts_with("usr_") ? user : ascii_lower(user); }

bool is_of(const AccountOrder& order, const UserNames& user) {
  const partner::OrderReceipt& receipt = order.receipt;
  return (!receipt.email.empty() && user.names.contains(ascii_lower(receipt.email))) ||
         (!receipt.user_id.empty() && user.names.contains(receipt.user_id));
}

bool may_be_of(const AccountOrder& order, const UserNames& user) {
  return (user.is_id ? order.receipt.user_id : order.receipt.email).empty() || is_of(order, user);
}

AccountView::AccountView(std::vector<partner::OrderReceipt> orders,
                         const std::vector<partner::PartnerDomain>& domains, std::int64_t server_s,
                         const ReadOrder& read, std::vector<partner::OrderReceipt> unnamed)
    : server_s_(server_s) {
  for (partner::OrderReceipt& receipt : unnamed) {
    learn_names(receipt.email, receipt.user_id);
    unnamed_orders_.push_back({std::move(receipt), {}});
  }
  for (partner::OrderReceipt& receipt : orders) {
    learn_names(receipt.email, receipt.user_id);
    const std::string id = receipt.id;
    orders_.emplace(id, AccountOrder{std::move(receipt), {}});
  }
  add_domains(domains);
  read_more(read);
  for (const auto& [id, order] : orders_)
    for (const std::string& domain : order.domains) by_domain_.emplace(domain, id);
  for (const auto& [id, order] : orders_) note_lone_name(order);
  for (const AccountOrder& order : unnamed_orders_) note_lone_name(order);
}

void AccountView::add_domains(const std::vector<partner::PartnerDomain>& domains) {
  for (const partner::PartnerDomain& domain : domains) {
    if (const auto ready = ready_domain(domain); ready)
      stock_.try_emplace(domain.domain, ready);
    else if (domain.category == "inventory" || stock_.contains(domain.domain))
      stock_[domain.domain].reset();
    if (domain.order_id.empty()) {
      if (domain.category == "connected" || domain.is_on_unreadable_order) unnamed_.insert(domain.domain);
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
    if ((is_ended ? ended : unlisted)++ >= kMostReads) {
      ++beyond_reads_;
      continue;
    }
    const auto full = read(id);
    if (!full) continue;
    order.is_unread = false;
    learn_names(full->receipt.email, full->receipt.user_id);
    if (!order.is_listed) order.receipt = full->receipt;
    order.domains.insert(full->domains.begin(), full->domains.end());
  }
}

const ReadyDomain* AccountView::ready(const std::string& domain) const {
  const auto found = stock_.find(domain);
  const bool is_ready = found != stock_.end() && found->second && !is_on_unnamed_order(domain);
  const auto orders = holding(domain);
  const auto is_live = [](const AccountOrder* order) { return order->is_live(); };
  return is_ready && std::none_of(orders.begin(), orders.end(), is_live) ? &*found->second : nullptr;
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

void AccountView::learn_names(const std::string& email, const std::string& id) {
  if (email.empty() || id.empty()) return;
  aliases_[ascii_lower(email)].insert(id);
  aliases_[id].insert(ascii_lower(email));
}

void AccountView::learn_users(const std::vector<partner::User>& users) {
  for (const partner::User& user : users) learn_names(user.email, user.id);
  knows_users_ = true;
}

// An order without any name is nobody's, whatever the list of users says.
void AccountView::note_lone_name(const AccountOrder& order) {
  const std::string email = ascii_lower(order.receipt.email), &id = order.receipt.user_id;
  if (email.empty() == id.empty() || !(order.is_live() || order.is_unread)) return;
  if (!aliases_.contains(email.empty() ? id : email)) (email.empty() ? has_lone_id_ : has_lone_email_) = true;
}

bool AccountView::needs_users(const std::set<std::string>& users) const {
  if (knows_users_) return false;
  bool has_lone_id = false, has_lone_email = false;  // among `users`
  for (const std::string& user : users) {
    if (user.empty()) continue;
    const bool is_id = user.starts_with("usr_");
    if (is_id ? has_lone_email_ : has_lone_id_) return true;
    if (!aliases_.contains(user_name(user))) (is_id ? has_lone_id : has_lone_email) = true;
  }
  return has_lone_id && has_lone_email;
}

bool AccountView::has_unnamed_order(const UserNames& user) const {
  return std::any_of(unnamed_orders_.begin(), unnamed_orders_.end(),
                     [&](const AccountOrder& order) { return order.is_live() && is_of(order, user); });
}

UserNames AccountView::user(const std::string& user) const {
  UserNames found{user.starts_with("usr_"), {user_name(user)}};
  std::vector<std::string> next = {user_name(user)};
  while (!next.empty()) {
    const auto aliases = aliases_.find(next.back());
    next.pop_back();
    if (aliases == aliases_.end()) continue;
    for (const std::string& name : aliases->second)
      if (found.names.insert(name).second) next.push_back(name);
  }
  return found;
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
