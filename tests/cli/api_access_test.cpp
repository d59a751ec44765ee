#include "cli/api_access.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using namespace std::chrono_literals;

TEST_CASE("a wait is reported with its length, its end and its reason") {
  const auto until = std::chrono::system_clock::time_point(1'764'158'430s);
  const auto text = [&](partner::Wait::Reason reason, int rate = 600) {
    return cli::wait_text({.reason = reason, .duration = 29'500ms, .until = until}, rate);
  };
  CHECK(text(partner::Wait::Reason::rate_limited) ==
        "waiting 30 s, until 12:00:30 UTC: the API answered 429 (rate limited)");
  CHECK(text(partner::Wait::Reason::unavailable) ==
        "waiting 30 s, until 12:00:30 UTC: the API answered 503 (unavailable)");
  CHECK(text(partner::Wait::Reason::own_rate) ==
        "waiting 30 s, until 12:00:30 UTC: 600 calls were made in the last 60 s (--rate)");
  CHECK(text(partner::Wait::Reason::own_rate, 1) ==
        "waiting 30 s, until 12:00:30 UTC: 1 call was made in the last 60 s (--rate)");
  CHECK(text(partner::Wait::Reason::shared_rate, 1) ==
        "waiting 30 s, until 12:00:30 UTC: all who share the ledger made 1 call in the last 60 s (--rate)");
  CHECK(text(partner::Wait::Reason::retry) ==
        "waiting 30 s, until 12:00:30 UTC: the last calls failed and are tried again");
  CHECK(text(partner::Wait::Reason::lost_answer) == "the answer was lost; looking it up in 30 s");
  CHECK(text(partner::Wait::Reason::progress) == "the vendor is working on it; checking every 30 s (--poll)");
}
