// The account's ledger as a run uses it: names are reserved before their customer is settled, and answers
// that other processes were given are not asked for again.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <string>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/ledger.hpp"
#include "partner/availability.hpp"

namespace domainplan {

// Every member may be called from any thread and returns at once. A callback is called once, on a thread of
// the ledger's own, and must not throw.
class RunLedger {
 public:
  using ReserveDone = std::function<void(Ledger::Reserved, std::exception_ptr error)>;
  // `rows`: those that can be used, in no order.
  using LookUpDone = std::function<void(std::vector<std::string> names, std::vector<AvailabilityRow> rows,
                                        std::exception_ptr error)>;

  virtual ~RunLedger() = default;
  // Reserves the names of these customers, as Ledger::reserve() does.
  virtual void reserve(std::vector<NamesOfCustomer> customers, ReserveDone done) = 0;
  // Looks for answers to these names.
  virtual void look_up(std::vector<std::string> names, LookUpDone done) = 0;
  // Keeps answers for others. What goes wrong is the error of the next look_up() or reserve().
  virtual void record(const partner::AvailabilityRows& rows, std::chrono::system_clock::time_point at) = 0;
};

}  // namespace domainplan
