// The world's edge of a submission: clocks, waiting, and calls. In the program these are the machine and the
// Partner API; in tests a vendor and a time of their own.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/availability.hpp"
#include "partner/imports.hpp"
#include "partner/place_order.hpp"
#include "partner/users.hpp"
#include "store/journal.hpp"
#include "submission/account_view.hpp"
#include "submission/lost_answer.hpp"

namespace domainplan {

class SubmitWorld {
 public:
  virtual ~SubmitWorld() = default;

  // Every clock, the server's as its last answer gave it. From any thread.
  virtual JournalTime now() = 0;
  // A clock that never runs backwards and starts anywhere. From any thread.
  virtual Moment monotonic() = 0;

  // Sends an order's bytes with at most one attempt; what becomes of it comes through wait(). `may_start` is
  // asked right before the attempt, on another thread.
  virtual void place(std::size_t order, const std::string& bytes, bool lost_before,
                     std::function<bool()> may_start) = 0;
  struct Answer {
    std::size_t order;
    partner::Placement placement;
  };
  // Waits for the next answer, until `until` at the latest. Throws Interrupted.
  virtual std::optional<Answer> wait(Moment until) = 0;

  // The account's lists, both read to their end. Throws RunError where that cannot be done.
  virtual AccountView look() = 0;
  // GET /orders/{id}; nothing, with a warning, where it cannot be read.
  virtual std::optional<partner::Order> order(const std::string& id) = 0;
  // Final rows for `domains`. Throws RunError.
  virtual void check(const std::vector<std::string>& domains,
                     const std::function<void(AvailabilityRow)>& row) = 0;
  // The imports that hold any of `domains`. Throws RunError.
  virtual std::vector<partner::DomainImport> imports(const std::vector<std::string>& domains) = 0;
  // The account's users. Throws RunError.
  virtual std::vector<partner::User> users() = 0;
};

}  // namespace domainplan
