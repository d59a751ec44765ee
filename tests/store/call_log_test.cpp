#include "store/call_log.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace domainplan;
using namespace domainplan::store;
using partner::Attempt;

namespace {

std::vector<LoggedCall> calls_in(std::string_view bytes) {
  std::vector<LoggedCall> calls;
  each_logged_call(bytes, [&](const LoggedCall& call) { calls.push_back(call); });
  return calls;
}

LoggedCall call(std::int64_t ms, Attempt attempt) {
  return {UtcTime(std::chrono::milliseconds(ms)), attempt};
}

}  // namespace

TEST_CASE("the log of calls is read back as it was written") {
  const std::vector<LoggedCall> calls = {call(0, Attempt::first),
                                         call(1'700'000'000'123, Attempt::after_failure),
                                         call(1'700'000'000'456, Attempt::after_429)};
  std::string bytes;
  for (const LoggedCall& one : calls) bytes += call_line(one);
  CHECK(bytes == "0 \n1700000000123 failed\n1700000000456 429\n");
  CHECK(calls_in(bytes) == calls);
}

TEST_CASE("a torn line of the log of calls is a call, and a line that says no time is none") {
  CHECK(calls_in("17") == std::vector{call(17, Attempt::first)});
  CHECK(calls_in("22 fai") == std::vector{call(22, Attempt::first)});
  CHECK(calls_in("\n x\n-1 \n99999999999999999999 \n253402300800000 \n").empty());
}
