#include "submission/lost_answer.hpp"

#include <algorithm>

namespace domainplan {

LostAnswer LostAnswer::of_an_earlier_run(std::optional<std::chrono::milliseconds> age, Moment now) {
  const std::chrono::milliseconds first = kLooks.front();
  // A clock that was set says nothing: then the whole time is waited again.
  const std::chrono::milliseconds passed =
      age && *age >= Moment::zero() ? std::min(*age, first) : Moment::zero();
  return LostAnswer(now - passed);
}

std::optional<Moment> LostAnswer::next_look() const {
  if (made_ == kLooks.size()) return std::nullopt;
  return failed_ + kLooks[made_];
}

void LostAnswer::looked(Moment now) {
  ++made_;
  while (made_ < kLooks.size() && failed_ + kLooks[made_] <= now) ++made_;
}

}  // namespace domainplan
