// Names that the API refuses as such, or answers with rows that cannot be used. One of them is one result;
// when it is all of them, something else is wrong, and asking on would learn nothing.
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

  // Looks at an answer; `quiet`: no other call is under way. Throws RunError where no name so far has a
  // usable row and asking on would be a waste: a callful of names was refused and nobody is about to say
  // otherwise, or a thousand rows were of no use. (An unusable row is asked for again, so a few of them prove
  // little.)
  void add(const partner::AvailabilityRows& rows, bool quiet) {
    refused_ += rows.refused;
    unusable_ += rows.unusable;
    heard_ += rows.rows.size() + rows.missing.size();
    if (rows.refused + rows.unusable > 0) words_ = rows.refusal;
    if (quiet && refused_ >= partner::kMostDomainsPerCall) check();
    if (refused_ + unusable_ >= kFarTooMany && refused_ + unusable_ == heard_) fail();
  }

  // At the end of a run: throws RunError where more than one name was asked for and every one was refused.
  void check() const {
    if (refused_ > 1 && refused_ == heard_) fail();
  }

 private:
  static constexpr std::size_t kFarTooMany = 1000;

  [[noreturn]] void fail() const {
    throw RunError(ErrorCode::api, fmt::format("the API gave no usable row for {} names; the last error: {}",
                                               heard_, words_));
  }

  std::size_t refused_ = 0, unusable_ = 0, heard_ = 0;
  std::string words_;
};

}  // namespace domainplan
