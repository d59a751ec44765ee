// A settled customer as the plan folder tells it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "planning/customer_plan.hpp"

namespace domainplan {

class PlanFolder;

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
  struct Shortfall {
    CustomerPlan::Shortfall reason;
    Demand missing;
    std::size_t checked = 0, available = 0;
  };

  const Customer* customer;
  std::vector<CandidateRow> candidates;  // by rank
  std::vector<OrderRow> order;           // as in the order; empty where there is none
  std::optional<Shortfall> shortfall;    // where there is none
  std::optional<std::int64_t> gap;       // see Selection

  std::size_t count(Verdict verdict) const { return verdicts[static_cast<std::size_t>(verdict)]; }
  std::array<std::size_t, kVerdicts> verdicts{};  // of the candidates
};
CustomerResult result_of(const CustomerPlan& plan);

// Writes one into the folder as text. Throws RunError.
void write_result(PlanFolder& folder, const CustomerResult& result, const ChoiceOptions& choice);
// Adds one to the summary.
void add_result(PlanSummary& summary, const CustomerResult& result);

// The row of a customer that --skip-bad-rows left out.
std::string skipped_row(const SkippedCustomer& skipped);

}  // namespace domainplan
