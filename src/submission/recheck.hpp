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
#include "domainplan/submit.hpp"
#include "submission/plan_files.hpp"

namespace domainplan {

// The vendor calls a row fresh for 5 minutes.
inline constexpr std::chrono::minutes kFresh{5};

// When each of the plan's domains was last answered for, from the plan's evidence; only those that are still
// fresh at `now`.
std::unordered_map<std::string, std::chrono::system_clock::time_point> fresh_answers(
    const std::string& folder, std::chrono::system_clock::time_point now);

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

  // `known`: as fresh_answers() gives it; those domains are as planned.
  Recheck(std::unordered_map<std::string, std::chrono::system_clock::time_point> known,
          std::size_t batch_size, Ask ask, Clock clock);

  // The first thing that stands against sending `orders.front()` now. The others are those that follow it.
  std::optional<Objection> objection(std::span<const PlannedOrder* const> orders);

 private:
  bool fresh(const std::string& domain) const;

  struct Known {
    std::chrono::system_clock::time_point at;
    std::optional<AvailabilityRow> row;  // not set: as planned
  };
  std::unordered_map<std::string, Known> known_;
  std::size_t batch_size_;
  Ask ask_;
  Clock clock_;
};

}  // namespace domainplan
