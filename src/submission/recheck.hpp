// Whether what was planned still holds at the moment the money is spent.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/stored_plan.hpp"
#include "domainplan/submit.hpp"

namespace domainplan {

// A row, and when the API gave it.
struct DatedRow {
  std::chrono::system_clock::time_point at;
  AvailabilityRow row;
};
using DatedRows = std::unordered_map<std::string, DatedRow>;  // by domain

// The newest rows of the plan's evidence that are still fresh at `now`.
DatedRows fresh_answers(const std::string& folder, std::chrono::system_clock::time_point now);

struct Objection {
  SubmitState state;
  std::string message;
};

// What stands against buying `planned` for its provider, given its newest row.
std::optional<Objection> objection_to(const PlannedDomain& planned, const AvailabilityRow& row);

// Rows no older than 5 minutes for all registrar domains of an order, asked for 50 a call together with those
// of the orders that follow.
class Recheck {
 public:
  using Ask = std::function<void(const std::vector<std::string>& names,
                                 const std::function<void(AvailabilityRow)>& row)>;
  using Clock = std::function<std::chrono::system_clock::time_point()>;

  Recheck(DatedRows known, std::size_t batch_size, Ask ask, Clock clock);

  // The first thing that stands against sending `orders.front()` now. The others are those that follow it.
  std::optional<Objection> objection(std::span<const PlannedOrder* const> orders);

  // Whether the rows of all its registrar domains are fresh still.
  bool holds(const PlannedOrder& order) const;

 private:
  bool fresh(const std::string& domain) const;

  DatedRows known_;
  std::size_t batch_size_;
  Ask ask_;
  Clock clock_;
};

}  // namespace domainplan
