// A name that is about to be registered, kept from other plans in the account's ledger.
#pragma once

#include <string>
#include <unordered_set>

#include "domainplan/ledger.hpp"

namespace domainplan {

class NameHold {
 public:
  // For the domain that takes the place of `domain` on `order`; a second run for the same two has the same
  // names. `folder` is that of the order's plan, or "". `ledger` null: there is nothing to keep names in. It
  // must outlive this.
  NameHold(Ledger* ledger, const std::string& order, const std::string& domain, std::string folder);
  // Gives the name back, unless it is kept.
  ~NameHold();
  NameHold(const NameHold&) = delete;
  NameHold& operator=(const NameHold&) = delete;

  // The names that all others have reserved, but for the plan in `folder`. Throws as Ledger does.
  std::unordered_set<std::string> reserved_by_others() const;
  // Reserves a name for `days`, in place of the one before; false where another plan has it. Throws as Ledger
  // does.
  bool take(const std::string& name, const std::string& customer, int days);
  // Whether the name may be on its way to the account: then it stays reserved until it expires.
  void keep(bool is_kept) { is_kept_ = is_kept; }

 private:
  Ledger* const ledger_;
  const std::string id_, folder_;
  bool is_taken_ = false, is_kept_ = false;
};

}  // namespace domainplan
