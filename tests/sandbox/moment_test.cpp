#include "sandbox/moment.hpp"

#include <catch2/catch.hpp>
#include <thread>

using namespace domainplan::sandbox;
using namespace std::chrono_literals;

TEST_CASE("a scaled clock starts at the real time and runs as many times as fast as asked") {
  const Moment before = std::chrono::system_clock::now();
  const auto began = std::chrono::steady_clock::now();
  const Clock fast = scaled_clock(100'000);
  const Clock still = scaled_clock(0);
  std::this_thread::sleep_for(2ms);
  const Moment first = fast();
  CHECK(first - before >= 200s);
  CHECK(first - before <= 100'001 * (std::chrono::steady_clock::now() - began) + 1h);
  CHECK(fast() >= first);
  CHECK(still() == still());
  CHECK(still() >= before);
}

TEST_CASE("a moment is written in RFC 3339, and a month later is never in the month after next") {
  const Moment moment = std::chrono::sys_days(std::chrono::year(2027) / 1 / 31) + 23h + 59min + 59s + 999ms;
  CHECK(text_of(moment) == "2027-01-31T23:59:59Z");
  CHECK(text_of(a_month_after(moment)) == "2027-02-28T23:59:59Z");
}
