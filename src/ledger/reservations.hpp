// Names that plans have reserved. The functions are parts of a transaction, but for those that say otherwise.
#pragma once

#include <string_view>

#include "domainplan/ledger.hpp"
#include "ledger/transaction.hpp"

namespace domainplan::ledger {

// One account's rows in a database.
struct Rows {
  Database& database;
  const std::string& account;
};

// Of a row `o` of domainplan_order: LedgerOrder::is_live().
inline constexpr std::string_view kIsLive = "o.status NOT IN ('failed', 'cancelled')";

void begin_plan(const Rows& rows, const std::string& plan, const std::string& folder);
bool knows_plan(const Rows& rows, const std::string& plan);
std::vector<std::string> reserved_by_others(const Rows& rows, const std::string& plan);

// The names of `customers` that could not be reserved; where there are any, the transaction is to be undone.
std::vector<std::string> reserve_all(const Rows& rows, const std::string& plan,
                                     const std::vector<NamesOfCustomer>& customers, int days);

std::size_t release(const Rows& rows, const std::string& plan);
std::size_t release_others(const Rows& rows, const std::string& plan, const std::vector<std::string>& keep);
std::size_t release_of(const Rows& rows, const std::string& plan, const std::string& customer);
std::vector<std::string> plans_in(const Rows& rows, const std::string& folder);
std::vector<Reservation> reservations(const Rows& rows, const std::string& plan);

}  // namespace domainplan::ledger
