#include "planning/flow_executor.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <stdexcept>
#include <vector>

using namespace domainplan;

TEST_CASE("side by side every number is worked on once, by one thread at a time where there is one") {
  for (const int threads : {1, 3}) {
    std::vector<std::atomic<int>> times(500);
    std::atomic<int> now = 0, most = 0;
    side_by_side(times.size(), threads, [&](std::size_t i) {
      const int running = ++now;
      int before = most;
      while (running > before && !most.compare_exchange_weak(before, running)) {
      }
      ++times[i];
      --now;
    });
    for (const std::atomic<int>& count : times) CHECK(count.load() == 1);
    CHECK(most.load() <= threads);
  }
}

TEST_CASE("what work side by side throws is thrown to the caller") {
  const auto work = [](std::size_t i) {
    if (i == 7) throw std::runtime_error("seven");
  };
  CHECK_THROWS_WITH(side_by_side(20, 2, work), "seven");
}
