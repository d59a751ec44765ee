// Who reserves names for a run, before its customers are settled.
#pragma once

#include <exception>
#include <functional>
#include <vector>

#include "domainplan/ledger.hpp"

namespace domainplan {

class NameReserver {
 public:
  using Done = std::function<void(Ledger::Reserved, std::exception_ptr error)>;

  virtual ~NameReserver() = default;
  // Reserves the names of these customers, as Ledger::reserve() does, and calls `done` once, on a thread of
  // its own; `done` must not throw. From any thread; returns at once.
  virtual void reserve(std::vector<NamesOfCustomer> customers, Done done) = 0;
};

}  // namespace domainplan
