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

TEST_CASE("a pause is taken from the body, else from the header, in seconds or as a date") {
  const auto body = [](double seconds) {
    ErrorEnvelope error;
    error.retry_after_seconds = seconds;
    return error;
  };
  constexpr auto kCentury = std::chrono::milliseconds(3'155'760'000'000);
  CHECK(retry_after(body(7), "30", "") == 7s);
  CHECK(retry_after(body(0), "30", "") == 0s);
  CHECK(retry_after(body(0.25), "", "") == 250ms);
  CHECK(retry_after(body(0.0001), "", "") == 1ms);
  CHECK(retry_after(body(-5), "", "") == 0s);
  CHECK(retry_after(body(86'400), "", "") == 24h);
  CHECK(retry_after(body(1e300), "", "") == kCentury);
  CHECK(retry_after(body(std::numeric_limits<double>::infinity()), "", "") == kCentury);
  CHECK(retry_after(body(std::numeric_limits<double>::quiet_NaN()), "30", "") == 30s);
  CHECK(retry_after({}, "30", "") == 30s);
  CHECK(retry_after({}, " 30 ", "") == 30s);
  CHECK(retry_after({}, "99999999999999999999", "") == kCentury);
  CHECK_FALSE(retry_after({}, "", ""));
  CHECK_FALSE(retry_after({}, "30 potatoes", ""));
}

TEST_CASE("a date of Retry-After counts from the server's own date, and the past means at once") {
  CHECK(retry_after({}, "Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 1999 23:59:29 GMT") == 30s);
  CHECK(retry_after({}, "Fri, 31 Dec 1999 23:59:59 GMT", "") == 0s);
  CHECK(retry_after({}, "Fri, 31 Dec 1999 23:59:59 GMT", "Sat, 01 Jan 2000 00:00:29 GMT") == 0s);
}
