#include "cli/progress.hpp"

#include <catch2/catch.hpp>

using namespace domainplan::cli;
using namespace std::chrono_literals;

namespace {
const std::chrono::steady_clock::time_point kBegan{100s};
const std::chrono::steady_clock::time_point kNoWait{};
}  // namespace

TEST_CASE("what is left is what the settled customers took, for each of the others") {
  const Pace pace{kBegan, kBegan + 10s, 100, 400};
  CHECK(seconds_left(pace, kNoWait, kBegan + 10s) == Approx(30));
  CHECK(seconds_left(pace, kNoWait, kBegan + 12s) == Approx(28));
}

TEST_CASE("what is left holds a wait that is known from its beginning, and falls while the run waits") {
  const Pace pace{kBegan, kBegan + 5s, 500, 2000};
  const auto wait_end = kBegan + 60s;
  double before = *seconds_left(pace, wait_end, kBegan + 5s);
  CHECK(before == Approx(55 + 1500 * 60.0 / 500));
  for (auto now = kBegan + 6s; now < wait_end + 10s; now += 1s) {
    const double left = *seconds_left(pace, wait_end, now);
    CHECK(left < before);
    before = left;
  }
}

TEST_CASE("a wait that is over before the last customer was settled counts no longer") {
  const Pace pace{kBegan, kBegan + 80s, 800, 1600};
  CHECK(seconds_left(pace, kBegan + 60s, kBegan + 80s) == Approx(80));
}

TEST_CASE(
    "nothing is said of what is left before the first customer, after the last and beyond the estimate") {
  CHECK_FALSE(seconds_left({kBegan, kBegan, 0, 10}, kNoWait, kBegan + 5s));
  CHECK_FALSE(seconds_left({kBegan, kBegan + 5s, 10, 10}, kNoWait, kBegan + 6s));
  CHECK_FALSE(seconds_left({kBegan, kBegan + 5s, 5, 10}, kNoWait, kBegan + 60s));
}
