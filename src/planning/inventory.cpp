#include "planning/inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/ledger.hpp"
#include "domainplan/session.hpp"
#include "partner/client.hpp"
#include "partner/domains.hpp"
#include "partner/users.hpp"
#include "planning/ended_orders.hpp"

namespace domainplan {
namespace {

// Shorter stems are in too many names.
constexpr std::size_t kShortestStem = 4;

std::string label_of(std::string_view domain) {
  std::string label(domain.substr(0, domain.find('.')));
  std::erase(label, '-');
  return label;
}

bool fits(const std::string& label, const std::string& stem) {
  return label == stem ||
         (stem.size() >= kShortestStem && (label.starts_with(stem) || label.ends_with(stem)));
}

// What decides whose a domain is, read once for all customers.
class Owners {
 public:
  Owners(const std::unordered_map<std::string, std::string>& user_ids, const NamingRules& rules,
         const std::vector<Customer>& customers) {
    for (std::size_t i = 0; i < customers.size(); ++i) {
      const Customer& customer = customers[i];
      const auto id = user_ids.find(ascii_lower(customer.user));
      of_user_[id == user_ids.end() ? customer.user : id->second].push_back(i);
      all_.push_back(i);
      if (!customer.website.empty()) websites_.emplace(registrable_domain(customer.website));
      std::vector<std::string> stems = stems_of(rules, naming_input(customer));
      for (std::string& stem : stems) std::erase(stem, '-');
      stems_.push_back(std::move(stems));
    }
  }

  std::optional<std::size_t> owner_of(const ReadyDomain& ready) const {
    if (websites_.contains(ready.domain)) return std::nullopt;
    const std::vector<std::size_t>* among = &all_;
    if (!ready.user_id.empty()) {
      const auto found = of_user_.find(ready.user_id);
      if (found == of_user_.end()) return std::nullopt;
      among = &found->second;
      if (among->size() == 1) return among->front();
    }
    const std::string label = label_of(ready.domain);
    std::optional<std::size_t> owner;
    std::size_t longest = 0;
    for (const std::size_t i : *among)
      for (const std::string& stem : stems_[i])
        if (stem.size() > longest && fits(label, stem)) {
          owner = i;
          longest = stem.size();
        }
    return owner;
  }

