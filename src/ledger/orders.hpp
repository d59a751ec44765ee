// Orders that were placed, and what they come to.
#pragma once

#include "ledger/reservations.hpp"

namespace domainplan::ledger {

void record_order(const Rows& rows, const LedgerOrder& order, const LedgerRecord& how);
void remove_order(const Rows& rows, const std::string& id);
void record_swap(const Rows& rows, const std::string& order, const std::string& replaced,
                 const LedgerOrderDomain& replacement);
std::vector<LedgerOrder> orders(const Rows& rows, const std::string& customer);
Cents spent_in_month(const Rows& rows, LedgerTime time, const std::string& currency,
                     const std::string& customer);
std::vector<LedgerTotal> spending(const Rows& rows, SpendingBy by);

// "2026-11", in UTC.
std::string month_of(LedgerTime time);

}  // namespace domainplan::ledger
