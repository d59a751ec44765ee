// Names that the API refuses as such. One is a name of ours that it cannot read; when it is all of them,
// something else is wrong, and asking on would learn nothing.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <string>

#include "domainplan/error.hpp"
#include "partner/availability.hpp"

namespace domainplan {

class Refusals {
 public:
  // An interrupted run had heard of this many names that were not refused.
  void heard_before(std::size_t names) { heard_ += names; }

  // Looks at an answer; `quiet`: no other call is under way. Throws RunError where a callful of names was
  // refused, none was not, and nobody is about to say otherwise; or where it were a waste to go on.
  void add(const partner::AvailabilityRows& rows, bool quiet) {
    refused_ += rows.refused;
    heard_ += rows.rows.size() + rows.missing.size();
    if (rows.refused > 0) words_ = rows.refusal;
    if (refused_ >= (quiet ? std::size_t{partner::kMostDomainsPerCall} : kFarTooMany)) check();
  }

  // At the end of a run: throws RunError where more than one name was asked for and every one was refused.
  void check() const {
    if (refused_ > 1 && refused_ == heard_)
      throw RunError(fmt::format("the API refused every one of {} names, at last: {}", refused_, words_));
  }

 private:
  static constexpr std::size_t kFarTooMany = 1000;

  std::size_t refused_ = 0, heard_ = 0;
  std::string words_;
};

}  // namespace domainplan
