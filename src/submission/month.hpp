// What was ordered in a calendar month, in UTC. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/ledger.hpp"
#include "submission/account_view.hpp"
#include "submission/duplicates.hpp"

namespace domainplan {

struct MonthOrder {
  std::string customer;  // "" where it is not known
  Cents cents = 0;
};
using MonthOrders = std::map<std::string, MonthOrder>;  // by id

// Whether two times, in seconds since 1970, are in one month.
bool is_same_month(std::int64_t one_s, std::int64_t other_s);

// An order that the journal of this folder has.
struct OwnOrder {
  std::string id;  // "" while what became of it is not known
  std::string customer;
  Cents cents = 0;
  std::string currency;        // "" where it is not known
  std::int64_t placed_at = 0;  // seconds since 1970
};

// The live orders in `currency` that were placed in the month of `now_s`: those that the vendor lists, those
// of the ledger and our own, each at the largest figure. The vendor's word on the status of an order counts,
// else the ledger's. An order that nobody dates counts as placed now, and so does one that may be there.
MonthOrders orders_of_month(const AccountView& account, const std::vector<LedgerOrder>& ledger,
                            const std::vector<OwnOrder>& own, const JournalledOrders& journalled,
                            const std::string& currency, std::int64_t now_s);

// The sum of all, or of one customer's.
Cents sum_of(const MonthOrders& orders);
Cents sum_of(const MonthOrders& orders, const std::string& customer);

// A live order that the ledger has for the order's customer and that is not in `own`, the orders of this
// folder. The vendor's word on the status of an order counts.
std::optional<PossibleDuplicate> find_in_ledger(const NewOrder& order, const std::vector<LedgerOrder>& ledger,
                                                const AccountView& account, const JournalledOrders& own);

}  // namespace domainplan
