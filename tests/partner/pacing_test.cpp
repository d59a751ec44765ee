#include "partner/pacing.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <deque>
#include <map>
#include <random>
#include <vector>

using namespace std::chrono_literals;
using domainplan::partner::Pacing;
using Time = Pacing::Time;

namespace {

constexpr Time kStart{1000h};

// The moments at which a server counted calls, by the client's clock, in order.
using Arrivals = std::vector<Time>;

// A client with `calls` to make at once, on `connections`, whose calls take random times to the server and
// back.
Arrivals simulate(int rate, int calls, int connections, std::chrono::milliseconds longest, unsigned seed) {
  std::mt19937 random(seed);
  const auto some = [&] {
    return std::chrono::milliseconds(random() % (static_cast<unsigned>(longest.count()) + 1));
  };
  Pacing pacing(rate);
  Arrivals arrivals;
  std::multimap<Time, int> ends;
  Time now = kStart;
  while (calls > 0) {
    const Time next = static_cast<int>(ends.size()) < connections ? pacing.next_start(now) : Time::max();
    if (next <= now) {
      pacing.start();
      --calls;
      const Time arrival = now + some();
      arrivals.push_back(arrival);
      ends.emplace(arrival + some(), 0);
      continue;
    }
    now = ends.empty() ? next : std::min(next, ends.begin()->first);
    while (!ends.empty() && ends.begin()->first <= now) {
      ends.erase(ends.begin());
      pacing.end(now);
    }
  }
  std::sort(arrivals.begin(), arrivals.end());
  return arrivals;
}

std::size_t most_in_sliding_window(const Arrivals& arrivals) {
  std::size_t most = 0;
  std::size_t first = 0;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    while (arrivals[first] + 60s < arrivals[i]) ++first;
    most = std::max(most, i - first + 1);
  }
  return most;
}

std::size_t most_in_fixed_window(const Arrivals& arrivals, std::chrono::milliseconds offset) {
  std::map<std::int64_t, std::size_t> windows;
  std::size_t most = 0;
  for (const Time at : arrivals) most = std::max(most, ++windows[(at - kStart + offset) / 60s]);
  return most;
}

// Whether a bucket of `size` tokens, refilled over a minute, always had one.
bool bucket_suffices(const Arrivals& arrivals, double size) {
  double tokens = size;
  Time last = arrivals.front();
  for (const Time at : arrivals) {
    tokens = std::min(size, tokens + std::chrono::duration<double>(at - last).count() * size / 60);
    last = at;
    if (tokens < 1 - 1e-6) return false;
    tokens -= 1;
  }
  return true;
}

}  // namespace

