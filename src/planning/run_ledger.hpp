// The account's ledger as a run uses it: names are reserved before their customer is settled, and a name that
// another process has an answer for, or is about to get one, is not checked again.
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
  // What is known of `names`. Those in neither list are kept from other processes until record() has a row
  // of them.
  struct Found {
    std::vector<std::string> names;
    std::vector<AvailabilityRow> rows;         // those that can be used, in no order
    std::vector<std::string> asked_elsewhere;  // another process will have a row soon
  };
  using LookUpDone = std::function<void(Found, std::exception_ptr error)>;

  virtual ~RunLedger() = default;
  // Reserves the names of these customers, as Ledger::reserve() does.
  virtual void reserve(std::vector<NamesOfCustomer> customers, ReserveDone done) = 0;
  // Looks for answers to these names, all different.
  virtual void look_up(std::vector<std::string> names, LookUpDone done) = 0;
  // The same, after a pause, or once end_pauses() is called.
  virtual void look_up_again(std::vector<std::string> names, LookUpDone done) = 0;
  virtual void end_pauses() noexcept = 0;
  // Keeps answers for others. What goes wrong is the error of the next look_up() or reserve().
  virtual void record(const partner::AvailabilityRows& rows, std::chrono::system_clock::time_point at) = 0;
};

}  // namespace domainplan
