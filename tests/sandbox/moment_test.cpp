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

TEST_CASE("a moment is written in RFC 3339, and months later it is the same day or the month's last") {
  const Moment moment = std::chrono::sys_days(std::chrono::year(2027) / 1 / 31) + 23h + 59min + 59s + 999ms;
  CHECK(text_of(moment) == "2027-01-31T23:59:59Z");
  CHECK(text_of(months_after(moment, 1)) == "2027-02-28T23:59:59Z");
  CHECK(text_of(months_after(moment, 2)) == "2027-03-31T23:59:59Z");
  CHECK(text_of(months_after(moment, 13)) == "2028-02-29T23:59:59Z");
  CHECK(text_of(months_after(moment, 12)) == "2028-01-31T23:59:59Z");
}

TEST_CASE("a moment is written as HTTP's Date header has it") {
  const Moment moment = std::chrono::sys_days(std::chrono::year(1994) / 11 / 6) + 8h + 49min + 37s;
  CHECK(http_date_of(moment) == "Sun, 06 Nov 1994 08:49:37 GMT");
}