 private:
  std::unordered_set<std::string> websites_;  // of all customers
  std::unordered_map<std::string, std::vector<std::size_t>> of_user_;
  std::vector<std::size_t> all_;
  std::vector<std::vector<std::string>> stems_;  // without hyphens
};

// Whether its state lets an order use a domain now. What states there are the API does not say.
bool is_usable(const partner::PartnerDomain& domain) {
  constexpr std::array<std::string_view, 12> kNotReady = {
      "in_progress", "pending",          "action_required", "retiring", "retired", "failed",
      "cancelled",   "cancel_scheduled", "expired",         "deleted",  "gone",    "suspended"};
  return is_registrable_domain(domain.domain) &&
         std::find(kNotReady.begin(), kNotReady.end(), domain.status) == kNotReady.end() &&
         !(domain.lists_usable_for && domain.usable_for.empty());
}

bool is_in_stock(const partner::PartnerDomain& domain) {
  return domain.category == "inventory" && domain.order_id.empty() && !domain.is_on_unreadable_order;
}

ProviderSet providers_of(const partner::PartnerDomain& domain) {
  return domain.usable_for.empty() ? ProviderSet::both() : domain.usable_for;
}

}  // namespace

std::optional<ReadyDomain> ready_domain(const partner::PartnerDomain& domain) {
  if (!is_in_stock(domain) || !is_usable(domain)) return std::nullopt;
  return ReadyDomain{domain.domain, domain.user_id, providers_of(domain)};
}

std::size_t share_out(const std::vector<ReadyDomain>& ready,
                      const std::unordered_map<std::string, std::string>& user_ids, const NamingRules& rules,
                      std::vector<Customer>& customers) {
  if (ready.empty()) return 0;
  const Owners owners(user_ids, rules, customers);
  std::vector<std::optional<std::size_t>> owner_of;
  owner_of.reserve(ready.size());
  for (const ReadyDomain& one : ready) owner_of.push_back(owners.owner_of(one));
  for (std::size_t i = 0; i < ready.size(); ++i)
    if (owner_of[i])
      customers[*owner_of[i]].owned.push_back({ready[i].domain, ready[i].usable_for, /*is_inventory=*/true});
  return static_cast<std::size_t>(std::count(owner_of.begin(), owner_of.end(), std::nullopt));
}

void use_inventory(Session& session, const NamingRules& rules, const PlanOptions& options,
                   std::vector<Customer>& customers, const Observer& observer) {
  std::unordered_set<std::string> taken;
  for (const Customer& customer : customers)
    for (const OwnedDomain& owned : customer.owned) taken.insert(owned.domain);
  std::vector<ReadyDomain> ready;
  std::size_t not_usable = 0;
  const auto listed = partner::list_domains(session.client(), "category=inventory");
  for (const partner::PartnerDomain& one : listed.items) {
    if (!is_in_stock(one)) continue;
    if (!is_usable(one)) {
      ++not_usable;
      continue;
    }
    if (options.avoided.contains(one.domain) || options.reserved.contains(one.domain)) continue;
    if (!taken.insert(one.domain).second) continue;
    ready.push_back({one.domain, one.user_id, providers_of(one)});
  }
  if (!ready.empty()) {
    const EndedOrders ended = ended_orders({}, true, session, observer);
    not_usable +=
        std::erase_if(ready, [&](const ReadyDomain& one) { return ended.domains.contains(one.domain); });
  }
  std::sort(ready.begin(), ready.end(),
            [](const ReadyDomain& a, const ReadyDomain& b) { return a.domain < b.domain; });
  std::unordered_map<std::string, std::string> user_ids;
  const bool by_email = std::any_of(customers.begin(), customers.end(), [](const Customer& customer) {
    return customer.user.find('@') != std::string::npos;
  });
  if (by_email && !ready.empty())
    for (const partner::User& user : partner::list_users(session.client()).items)
      user_ids.emplace(ascii_lower(user.email), user.id);
  const std::size_t unused = share_out(ready, user_ids, rules, customers);
  if (!observer.note) return;
  for (const partner::Odd& odd : listed.odd)
    observer.note({.code = NoticeCode::odd_value, .subject = odd.place, .reason = odd.reason});
  observer.note({.code = NoticeCode::ready_domains,
                 .count = static_cast<std::int64_t>(ready.size()),
                 .used = static_cast<std::int64_t>(ready.size() - unused),
                 .unusable = static_cast<std::int64_t>(not_usable)});
}

namespace {

template <class Lost>
void drop_inventory(Customer& customer, const Lost& is_lost) {
  std::erase_if(customer.owned,
                [&](const OwnedDomain& owned) { return owned.is_inventory && is_lost(owned.domain); });
}

}  // namespace

void drop_lost_inventory(Session& session, const std::unordered_set<std::string>& lost, Customer& customer) {
  drop_inventory(customer, [&](const std::string& domain) { return lost.contains(domain); });
  if (std::none_of(customer.owned.begin(), customer.owned.end(),
                   [](const OwnedDomain& owned) { return owned.is_inventory; }))
    return;
  std::unordered_set<std::string> ready;
  for (const partner::PartnerDomain& one :
       partner::list_domains(session.client(), "category=inventory").items)
    if (ready_domain(one)) ready.insert(one.domain);
  drop_inventory(customer, [&](const std::string& domain) { return !ready.contains(domain); });
}

std::vector<std::string> reserve_inventory(const LedgerUse& use, const std::string& plan,
                                           std::vector<Customer>& customers) {
  std::vector<std::string> all_lost;
  for (;;) {
    std::vector<NamesOfCustomer> wanted;
    for (const Customer& customer : customers) {
      NamesOfCustomer names{customer.key, {}};
      for (const OwnedDomain& owned : customer.owned)
        if (owned.is_inventory) names.domains.push_back(owned.domain);
      if (!names.domains.empty()) wanted.push_back(std::move(names));
    }
    const std::vector<std::string> lost = use.ledger->reserve(plan, wanted, use.reserve_days).lost;
    if (lost.empty()) return all_lost;
    const std::unordered_set<std::string> names(lost.begin(), lost.end());
    for (Customer& customer : customers)
      drop_inventory(customer, [&](const std::string& domain) { return names.contains(domain); });
    all_lost.insert(all_lost.end(), lost.begin(), lost.end());
  }
}

}  // namespace domainplan
