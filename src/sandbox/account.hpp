// What a partner has in one environment: users, domains, orders, imports, swaps, and what a person has to do.
// Live and test accounts share bundles only; the accounts of one environment share the names that are
// registered.
#pragma once

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/bundle.hpp"
#include "domainplan/provider.hpp"
#include "sandbox/bundles.hpp"
#include "sandbox/key.hpp"
#include "sandbox/moment.hpp"
#include "sandbox/order_request.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

// A customer of the partner. Made by its first order.
struct User {
  std::string id;                         // usr_…
  std::string email;                      // as first given
  std::optional<std::int64_t> client_id;  // of the sequencer that its next order is routed with
  Moment created;
};

// A domain that the partner has, or tried to import.
struct Holding {
  std::string id;  // dom_…
  std::string name;
  ProviderSet usable_for;
  Moment since;
  bool imported = false;             // otherwise registered with an order or a swap
  Moment ready = {};                 // when its import is done
  bool failed = false;               // its import came to nothing; it belongs to somebody else
  bool gone = false;                 // retired by a swap, or its registration was undone; no longer listed
  std::optional<std::size_t> order;  // which one it is on; the rest is set then
  Provider provider = Provider::google;
  std::string forwarding_url;
  Moment retires = Moment::max();       // replaced by a premium swap, and kept warm until then
  Moment last_premium = Moment::min();  // when it was last replaced by a premium swap
  std::optional<Moment> cancels = {};   // its inboxes are deleted then
};

enum class ActionKind : std::uint8_t { picture, nameservers, replacement };

// Something that a person has to do before an order can go on.
struct Action {
  std::string id;  // act_…
  ActionKind kind;
  std::size_t order;
  std::size_t persona;    // whose picture
  std::string domain;     // the others': which domain …
  std::string domain_id;  // … and its id
  Moment opened;
  bool open = true;
};

enum class OrderStatus : std::uint8_t {
  in_progress,
  completed,
  failed,
  action_required,
  cancel_scheduled,
  cancelled
};

// What an order costs: licences each month, registrations for the first year.
struct Bill {
  int google_inboxes = 0;
  int microsoft_domains = 0;
  int registrations = 0;
  Cents registration_cents = 0;
  Cents google_cents() const;
  Cents microsoft_cents() const;
  Cents total() const;
};

struct PlacedOrder {
  std::string id;  // ord_…
  std::string user_id;
  OrderRequest request;        // its domains change with swaps
  std::vector<bool> imported;  // of each domain: brought by the customer, not registered with this order
  Demand need;                 // domains for each provider
  int inboxes_per_domain = 2;  // Google's
  Bill bill;
  Moment at;
  OrderStatus status = OrderStatus::in_progress;
  bool checked = false;                     // whether the vendor has looked at pictures and domains
  Moment done = {};                         // when it is completed, if nothing is open
  std::vector<std::size_t> actions;         // indices
  std::optional<Moment> cancel_asked = {};  // of all of it
  Moment cancels = {};                      // if so: when the renewal period ends
  bool loses_domains = false;               // some of its domains are to be cancelled
  Cents noted_cents = 0;                    // what it cost when it last had an event
};

struct Import {
  std::string id;  // imp_…
  bool job = false;
  std::vector<std::string> domains;  // as asked, without repetitions
  Moment at;
  std::string noted = "in_progress";  // the last status that had an event
};

enum class SwapType : std::uint8_t { standard, premium, user_names };
enum class SwapStatus : std::uint8_t { created, in_progress, completed, failed, action_required };

// A domain of an order that is replaced, or an inbox that gets another person.
struct Swap {
  std::string id;  // swp_…
  SwapType type = SwapType::standard;
  std::size_t holding = 0;  // the domain that is replaced, or has the inbox
  std::size_t order = 0;
  std::string replacement;  // a domain; empty for user_names
  bool replaced = false;    // the replacement is on the order
  Moment at;
  Moment went_on = {};  // since when nothing is in its way
  SwapStatus status = SwapStatus::created;
};

