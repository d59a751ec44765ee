// What is done about an order whose answer was lost: when the vendor's lists are looked at, and how often the
// same bytes may go again. Pure; times are milliseconds of a clock that never runs backwards.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <optional>

#include "domainplan/submit.hpp"

namespace domainplan {

using Moment = std::chrono::milliseconds;  // of the run's monotonic clock

class LostAnswer {
 public:
  // The first try failed at `failed`, in this run.
  static LostAnswer in_this_run(Moment failed) { return LostAnswer(failed); }
  // An earlier run sent it `age` ago (nothing: its clocks cannot say). That run's looks are not continued:
  // this one looks first, as soon as kFirstLook has passed since the sending, and then goes on like the run
  // that sent it.
  static LostAnswer of_an_earlier_run(std::optional<std::chrono::milliseconds> age, Moment now);

  // When the lists are to be looked at next; nothing once all looks are over.
  std::optional<Moment> next_look() const;
  // A look that was due has been made. Looks that would have been due meanwhile are not made up for.
  void looked(Moment now);

 private:
  explicit LostAnswer(Moment failed) : failed_(failed) {}

  Moment failed_;
  std::size_t made_ = 0;
};

}  // namespace domainplan
