#include "io/rfc3339.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using namespace std::chrono;
using namespace std::chrono_literals;

TEST_CASE("times are read as RFC 3339 writes them") {
  const UtcTime noon = sys_days(2026y / 11 / 21) + 12h;
  CHECK(read_rfc3339("2026-11-21T12:00:00Z") == noon);
  CHECK(read_rfc3339("2026-11-21t12:00:00z") == noon);
  CHECK(read_rfc3339("2026-11-21T12:00:00.250Z") == noon + 250ms);
  CHECK(read_rfc3339("2026-11-21T12:00:00.000001234Z") == noon + 1us);
  CHECK(read_rfc3339("2026-11-21T14:30:00+02:30") == noon);
  CHECK(read_rfc3339("2026-11-21T04:00:00-08:00") == noon);
  CHECK(read_rfc3339("2024-02-29T00:00:00Z") == sys_days(2024y / 2 / 29));
}

TEST_CASE("what is not a time is none") {
  for (const char* text :
       {"", "yesterday", "2026-11-21", "2026-11-21T12:00:00", "2026-13-21T12:00:00Z", "2026-02-30T12:00:00Z",
        "2026-11-21T24:00:00Z", "2026-11-21T12:60:00Z", "2026-11-21T12:00:00.Z",
        "2026-11-21T12:00:00Z and more", "2026-11-21T12:00:00+2:00", "-026-11-21T12:00:00Z",
        "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"}) {
    INFO(text);
    CHECK_FALSE(read_rfc3339(text));
  }
}

TEST_CASE("a time is written in UTC with microseconds, and read back") {
  CHECK(rfc3339(system_clock::time_point(milliseconds(1'700'000'000'007))) == "2023-11-14T22:13:20.007000Z");
  CHECK(rfc3339(system_clock::time_point()) == "1970-01-01T00:00:00.000000Z");
  for (const char* text : {"1970-01-01T00:00:00.000000Z", "2262-04-12T00:00:00.000000Z",
                           "4044-02-29T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"})
    CHECK(rfc3339(read_rfc3339(text).value()) == text);
}