// Domains that are to be pointed at another URL.
struct Forwarding {
  std::string id;  // fwj_…
  std::vector<std::size_t> holdings;
  std::string url;
  Moment at;
  Moment done;
  bool finished = false;
  std::vector<std::string> completed;                       // domains, once it is finished
  std::vector<std::pair<std::string, std::string>> failed;  // with the reason
};

// Something that has happened, for the partner's webhook.
struct Event {
  std::string id;  // evt_…
  std::string type;
  Moment at;
  OrderedJson data;
};

// The order that an exact body made.
struct OrderOfBody {
  Moment at;
  std::size_t order;
};

// What happens in an account at a later moment.
struct Later {
  Moment due;
  std::function<void(Moment now)> run;
};

// The names that the accounts of one environment hold: the market has them no more.
struct Registry {
  std::mutex mutex;  // guards this, and the accounts
  std::unordered_set<std::string> names;
  std::atomic<bool> empty = true;  // readable without the mutex
};

struct Account {
  Account(std::string partner_id, std::string partner_name, Registry& names, Bundles& partner_bundles,
          bool sell_twice);

  std::string id;    // org_…
  std::string name;  // the partner's
  Registry& registry;
  std::mutex& mutex;       // the registry's; guards all of it, but for the bundles, which have their own
  Bundles& bundles;        // the partner's, in both environments
  std::deque<User> users;  // like all that follows: oldest first, never removed
  std::unordered_map<std::string, std::size_t> user_of;  // by id, and by email in lower case
  std::deque<Holding> holdings;
  std::unordered_map<std::string, std::size_t> holding_of;  // the newest by name, and all by id
  std::deque<PlacedOrder> orders;
  std::unordered_map<std::string, std::size_t> order_of;  // by id
  std::unordered_map<std::string, OrderOfBody> by_body;
  std::unordered_map<std::string, int> by_user_and_bundle;  // how many orders
  std::string last_password;                                // of a sequencer, for Fault::echo
  bool sells_twice;                                         // as Options::sells_twice says
  std::deque<Action> actions;
  std::deque<Later> later;  // only this one shrinks
  std::deque<Swap> swaps;
  std::deque<Forwarding> forwardings;
  std::deque<Event> events;   // not sent yet; this one shrinks too
  bool keeps_events = false;  // whether anybody sends them
  std::deque<Import> imports;
  std::unordered_map<std::string, std::size_t> job_of;  // by its domains, sorted

  // The holding with this name or id that is not gone, if there is one.
  Holding* holding(const std::string& name_or_id);
  Holding& add(Holding holding);
  // Takes a holding out of the account. `back_on_sale`: its registration is undone.
  void remove(Holding& holding, bool back_on_sale);

  // Notes an event, if anybody sends them.
  void note(std::string type, Moment at, OrderedJson data);

  // Runs what is due.
  void run_later(Moment now);

  // The user that `user`, an id or an email, names; one that does not exist yet is made.
  User& user(const std::string& user, Moment now);
  // The same; nullptr where it does not exist.
  const User* known_user(const std::string& user) const;
  const User& user_with_id(const std::string& user_id) const;
};

// Each of `names` has a test and a live account.
class Accounts {
 public:
  // No names: the one account of the embedded sandbox.
  Accounts(const std::vector<std::string>& names, const Clock& clock, bool sells_twice);
  Account& of(const Key& key) { return accounts_[key.account * 2 + (key.live ? 1 : 0)]; }
  auto begin() { return accounts_.begin(); }
  auto end() { return accounts_.end(); }

 private:
  Registry test_;
  Registry live_;
  std::deque<Bundles> bundles_;
  std::deque<Account> accounts_;  // in pairs
};

}  // namespace domainplan::sandbox
