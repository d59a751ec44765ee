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
#include "partner/users.hpp"
#include "planning/inventory.hpp"

namespace domainplan {

// An order of the account and its domains, as far as they are known.
struct AccountOrder {
  partner::OrderReceipt receipt;  // only `id` where GET /domains alone names the order, and it cannot be read
  std::set<std::string> domains;
  bool is_listed = true;   // by GET /orders
  bool is_unread = false;  // it may have domains that are not known here

  bool is_live() const { return receipt.is_live(); }
};

// A user as an order names it, and all other names that the account's orders, and its list of users where it
// was read, give the same user: emails in lower case and usr_… ids.
struct UserNames {
  bool is_id = false;  // named by a usr_… id
  std::set<std::string> names;
};

// Whether an order is this user's; and whether it may be: it is, or does not say whose it is in the way in
// which the user is named.
bool is_of(const AccountOrder& order, const UserNames& user);
bool may_be_of(const AccountOrder& order, const UserNames& user);

// An email in lower case, a usr_… id as it is.
std::string user_name(const std::string& user);

// GET /orders/{id}; nothing where it cannot be read.
using ReadOrder = std::function<std::optional<partner::Order>(const std::string& id)>;

class AccountView {
 public:
  // The server's time is `server_s` (seconds since 1970). `read` is asked for orders that only GET /domains
  // names, and for all domains of failed and cancelled ones that are less than kRepeatWindow old; for at most
  // kMostReads of each; the others, and those that cannot be read, are marked.
  // `unnamed`: orders whose id cannot be read.
  AccountView(std::vector<partner::OrderReceipt> orders, const std::vector<partner::PartnerDomain>& domains,
              std::int64_t server_s, const ReadOrder& read, std::vector<partner::OrderReceipt> unnamed = {});

  const std::map<std::string, AccountOrder>& orders() const { return orders_; }  // by id
  // The ids of all orders.
  std::set<std::string> ids() const;
  // The orders that have a domain.
  std::vector<const AccountOrder*> holding(const std::string& domain) const;
  // Whether a domain is on an order that the API does not name.
  bool is_on_unnamed_order(const std::string& domain) const { return unnamed_.contains(domain); }
  // A domain that an order can use without registering it; null where it is not that (any more).
  const ReadyDomain* ready(const std::string& domain) const;
  // Orders whose id cannot be read.
  const std::vector<AccountOrder>& unnamed_orders() const { return unnamed_orders_; }
  // Whether the user has a live order whose id cannot be read.
  bool has_unnamed_order(const UserNames& user) const;
  // `user` is an email or a usr_… id.
  UserNames user(const std::string& user) const;
  // Whether the list of users has to be read to tell which orders are those of `users` (as order bodies name
  // them), and whether two of them are one: a live order, or one of `users`, is named by an email and another
  // by an id, and no order has both.
  bool needs_users(const std::set<std::string>& users) const;
  // Takes the names from the account's list of users; needs_users() is false from then on.
  void learn_users(const std::vector<partner::User>& users);
  bool knows_users() const { return knows_users_; }
  // Until when the vendor may answer equal bytes with this order, in seconds since 1970, if that is in the
  // future.
  std::optional<std::int64_t> repeats_until(const AccountOrder& order) const;
  std::int64_t server_time() const { return server_s_; }
  // How many orders were not read as there were more than kMostReads.
  std::size_t beyond_reads() const { return beyond_reads_; }

 private:
  void add_domains(const std::vector<partner::PartnerDomain>& domains);
  void read_more(const ReadOrder& read);
  void learn_names(const std::string& email, const std::string& id);
  void note_lone_name(const AccountOrder& order);

  std::int64_t server_s_;
  std::map<std::string, AccountOrder> orders_;
  std::multimap<std::string, std::string> by_domain_;        // ids
  std::set<std::string> unnamed_;                            // domains
  std::map<std::string, std::optional<ReadyDomain>> stock_;  // those of no order; nothing: not ready
  std::vector<AccountOrder> unnamed_orders_;
  // By each name of a user, those that an order or the list of users gives together with it.
  std::map<std::string, std::set<std::string>> aliases_;
  // Whether a live order is named by an id, by an email, that no order gives together with the other.
  bool has_lone_id_ = false, has_lone_email_ = false;
  bool knows_users_ = false;
  std::size_t beyond_reads_ = 0;
};

// Orders read one by one for a view, at most.
inline constexpr std::size_t kMostReads = 1000;

}  // namespace domainplan
