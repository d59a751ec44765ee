// What a partner has in one environment: users, domains, orders, imports, and what a person has to do. Live
// and test accounts know nothing of each other.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/bundle.hpp"
#include "domainplan/provider.hpp"
#include "sandbox/moment.hpp"
#include "sandbox/order_request.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

// A domain that the partner has, or tried to import.
struct Holding {
  std::string id;  // dom_…
  std::string name;
  ProviderSet usable_for;
  Moment since;
  bool imported = false;             // otherwise registered with an order
  Moment ready = {};                 // when its import is done
  bool failed = false;               // its import came to nothing; it belongs to somebody else
  std::optional<std::size_t> order;  // which one it is on; the rest is set then
  Provider provider = Provider::google;
  std::string forwarding_url;
};

enum class ActionKind : std::uint8_t { picture, nameservers, replacement };

// Something that a person has to do before an order can go on.
struct Action {
  std::string id;  // act_…
  ActionKind kind;
  std::size_t order;
  std::size_t item;  // which persona's picture, or which of the order's domains
  Moment opened;
  bool open = true;
};

enum class OrderStatus : std::uint8_t { in_progress, completed, action_required };

struct PlacedOrder {
  std::string id;  // ord_…
  std::string user_id;
  OrderRequest request;
  Demand need;     // licences, or what the bundle needs
  Cents cost = 0;  // of the domains
  Moment at;
  OrderStatus status = OrderStatus::in_progress;
  bool checked = false;              // whether the vendor has looked at pictures and domains
  Moment done = {};                  // when it is completed, if nothing is open
  std::vector<std::size_t> actions;  // indices
};

struct Import {
  std::string id;  // imp_…
  bool job = false;
  std::vector<std::string> domains;  // as asked, without repetitions
  Moment at;
};

// The first answer to an order's exact body.
struct FirstAnswer {
  Moment at;
  Reply reply;
};

struct Account {
  std::mutex mutex;                                     // guards all of it
  std::unordered_map<std::string, std::string> users;   // ids by email, in lower case
  std::unordered_map<std::string, std::string> emails;  // as first given, by id
  std::deque<Holding> holdings;                         // like all that follows: oldest first, never removed
  std::unordered_map<std::string, std::size_t> holding_of;  // by name
  std::deque<PlacedOrder> orders;
  std::unordered_map<std::string, std::size_t> order_of;  // by id
  std::unordered_map<std::string, FirstAnswer> by_body;
  std::unordered_map<std::string, int> by_user_and_bundle;  // how many orders
  bool sells_twice = false;                                 // as Options::sells_twice says
  std::deque<Action> actions;
  std::deque<Import> imports;
  std::unordered_map<std::string, std::size_t> job_of;  // by its domains, sorted
  std::atomic<bool> empty_handed = true;                // no holdings yet: readable without the mutex

  Holding* holding(const std::string& name);
  Holding& add(Holding holding);

  // The id of `user`, an id or an email, which gets one at its first order; known_user() makes none.
  std::string user_id(const std::string& user);
  std::string known_user(const std::string& user) const;
};

// Which of `names` the account holds, or knows to be somebody's: the market has them no more.
std::vector<bool> held(Account& account, const std::vector<std::string>& names);

struct Accounts {
  Account test;
  Account live;
  Account& of(bool is_live) { return is_live ? live : test; }
};

}  // namespace domainplan::sandbox
