// What an account holds, as far as the vendor's two lists say: GET /orders and GET /domains, read whole. Both
// `plan` and `submit` look for possible duplicates in it, and what became of a lost answer is found in it.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "partner/domains.hpp"
#include "partner/orders.hpp"

namespace domainplan {

// An order of the account and its domains, as far as they are known.
struct AccountOrder {
  partner::OrderReceipt receipt;  // only `id` where GET /domains alone names the order, and it cannot be read
  std::set<std::string> domains;
  bool is_listed = true;   // by GET /orders
  bool is_unread = false;  // it may have domains that are not known here

  bool is_live() const { return receipt.is_live(); }
};

// GET /orders/{id}; nothing where it cannot be read.
using ReadOrder = std::function<std::optional<partner::Order>(const std::string& id)>;

class AccountView {
 public:
  // The server's time is `server_s` (seconds since 1970). `read` is asked for orders that only GET /domains
  // names, and for all domains of failed and cancelled ones that are less than kRepeatWindow old; for at most
  // kMostReads of each; the others, and those that cannot be read, are marked.
  AccountView(std::vector<partner::OrderReceipt> orders, const std::vector<partner::PartnerDomain>& domains,
              std::int64_t server_s, const ReadOrder& read);

  const std::map<std::string, AccountOrder>& orders() const { return orders_; }  // by id
  // The ids of all orders.
  std::set<std::string> ids() const;
  // The orders that have a domain.
  std::vector<const AccountOrder*> holding(const std::string& domain) const;
  // Whether a domain is on an order that the API does not name.
  bool is_on_unnamed_order(const std::string& domain) const { return unnamed_.contains(domain); }
  // Whether an order belongs to `user`, an email or a usr_… id. What the account's orders say of both is used
  // to recognise one by the other.
  bool is_of_user(const AccountOrder& order, const std::string& user) const;
  // Whether it may: it does, or does not say whose it is in a way that can be read.
  bool may_be_of_user(const AccountOrder& order, const std::string& user) const;
  // Until when the vendor may answer equal bytes with this order, in seconds since 1970, if that is in the
  // future.
  std::optional<std::int64_t> repeats_until(const AccountOrder& order) const;
  std::int64_t server_time() const { return server_s_; }

 private:
  void add_domains(const std::vector<partner::PartnerDomain>& domains);
  void read_more(const ReadOrder& read);

  std::int64_t server_s_;
  std::map<std::string, AccountOrder> orders_;
  std::multimap<std::string, std::string> by_domain_;      // ids
  std::set<std::string> unnamed_;                          // domains
  std::map<std::string, std::set<std::string>> user_ids_;  // by email in lower case
};

// Orders read one by one for a view, at most.
inline constexpr std::size_t kMostReads = 100;

}  // namespace domainplan
