// Customers of a plan who seem to have an order already. submit() holds their orders; this finds them when
// the plan is made.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "domainplan/intake.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/plan.hpp"
#include "domainplan/plan_lock.hpp"
#include "domainplan/session.hpp"
#include "domainplan/submit_reason.hpp"

namespace domainplan {

class Ledger;

// Compares the orders of the plan in the folder of `lock` with the account's orders and domains (GET /orders
// and GET /domains, read whole), with each other and, by customer, with `ledger` (null: none). Returns what
// was found by customer, and adds its text to the folder's summary.json. `warning` may be empty; it is called
// on the calling thread and may throw. Throws RunError where a list cannot be read to its end, KeyRefused,
// Interrupted; summary.json is then as it was.
std::map<std::string, PossibleDuplicate> find_possible_duplicates(const PlanLock& lock, Session& session,
                                                                  const NoticeHook& warning,
                                                                  Ledger* ledger = nullptr);

// A plan that was just made.
struct MadePlan {
  const std::vector<Customer>& customers;       // that it was made of
  const std::vector<std::string>& reserved_by;  // PlanOptions::reserved_by
  const PlanSummary& summary;                   // that plan() returned
};

// The same for the plan that was just made in the folder of `lock`, whose orders need not be read again.
std::map<std::string, PossibleDuplicate> find_possible_duplicates(const PlanLock& lock, const MadePlan& made,
                                                                  Session& session, const NoticeHook& warning,
                                                                  Ledger* ledger = nullptr);

}  // namespace domainplan
