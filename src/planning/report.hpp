// A settled customer as the plan folder records it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planning/customer_plan.hpp"
#include "store/replace.hpp"

namespace domainplan {

class PlanFolder;

// Why a customer has no order. (A class of its own, as clang 14 cannot default-construct a nested one in an
// optional member.)
struct CustomerShortfall {
  CustomerPlan::Shortfall reason;
  Demand missing;
  std::size_t checked = 0, available = 0;
  std::string help;  // what would help, in words; empty: nothing that is known
};

// What one settled customer adds to the plan folder. Its views are into the plan it was made of.
struct CustomerResult {
  struct CandidateRow {
    const Candidate* candidate;
    const Fact* fact;
    Verdict verdict;
  };
  struct OrderRow {
    std::string_view domain;
    Provider provider;
    std::optional<std::size_t> rank;  // of its candidate; unset: owned
  };

  const Customer* customer;
  std::vector<CandidateRow> candidates;        // by rank
  std::vector<OrderRow> order;                 // as in the order; empty where there is none
  std::optional<CustomerShortfall> shortfall;  // where there is none
  std::optional<std::int64_t> gap;             // see Selection

  std::size_t count(Verdict verdict) const { return verdicts[static_cast<std::size_t>(verdict)]; }
  std::array<std::size_t, kVerdicts> verdicts{};  // of the candidates
};
CustomerResult result_of(const CustomerPlan& plan);

// For one that has none: what stood in the way, and what would help.
std::string shortfall_message(const CustomerResult& result);

// One that has an order, as rows and as the exact body. `currency`: of its prices.
store::CustomerRows rows_of(const CustomerResult& result, const std::string& currency);

// Writes one into the folder. `options`: see pinned_customer(), and which of PinnedPlan::options they are.
// Throws RunError.
void write_result(PlanFolder& folder, const CustomerResult& result, const PlanOptions& planned_with,
                  const std::string& options, std::size_t number);
// Adds one to the summary.
void add_result(PlanSummary& summary, const CustomerResult& result);

// Writes a customer that was left out, and adds it to the summary.
void write_skipped(PlanFolder& folder, const SkippedCustomer& skipped, PlanSummary& summary);

}  // namespace domainplan
