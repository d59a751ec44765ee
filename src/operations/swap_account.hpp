// What an account says that matters to a swap: the order, the domain that is replaced, the swaps it had, and
// the domains that may take its place.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "operations/change_journal.hpp"
#include "operations/listed_swaps.hpp"
#include "partner/domains.hpp"
#include "partner/swaps.hpp"

namespace domainplan {

class SwapAccount {
 public:
  // `domain` of `order` is replaced. All must outlive this.
  SwapAccount(partner::Client& client, const ChangeJournal& journal, const std::string& order,
              const std::string& domain);

  // Reads the order and the lists of domains and swaps; what an earlier read found is forgotten. Throws
  // UsageError where the account has no such order; RunError where the API fails.
  void read();

  // Why the domain cannot be replaced; "" where it can.
  const std::string& refusal() const { return refusal_; }
  // The domain that is replaced; set where refusal() is "".
  const partner::PartnerDomain& old() const { return *old_; }
  // The swap that the domain has already. Throws CannotTell where the list leaves that open.
  std::optional<partner::Swap> standing_swap() const;
  // Whether a premium swap replaced or brought the domain since. Throws CannotTell.
  bool had_premium_since(std::chrono::system_clock::time_point since) const;
  // The ids of the swaps that may be of the domain.
  std::vector<std::string> known_swaps() const { return of_domain_.ids(); }

  // The domains that stay on the order.
  const std::vector<partner::PartnerDomain>& staying() const { return staying_; }
  // All that the account has, or that swaps bring or brought.
  std::unordered_set<std::string> taken() const;
  bool has(const std::string& name) const { return domains_.contains(name); }
  // Whether a swap under way brings it, or may.
  bool is_on_its_way(const std::string& name) const;
  // The domain, where the account has it ready and on no order; else null.
  const partner::PartnerDomain* in_stock(const std::string& name) const;
  // Asks the API for the live orders that have no domain in the list, as one that was just placed may not.
  // Returns the one that has the name; "" where none has.
  std::string order_with(const std::string& name);
  // Whether an import of the domain is under way or done. Calls the API.
  bool is_imported(const std::string& name);

 private:
  void sort_domains(const std::vector<partner::PartnerDomain>& domains);
  void read_swaps();
  [[noreturn]] void hold(const std::string& doubt) const;

  partner::Client& client_;
  const ChangeJournal& journal_;
  const std::string& order_;
  const std::string& domain_;

  std::string refusal_, old_id_;
  std::optional<partner::PartnerDomain> old_;
  std::vector<partner::PartnerDomain> in_stock_, staying_;
  std::unordered_set<std::string> domains_;              // all domains of the account
  std::unordered_set<std::string> orders_with_domains_;  // ids
  std::unordered_map<std::string, bool> brought_;        // by replacement: whether its swap is under way
  partner::List<partner::Swap> swaps_;
  ListedSwaps of_domain_;
};

// What came of a swap that was sent, perhaps, with this intent. Reads GET /swaps. Throws CannotTell where the
// list leaves that open.
std::optional<partner::Swap> listed_swap(partner::Client& client, const SwapIntent& what);

}  // namespace domainplan
