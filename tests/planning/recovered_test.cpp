#include "planning/recovered.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"
#include "store/availability_log.hpp"

using namespace domainplan;
using namespace std::chrono;

namespace {
const system_clock::time_point kThen(hours(500'000));

std::string row(const std::string& name, const std::string& reason) {
  return fmt::format(R"({{"domain":"{}","available":false,"reason":"{}"}})", name, reason);
}
}  // namespace

TEST_CASE("the availability log says what is known, what was asked how often, and the calls") {
  const ScratchFolder folder;
  {
    AvailabilityLog answer_log(folder / "e.ndjson");
    answer_log.append({row("a.com", "taken"), row("b.com", "stale"), row("c.com", "errored")}, kThen);
    answer_log.append({row("b.com", "stale")}, kThen + seconds(30));
    for (int again = 0; again < 3; ++again) answer_log.append({row("c.com", "stale")}, kThen + seconds(40));
  }
  const Recovered recovered =
      read_availability_log(folder / "e.ndjson", "usd", kThen + seconds(30) - milliseconds(1));
  CHECK(recovered.calls == 5);
  CHECK(recovered.recent.size() == 4);
  CHECK(recovered.known.size() == 2);
  CHECK(recovered.known.at("a.com").said == Verdict::taken);
  CHECK(recovered.known.at("c.com").said == Verdict::stale);
  CHECK(recovered.asked == std::unordered_map<std::string, int>{{"b.com", 2}});
}

TEST_CASE("a line that is not a row is damage of the plan, with its place and what to do") {
  const ScratchFolder folder;
  put_bytes(folder / "e.ndjson", row("a.com", "taken") + "\n\nnonsense\n");
  try {
    read_availability_log(folder / "e.ndjson", "usd", {});
    FAIL("it was taken");
  } catch (const RunError& error) {
    CHECK(error.code() == ErrorCode::disk);
    CHECK_THAT(error.what(), Catch::Contains("e.ndjson:3: ") && Catch::Contains("remove this line") &&
                                 Catch::Contains("the plan is damaged"));
  }
}

TEST_CASE(
    "recent calls are listed by their age, the oldest first, those that left no row as ended after the last "
    "start") {
  Recovered recovered;
  CHECK(ages(recovered, kThen).empty());
  const UtcTime then = floor<microseconds>(kThen);
  recovered.recent = {then - seconds(5), then - seconds(50), then + seconds(9)};
  CHECK(ages(recovered, kThen) == std::vector<milliseconds>{seconds(50), seconds(5), seconds(0)});
  const auto line = [](std::chrono::system_clock::time_point at) {
    return std::to_string(std::chrono::floor<milliseconds>(at.time_since_epoch()).count()) + "\n";
  };
  const std::string log = line(kThen - seconds(500)) + line(kThen - seconds(80)) + line(kThen - seconds(51)) +
                          line(kThen - seconds(6)) + line(kThen - seconds(4)) + "17";
  add_call_log(log, kThen - seconds(60), recovered);
  CHECK(recovered.calls == 6);
  CHECK(ages(recovered, kThen) == std::vector<milliseconds>{seconds(50), seconds(5), seconds(2), seconds(0)});
}

TEST_CASE("the log of calls says how many repeated one, and how many of those did so after a 429") {
  Recovered recovered;
  add_call_log("17 \n18 failed\n19 429\n20 \n21 failed\n22 fai", kThen, recovered);
  CHECK(recovered.calls == 6);
  CHECK(recovered.retries == 3);
  CHECK(recovered.rate_limited == 1);
}
