#include "core/rfc3339.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using namespace std::chrono;
using namespace std::chrono_literals;

TEST_CASE("times are read as RFC 3339 writes them") {
  const system_clock::time_point noon = sys_days(2026y / 11 / 21) + 12h;
  CHECK(read_rfc3339("2026-11-21T12:00:00Z") == noon);
  CHECK(read_rfc3339("2026-11-21t12:00:00z") == noon);
  CHECK(read_rfc3339("2026-11-21T12:00:00.250Z") == noon + 250ms);
  CHECK(read_rfc3339("2026-11-21T12:00:00.000001234Z") == noon + 1us);
  CHECK(read_rfc3339("2026-11-21T14:30:00+02:30") == noon);
  CHECK(read_rfc3339("2026-11-21T04:00:00-08:00") == noon);
  CHECK(read_rfc3339("2024-02-29T00:00:00Z") == sys_days(2024y / 2 / 29));
}

TEST_CASE("what is no time is none") {
  for (const char* text :
       {"", "yesterday", "2026-11-21", "2026-11-21T12:00:00", "2026-13-21T12:00:00Z", "2026-02-30T12:00:00Z",
        "2026-11-21T24:00:00Z", "2026-11-21T12:60:00Z", "2026-11-21T12:00:00.Z",
        "2026-11-21T12:00:00Z and more", "2026-11-21T12:00:00+2:00", "-026-11-21T12:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(read_rfc3339(text));
  }
}
