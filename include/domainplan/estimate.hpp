// What a run would take, before it is made.
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
  std::size_t customers = 0, skipped = 0;  // skipped: of them, left out
  std::int64_t domains = 0;                // that the orders need, owned ones aside
  std::int64_t checks = 0;                 // names to be checked, about
  std::int64_t calls = 0;                  // of GET /domains/availability, about
  std::int64_t minutes = 0;                // that the rate makes the run last at least
  // Where recorded answers are at hand: a customer whose order they hold costs what it costs there; each
  // domain of another costs at least the lowest recorded price that the customer accepts, and at most the
  // highest. Nothing where no recorded price can be accepted.
  std::optional<CostRange> cost;
};

// `recorded`: the bytes of an availability.ndjson. `rate`: calls in any 60 s. Makes no call. Throws
// InputError where `recorded` cannot be read.
RunEstimate estimate_run(const Intake& intake, const NamingRules& rules, const PlanOptions& options, int rate,
                         const std::optional<InputFile>& recorded);

}  // namespace domainplan
