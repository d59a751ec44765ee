#include "submission/lost_search.hpp"

#include <algorithm>
#include <map>

namespace domainplan {
namespace {

class Search {
 public:
  Search(const LostOrder& lost, const AccountView& account, const ReadOrder& read)
      : lost_(lost), account_(account), user_(account.user(lost.user)), read_(read) {}

  LostFinding find() {
    for (const auto& [id, order] : account_.orders())
      if (may_be_it(order)) look_at(order);
    std::size_t unnamed = 0;
    for (const std::string& domain : lost_.domains) unnamed += account_.is_on_unnamed_order(domain) ? 1 : 0;
    if (unnamed > 0) note(OrderSeen::Kind::unnamed_with_its_domains, "", unnamed);
    if (account_.has_unnamed_order(user_)) note(OrderSeen::Kind::unnamed_of_user);
    if (found_.size() == 1) return {LostFinding::Kind::placed, std::move(found_.front())};
    for (const partner::Order& one : found_) note(OrderSeen::Kind::has_its_domains, one.receipt.id);
    if (seen_.empty()) return {LostFinding::Kind::absent, std::nullopt, {}, newcomer()};
    return {LostFinding::Kind::unclear, std::nullopt, seen_};
  }

 private:
  // Whether it is nobody else's, and was not there before ours was sent.
  bool is_new(const AccountOrder& order) const {
    const partner::OrderReceipt& receipt = order.receipt;
    if (lost_.not_these.contains(receipt.id)) return false;
    const auto made = receipt.created_at ? receipt.created_at->time_since_epoch()
                                         : std::chrono::system_clock::duration::max();
    return std::chrono::duration_cast<std::chrono::seconds>(made).count() >= lost_.not_before_s;
  }

  // Whether somebody else has ordered our domains, who chose the same ones.
  bool is_of_another(const AccountOrder& order) {
    if (may_be_of(order, user_)) return false;
    if (order.is_live()) others_ = order.receipt.id;
    return true;
  }

  SubmitReason newcomer() const {
    if (others_) return {.kind = SubmitReason::Kind::domains_on_order_of_another, .order_id = *others_};
    for (const auto& [id, order] : account_.orders())
      if (order.is_live() && is_new(order) && is_of(order, user_))
        return {.kind = SubmitReason::Kind::new_order_of_user, .order_id = id};
    return {};
  }

  bool may_be_it(const AccountOrder& order) {
    const partner::OrderReceipt& receipt = order.receipt;
    if (!is_new(order)) return false;
    if (shared(order.domains) > 0) return !is_of_another(order);
    // Its domains may not be listed yet.
    return order.domains.empty() && may_be_of(order, user_) &&
           (!receipt.bundle_id || *receipt.bundle_id == lost_.bundle_id);
  }

  template <class Domains>
  std::size_t shared(const Domains& domains) const {
    return static_cast<std::size_t>(
        std::count_if(domains.begin(), domains.end(),
                      [&](const std::string& domain) { return lost_.domains.contains(domain); }));
  }

  void look_at(const AccountOrder& order) {
    std::optional<partner::Order> full = read_(order.receipt.id);
    if (full && full->domains.empty()) full->domains.assign(order.domains.begin(), order.domains.end());
    if (!full && order.is_listed) {
      full.emplace();
      full->receipt = order.receipt;
      full->domains.assign(order.domains.begin(), order.domains.end());
    }
    if (!full) return note(OrderSeen::Kind::cannot_be_read, order.receipt.id);
    const std::size_t common = shared(full->domains);
    if (common > 0 && is_of_another({full->receipt, {}})) return;
    if (common == lost_.domains.size() && full->domains.size() == common) {
      found_.push_back(*std::move(full));
    } else if (common > 0) {
      note(OrderSeen::Kind::has_some_of_its_domains, order.receipt.id, common);
    } else if (full->domains.empty()) {
      note(OrderSeen::Kind::names_no_domains, order.receipt.id);
    }
  }

  void note(OrderSeen::Kind kind, const std::string& id = "", std::size_t domains = 0) {
    seen_.push_back({kind, id, domains});
  }

  const LostOrder& lost_;
  const AccountView& account_;
  const UserNames user_;
  const ReadOrder& read_;
  std::vector<partner::Order> found_;
  std::vector<OrderSeen> seen_;
  std::optional<std::string> others_;  // the id of an order of another user that has our domains
};

}  // namespace

LostFinding find_lost(const LostOrder& lost, const AccountView& account, const ReadOrder& read) {
  return Search(lost, account, read).find();
}

}  // namespace domainplan
