#include "sandbox/rate_limit.hpp"

#include <catch2/catch.hpp>

using namespace domainplan::sandbox;
using namespace std::chrono_literals;

namespace {

// A limit on a clock that the test moves.
struct Bench {
  explicit Bench(int most) : limit(most, [this] { return now; }) {}
  RateLimit::Time now{};
  RateLimit limit;
};

}  // namespace

TEST_CASE("a request beyond the limit waits until the oldest in the window is 60 seconds old") {
  Bench bench(3);
  for (int i = 0; i < 3; ++i) {
    CHECK(bench.limit.seconds_to_wait("a") == 0);
    bench.now += 10s;
  }
  CHECK(bench.limit.seconds_to_wait("a") == 30);
  bench.now += 29'999ms;
  CHECK(bench.limit.seconds_to_wait("a") == 1);
  bench.now += 1ms;
  CHECK(bench.limit.seconds_to_wait("a") == 0);
  CHECK(bench.limit.seconds_to_wait("a") == 10);
}

TEST_CASE("the seconds to wait are rounded up and never fewer than one") {
  Bench bench(1);
  CHECK(bench.limit.seconds_to_wait("a") == 0);
  bench.now += 100ms;
  CHECK(bench.limit.seconds_to_wait("a") == 60);
  bench.now = RateLimit::Time{} + 60s - 1ns;
  CHECK(bench.limit.seconds_to_wait("a") == 1);
}

TEST_CASE("refused requests use nothing up, and keys do not share a limit") {
  Bench bench(2);
  CHECK(bench.limit.seconds_to_wait("pk_live_a") == 0);
  CHECK(bench.limit.seconds_to_wait("pk_live_a") == 0);
  for (int i = 0; i < 10; ++i) CHECK(bench.limit.seconds_to_wait("pk_live_a") == 60);
  CHECK(bench.limit.seconds_to_wait("pk_test_a") == 0);
  bench.now += 60s;
  CHECK(bench.limit.seconds_to_wait("pk_live_a") == 0);
}

TEST_CASE("the window slides: no 60 seconds hold more than the limit") {
  Bench bench(5);
  std::vector<RateLimit::Time> admitted;
  for (int i = 0; i < 2'000; ++i) {
    bench.now += std::chrono::milliseconds(1 + i * 37 % 9'000);
    if (bench.limit.seconds_to_wait("a") == 0) admitted.push_back(bench.now);
  }
  for (std::size_t i = 5; i < admitted.size(); ++i) CHECK(admitted[i] - admitted[i - 5] >= 60s);
  CHECK(admitted.size() > 500);
}

TEST_CASE(
    "the most requests in a window are counted for each key, refused ones included, without a limit too") {
  Bench limited(1);
  for (int i = 0; i < 4; ++i) limited.limit.seconds_to_wait("a");
  limited.limit.seconds_to_wait("b");
  CHECK(limited.limit.most_in_window() == 4);
  limited.now += 60s;
  for (int i = 0; i < 3; ++i) limited.limit.seconds_to_wait("a");
  CHECK(limited.limit.most_in_window() == 4);

  Bench open(0);
  for (int i = 0; i < 700; ++i) CHECK(open.limit.seconds_to_wait("a") == 0);
  CHECK(open.limit.most_in_window() == 700);
}
