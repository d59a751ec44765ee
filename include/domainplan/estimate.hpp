// What a run would check, call and cost, before it is made. Makes no call, and calls nothing back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "domainplan/plan.hpp"

namespace domainplan {

// The first-year cost of all orders, in cents.
struct CostRange {
  Cents from = 0, to = 0;
};

struct RunEstimate {
  std::size_t customers = 0, skipped = 0;  // skipped: those left out
  std::int64_t domains = 0;                // that the orders need, without owned ones
  std::int64_t checks = 0;                 // names to be checked, estimated
  std::int64_t calls = 0;                  // of POST /domains/availability, estimated
  std::int64_t minutes = 0;                // the least that the rate allows
  // With recorded answers: the exact cost of a customer for whom they hold a whole order; for each domain of
  // the others, from the lowest to the highest recorded price within the customer's caps. Unset where no
  // recorded price is within the caps.
  std::optional<CostRange> cost;
};

// `recorded`: the bytes of an availability.ndjson. `rate`: calls in any 60 s. Throws
// InputError where `recorded` cannot be read.
RunEstimate estimate_run(const Intake& intake, const NamingRules& rules, const PlanOptions& options, int rate,
                         const std::optional<InputFile>& recorded);

}  // namespace domainplan