TEST_CASE("no server ever counts more calls than the rate in its window") {
  const auto [connections, longest] = GENERATE(table<int, std::chrono::milliseconds>(
      {{1, 300ms}, {16, 0ms}, {16, 700ms}, {64, 5000ms}, {900, 45'000ms}}));
  const unsigned seed = GENERATE(1u, 2u, 3u);
  const Arrivals arrivals = simulate(600, 40'000, connections, longest, seed);
  CHECK(most_in_sliding_window(arrivals) <= 600);
  for (const auto offset : {0ms, 1ms, 17'000ms, 59'999ms})
    CHECK(most_in_fixed_window(arrivals, offset) <= 600);
  CHECK(bucket_suffices(arrivals, 600));
}

TEST_CASE("the first second may burst the whole rate, and the next call waits for a slot") {
  Pacing pacing(600);
  for (int i = 0; i < 600; ++i) {
    REQUIRE(pacing.next_start(kStart) <= kStart);
    pacing.start();
  }
  CHECK(pacing.next_start(kStart) == Time::max());
  pacing.end(kStart + 2s);
  CHECK(pacing.next_start(kStart + 2s) == kStart + 2s + Pacing::kWindow);
  pacing.end(kStart + 3s);
  CHECK(pacing.next_start(kStart + 3s) == kStart + 2s + Pacing::kWindow);
  CHECK(pacing.next_start(kStart + 2s + Pacing::kWindow) <= kStart + 2s + Pacing::kWindow);
}

TEST_CASE("a call under way holds its slot however long it takes") {
  Pacing pacing(1);
  pacing.start();
  CHECK(pacing.next_start(kStart + 5h) == Time::max());
  pacing.end(kStart + 5h);
  CHECK(pacing.next_start(kStart + 5h) == kStart + 5h + Pacing::kWindow);
}

TEST_CASE("a pause holds every call, and the longest pause wins") {
  Pacing pacing(10);
  pacing.refused(kStart, kStart + 30s);
  pacing.refused(kStart, kStart + 10s);
  CHECK(pacing.next_start(kStart) == kStart + 30s);
  CHECK(pacing.next_start(kStart + 30s) <= kStart + 30s);
}

TEST_CASE("a pause longer than the wait for a slot still holds") {
  Pacing pacing(1);
  pacing.start();
  pacing.end(kStart);
  pacing.refused(kStart, kStart + 2min);
  CHECK(pacing.next_start(kStart + 1s) == kStart + 2min);
}

TEST_CASE("a minute that sees a 429 costs a quarter of the slots, however many it sees") {
  Pacing pacing(600);
  CHECK(pacing.limit(kStart) == 600);
  for (int i = 0; i < 16; ++i) pacing.refused(kStart + i * 1s, kStart + 20s);
  CHECK(pacing.limit(kStart + 16s) == 450);
  pacing.refused(kStart + 61s, kStart + 61s);
  CHECK(pacing.limit(kStart + 61s) == 337);
}

TEST_CASE("after a quiet minute the slots come back, a tenth of the rate a minute") {
  Pacing pacing(600);
  pacing.refused(kStart, kStart);
  const Time quiet = kStart + Pacing::kWindow;
  CHECK(pacing.limit(quiet) == 450);
  CHECK(pacing.limit(quiet + 1min) == 510);
  CHECK(pacing.limit(quiet + 2min) == 570);
  CHECK(pacing.limit(quiet + 150s) == 600);
  CHECK(pacing.limit(quiet + 100h) == 600);
}

TEST_CASE("however many 429s come, some calls are made") {
  const int rate = GENERATE(1, 10, 600);
  Pacing pacing(rate);
  for (int i = 0; i < 1000; ++i) pacing.refused(kStart + i * 1min, kStart + i * 1min);
  CHECK(pacing.limit(kStart + 1000min) >= 1);
  CHECK(pacing.limit(kStart + 1000min) == static_cast<std::size_t>(std::max(1, rate / 20)));
  CHECK(pacing.next_start(kStart + 1000min) <= kStart + 1000min);
}

TEST_CASE("with fewer slots than calls in the window, as many calls as it takes must leave first") {
  Pacing pacing(4);
  for (int i = 0; i < 4; ++i) pacing.start();
  for (int i = 0; i < 4; ++i) pacing.end(kStart + i * 1s);
  pacing.refused(kStart + 4s, kStart + 4s);  // three slots are left, so two calls have to leave
  CHECK(pacing.next_start(kStart + 4s) == kStart + 1s + Pacing::kWindow);
  pacing.start();
  CHECK(pacing.next_start(kStart + 4s) == kStart + 2s + Pacing::kWindow);
}

TEST_CASE("a clock that steps back frees no slot early") {
  Pacing pacing(2);
  pacing.start();
  pacing.start();
  pacing.end(kStart + 10s);
  pacing.end(kStart);
  CHECK(pacing.next_start(kStart + 10s) == kStart + 10s + Pacing::kWindow);
  CHECK(pacing.next_start(kStart + 10s + Pacing::kWindow) <= kStart + 10s + Pacing::kWindow);
}

TEST_CASE("a rate of a million calls costs nothing until they are made") {
  Pacing pacing(1'000'000);
  for (int i = 0; i < 1'000'000; ++i) {
    pacing.start();
    pacing.end(kStart);
  }
  CHECK(pacing.next_start(kStart) == kStart + Pacing::kWindow);
  CHECK(pacing.next_start(kStart + Pacing::kWindow) <= kStart + Pacing::kWindow);
}
