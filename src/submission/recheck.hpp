// Whether what was planned still holds at the moment the money is spent.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/submit.hpp"
#include "submission/lost_answer.hpp"
#include "submission/outgoing.hpp"

namespace domainplan {

struct Objection {
  SubmitState state;
  SubmitReason reason;
  // Domains that the vendor refused in the order, whatever it says of their availability.
  std::vector<std::string> refused = {};
};

// What stands against ordering `planned` for its provider, given its newest row.
std::optional<Objection> objection_to(const PlannedDomain& planned, const AvailabilityRow& row);

// A call carries the domains of at most so many orders.
inline constexpr std::size_t kOrdersPerCall = 10;

// Rows less than kFreshRows old, by the run's monotonic clock, for the registrar domains of an order. What an
// earlier process or the ledger knows is never fresh enough, so this begins empty.
class Recheck {
 public:
  using Ask = std::function<void(const std::vector<std::string>& domains,
                                 const std::function<void(AvailabilityRow)>& row)>;
  using Clock = std::function<Moment()>;

  Recheck(std::size_t batch_size, Ask ask, Clock clock);

  // The first thing that stands against sending `orders.front()` now. The others are those that come next;
  // their domains ride along where the call has room. `may_have_them`: it was sent before and may have been
  // carried out, so that domains that are taken do not count.
  std::optional<Objection> objection(std::span<const Outgoing* const> orders, bool may_have_them = false);

  // When the first of an order's rows is no longer fresh; the end of time where nothing is registered.
  Moment fresh_until(const Outgoing& order) const;

 private:
  struct Known {
    Moment at;
    AvailabilityRow row;
  };
  bool is_fresh(const std::string& domain) const;
  void ask(std::span<const Outgoing* const> orders);

  std::unordered_map<std::string, Known> known_;
  std::size_t batch_size_;
  Ask ask_;
  Clock clock_;
};

}  // namespace domainplan
