// Hours of calls against models of servers that enforce 600 a minute in the ways there are, alone and with
// others on the same key. Time is simulated: a test of two hours takes milliseconds.
#include <algorithm>
#include <catch2/catch.hpp>
#include <deque>
#include <functional>
#include <queue>
#include <random>

#include "partner/pacing.hpp"

using namespace std::chrono_literals;
using domainplan::partner::Pacing;
using Time = Pacing::Time;
using std::chrono::milliseconds;

namespace {

constexpr int kRate = 600;
constexpr Time kStart{1000h};

// Lets a call in at a time (0 s), or says how long to wait, as Retry-After does.
using Server = std::function<std::chrono::seconds(Time)>;

std::chrono::seconds until(Time then, Time now) {
  return std::max(1s, std::chrono::ceil<std::chrono::seconds>(then - now));
}

// A new count each minute, or a bucket that is filled up each minute.
Server fixed_window(milliseconds phase) {
  return [phase, window = std::int64_t{-1}, count = 0](Time now) mutable {
    const auto since = now - kStart + phase;
    if (since / 60s != window) window = since / 60s, count = 0;
    return ++count <= kRate ? 0s : until(now - since % 60s + 60s, now);
  };
}

Server sliding_window() {
  return [log = std::deque<Time>()](Time now) mutable {
    while (!log.empty() && log.front() + 60s <= now) log.pop_front();
    if (log.size() >= kRate) return until(log.front() + 60s, now);
    log.push_back(now);
    return 0s;
  };
}

// A bucket into which the rate flows evenly.
Server leaking_bucket() {
  return [tokens = double{kRate}, last = kStart](Time now) mutable {
    tokens = std::min<double>(kRate, tokens + std::chrono::duration<double>(now - last).count() * kRate / 60);
    last = now;
    if (tokens < 1 - 1e-9) return 1s;
    tokens -= 1;
    return 0s;
  };
}

// Others who use the key: `rate` calls a minute, evenly, whatever answer they get.
struct Others {
  int rate = 0;
  Time from = kStart;
  Time to = kStart;
};

struct Run {
  std::vector<Time> answered;  // in order; without 429s
  int refused = 0;

  std::chrono::duration<double> took() const { return answered.back() - kStart; }
  int answered_between(Time from, Time to) const {
    return static_cast<int>(std::lower_bound(answered.begin(), answered.end(), to) -
                            std::lower_bound(answered.begin(), answered.end(), from));
  }
};

// A client that has `calls` to make from the start, or as many as it can until `end`. A call takes up to
// `longest` to the server, and as long back.
Run simulate(Server server, int connections, milliseconds longest, unsigned seed, int calls,
             Time end = Time::max(), Others others = {}) {
  struct Event {
    enum Kind { arrives, comes_back, of_others } kind;
    Time at;
    std::chrono::seconds wait;
    bool operator>(const Event& other) const { return at > other.at; }
  };
  std::mt19937 random(seed);
  const auto some = [&](milliseconds most) {
    return std::chrono::microseconds(
        std::uniform_int_distribution<std::int64_t>(0, most.count() * 1000)(random));
  };
  Pacing pacing(kRate);
  Run run;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events;
  if (others.rate > 0) events.push({Event::of_others, others.from, 0s});
  int under_way = 0;
  for (Time now = kStart; now < end;) {
    const Time next = calls > 0 && under_way < connections ? pacing.next_start(now) : Time::max();
    if (next <= now) {
      pacing.start();
      --calls, ++under_way;
      events.push({Event::arrives, now + some(longest), 0s});
      continue;
    }
    if (events.empty() && next == Time::max()) break;
    if (events.empty() || next < events.top().at) {
      now = next;
      continue;
    }
    const Event event = events.top();
    events.pop();
    now = event.at;
    if (event.kind == Event::of_others) {
      server(now);
      const Time again = now + std::chrono::microseconds(60s) / others.rate;
      if (again < others.to) events.push({Event::of_others, again, 0s});
    } else if (event.kind == Event::arrives) {
      events.push({Event::comes_back, now + some(longest), server(now)});
    } else {
      --under_way;
      pacing.end(now);
      if (event.wait == 0s) {
        run.answered.push_back(now);
      } else {
        ++run.refused, ++calls;
        pacing.refused(now, now + event.wait + some(1000ms));
      }
    }
  }
  return run;
}

const std::vector<std::pair<const char*, std::function<Server()>>> kServers{
    {"fixed window, from the start", [] { return fixed_window(0ms); }},
    {"fixed window, 1 ms before its end", [] { return fixed_window(59'999ms); }},
    {"fixed window, half over", [] { return fixed_window(30s); }},
    {"fixed window, at a crooked time", [] { return fixed_window(17'317ms); }},
    {"sliding window", sliding_window},
    {"bucket that fills evenly", leaking_bucket}};

}  // namespace

TEST_CASE("alone on the key, hours of calls meet no 429 and take no longer than the rate demands") {
  // Enough connections for the latency that a minute's calls take less than a second.
  const auto [connections, longest] =
      GENERATE(table<int, milliseconds>({{16, 10ms}, {64, 40ms}, {256, 150ms}}));
  const int calls = GENERATE(1, 599, 600, 601, 1200, 1201, 6000, 6001, 72'001);
  for (const auto& [name, server] : kServers)
    for (const unsigned seed : {1u, 2u}) {
      INFO(name << ", " << connections << " connections, " << calls << " calls, seed " << seed);
      const Run run = simulate(server(), connections, longest, seed, calls);
      CHECK(run.refused == 0);
      REQUIRE(run.answered.size() == static_cast<std::size_t>(calls));
      CHECK(run.took().count() <= 1.02 * 60 * ((calls - 1) / kRate) + 1);
    }
}

TEST_CASE("slow and uneven connections meet no 429 either") {
  const auto [connections, longest] =
      GENERATE(table<int, milliseconds>({{1, 300ms}, {16, 3000ms}, {900, 15'000ms}}));
  for (const auto& [name, server] : kServers) {
    INFO(name << ", " << connections << " connections");
    const Run run = simulate(server(), connections, longest, 3, 20'000);
    CHECK(run.refused == 0);
    CHECK(run.answered.size() == 20'000);
  }
}

TEST_CASE("where others use the key, the rate adapts to what they leave") {
  const int of_others = GENERATE(60, 300, 480);
  for (const auto& [name, server] : kServers) {
    const Run run = simulate(server(), 16, 40ms, 4, INT_MAX, kStart + 3h, {of_others, kStart, kStart + 3h});
    INFO(name << ", " << of_others << " calls a minute of others");
    CHECK(run.answered_between(kStart + 1h, kStart + 3h) >= 0.8 * 120 * (kRate - of_others));
    CHECK(run.refused <= 180 * 5);  // in 180 minutes, on 16 connections
  }
}

TEST_CASE("when the others have gone, the whole rate is back within ten minutes") {
  for (const auto& [name, server] : kServers) {
    INFO(name);
    const Run run = simulate(server(), 16, 10ms, 5, INT_MAX, kStart + 3h, {400, kStart, kStart + 1h});
    CHECK(run.refused > 0);
    CHECK(run.answered_between(kStart + 70min, kStart + 130min) >= 0.98 * 60 * kRate);
  }
}
