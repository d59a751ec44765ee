// A settled draw as the plan folder tells it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "planning/draw.hpp"

namespace domainplan {

// Everything one customer adds to the plan folder and to the summary.
struct Report {
  std::size_t place = 0;  // which of the run's customers
  std::string customer;
  std::string order;           // the order's exact body; empty where there is none
  std::string plan_rows;       // of plan.csv
  std::string candidate_rows;  // of candidates.csv
  std::string shortfall_row;   // of shortfall.csv; empty where there is an order
  std::size_t candidates = 0;
  std::array<std::size_t, kVerdicts> verdicts{};
  Cents cost_cents = 0, renewal_cents = 0;
  std::optional<std::int64_t> gap;  // see Selection
};

Report report_on(const Draw& draw, const ChoiceOptions& choice);

// The row of a customer that --skip-bad-rows left out.
std::string skipped_row(const SkippedCustomer& skipped);

}  // namespace domainplan
