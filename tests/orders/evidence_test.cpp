#include "orders/evidence.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
using namespace std::chrono;

TEST_CASE("a time is written as RFC 3339 in UTC with milliseconds") {
  CHECK(rfc3339(system_clock::time_point(milliseconds(1'700'000'000'007))) == "2023-11-14T22:13:20.007Z");
  CHECK(rfc3339(system_clock::time_point()) == "1970-01-01T00:00:00.000Z");
}

TEST_CASE("evidence keeps each row as it came and adds the time") {
  const ScratchFolder folder;
  {
    Evidence evidence(folder / "e.ndjson");
    evidence.append({R"({"domain":"a.com","available":true})", "{}"}, system_clock::time_point());
    evidence.append({R"({"domain":"b.com","available":false})"}, system_clock::time_point());
  }
  CHECK(bytes_of(folder / "e.ndjson") ==
        "{\"domain\":\"a.com\",\"available\":true,\"checked_at\":\"1970-01-01T00:00:00.000Z\"}\n"
        "{\"checked_at\":\"1970-01-01T00:00:00.000Z\"}\n"
        "{\"domain\":\"b.com\",\"available\":false,\"checked_at\":\"1970-01-01T00:00:00.000Z\"}\n");
}

TEST_CASE("evidence never overwrites a file that is there") {
  const ScratchFolder folder;
  put_bytes(folder / "e.ndjson", "x");
  CHECK_THROWS_AS(Evidence(folder / "e.ndjson"), RunError);
  CHECK(bytes_of(folder / "e.ndjson") == "x");
}

TEST_CASE("while evidence is being written its file is locked") {
  const ScratchFolder folder;
  {
    const Evidence evidence(folder / "e.ndjson");
    CHECK(is_locked(folder / "e.ndjson"));
  }
  CHECK_FALSE(is_locked(folder / "e.ndjson"));
}

TEST_CASE("recorded lines are told with their numbers, and a torn last one as such") {
  std::string seen;
  each_recorded_line("{a}\n\n{b}\n{c", [&](std::string_view line, std::size_t number, bool whole) {
    seen += fmt::format("{}={}{} ", number, line, whole ? "" : "?");
  });
  CHECK(seen == "1={a} 3={b} 4={c? ");
}
