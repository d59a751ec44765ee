#include "partner/retry.hpp"

#include <catch2/catch.hpp>
#include <limits>
#include <set>

using namespace domainplan::partner;
using namespace std::chrono_literals;

TEST_CASE("every status has one consequence") {
  for (const long status : {200, 201, 204, 299}) CHECK(act_on(status) == Act::look);
  for (const long status : {400, 404, 409, 418, 422, 451}) CHECK(act_on(status) == Act::hand_back);
  for (const long status : {408, 500, 502, 503, 504, 599}) CHECK(act_on(status) == Act::try_again);
  for (const long status : {401, 403}) CHECK(act_on(status) == Act::refused_key);
  for (const long status : {0, 100, 101, 199, 300, 301, 302, 304, 307, 308, 600, 999})
    CHECK(act_on(status) == Act::give_up);
  CHECK(act_on(429) == Act::pause);
}

TEST_CASE("a backoff doubles up to its longest, and takes at least half of that") {
  Backoff backoff(500ms, 15'000ms, 42);
  const auto check = [&](int failures, std::chrono::milliseconds whole) {
    for (int i = 0; i < 200; ++i) {
      const auto wait = backoff.after_failure(failures);
      REQUIRE(wait >= whole / 2);
      REQUIRE(wait <= whole);
    }
  };
  check(1, 500ms);
  check(2, 1000ms);
  check(3, 2000ms);
  check(5, 8000ms);
  check(6, 15'000ms);
  check(1000, 15'000ms);
}

TEST_CASE("waiting times are spread out, and repeat with the seed") {
  Backoff one(1000ms, 1000ms, 7);
  Backoff other(1000ms, 1000ms, 7);
  std::set<std::chrono::milliseconds> seen;
  for (int i = 0; i < 50; ++i) {
    const auto wait = one.after_failure(1);
    CHECK(wait == other.after_failure(1));
    seen.insert(wait);
  }
  CHECK(seen.size() > 20);
}

TEST_CASE("the jitter of a pause is up to a second and never negative") {
  Backoff backoff(1ms, 1ms, 3);
  std::set<std::chrono::milliseconds> seen;
  for (int i = 0; i < 500; ++i) seen.insert(backoff.after_pause());
  CHECK(*seen.begin() >= 0ms);
  CHECK(*seen.rbegin() <= 1000ms);
  CHECK(*seen.rbegin() - *seen.begin() > 500ms);
}

TEST_CASE("a 429 is believed in the order body, header, default, within reason") {
  const auto body = [](double seconds) {
    ErrorEnvelope error;
    error.retry_after_seconds = seconds;
    return error;
  };
  CHECK(retry_after(body(7), "30") == 7s);
  CHECK(retry_after(body(0), "30") == 0s);
  CHECK(retry_after(body(0.25), "") == 250ms);
  CHECK(retry_after(body(0.0001), "") == 1ms);
  CHECK(retry_after(body(-5), "") == 0s);
  CHECK(retry_after(body(1e300), "") == 1h);
  CHECK(retry_after(body(std::numeric_limits<double>::infinity()), "") == 1h);
  CHECK(retry_after({}, "30") == 30s);
  CHECK(retry_after({}, " 30 ") == 30s);
  CHECK(retry_after({}, "4000000000") == 1h);
  CHECK(retry_after({}, "99999999999999999999") == 1h);
  CHECK(retry_after({}, "") == 1s);
  CHECK(retry_after({}, "-3") == 1s);
  CHECK(retry_after({}, "30 seconds") == 1s);
  CHECK(retry_after({}, "Fri, 31 Dec 1999 23:59:59 GMT") == 1s);
}
