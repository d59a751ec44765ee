#include "planning/inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/session.hpp"
#include "partner/client.hpp"
#include "partner/domains.hpp"
#include "partner/users.hpp"

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
         const std::vector<Customer>& customers)
      : customers_(customers) {
    for (std::size_t i = 0; i < customers.size(); ++i) {
      const Customer& customer = customers[i];
      const auto id = user_ids.find(ascii_lower(customer.user));
      of_user_[id == user_ids.end() ? customer.user : id->second].push_back(i);
      all_.push_back(i);
      std::vector<std::string> stems = stems_of(rules, naming_input(customer));
      for (std::string& stem : stems) std::erase(stem, '-');
      stems_.push_back(std::move(stems));
    }
  }

  std::optional<std::size_t> owner_of(const ReadyDomain& ready) const {
    const std::vector<std::size_t>* among = &all_;
    if (!ready.user_id.empty()) {
      const auto found = of_user_.find(ready.user_id);
      if (found == of_user_.end()) return std::nullopt;
      among = &found->second;
      if (among->size() == 1)
        return is_website(among->front(), ready) ? std::nullopt : std::optional(among->front());
    }
    const std::string label = label_of(ready.domain);
    std::optional<std::size_t> owner;
    std::size_t longest = 0;
    for (const std::size_t i : *among)
      for (const std::string& stem : stems_[i])
        if (stem.size() > longest && fits(label, stem) && !is_website(i, ready)) {
          owner = i;
          longest = stem.size();
        }
    return owner;
  }

 private:
  bool is_website(std::size_t customer, const ReadyDomain& ready) const {
    const std::string& website = customers_[customer].website;
    return !website.empty() && registrable_domain(website) == ready.domain;
  }

  const std::vector<Customer>& customers_;
  std::unordered_map<std::string, std::vector<std::size_t>> of_user_;
  std::vector<std::size_t> all_;
  std::vector<std::vector<std::string>> stems_;  // without hyphens
};

}  // namespace

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
                   std::vector<Customer>& customers, const std::function<void(const std::string&)>& note) {
  std::unordered_set<std::string> taken;
  for (const Customer& customer : customers)
    for (const OwnedDomain& owned : customer.owned) taken.insert(owned.domain);
  std::vector<ReadyDomain> ready;
  const auto listed = partner::list_domains(session.client(), "category=inventory");
  for (const partner::PartnerDomain& one : listed.items) {
    if (one.category != "inventory" || !one.order_id.empty()) continue;
    if (options.avoided.contains(one.domain) || options.reserved.contains(one.domain)) continue;
    if (!taken.insert(one.domain).second) continue;
    ready.push_back({one.domain, one.user_id, one.usable_for.empty() ? ProviderSet::both() : one.usable_for});
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
  if (!note) return;
  for (const partner::Odd& odd : listed.odd) note(fmt::format("{}: {}", odd.place, odd.reason));
  note(fmt::format("ready domains of the account: {}, of which {} belong to customers of this plan",
                   ready.size(), ready.size() - unused));
}

}  // namespace domainplan
