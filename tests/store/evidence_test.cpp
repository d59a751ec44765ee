#include "store/evidence.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
using namespace std::chrono;

TEST_CASE("evidence keeps each row as it came and adds the time, another for each answer") {
  const ScratchFolder folder;
  {
    Evidence evidence(folder / "e.ndjson");
    evidence.append({R"({"domain":"a.com","available":true})", "{}"}, system_clock::time_point());
    evidence.append({R"({"domain":"b.com","available":false})"}, system_clock::time_point());
  }
  CHECK(bytes_of(folder / "e.ndjson") ==
        "{\"domain\":\"a.com\",\"available\":true,\"checked_at\":\"1970-01-01T00:00:00.000001Z\"}\n"
        "{\"checked_at\":\"1970-01-01T00:00:00.000001Z\"}\n"
        "{\"domain\":\"b.com\",\"available\":false,\"checked_at\":\"1970-01-01T00:00:00.000002Z\"}\n");
}

TEST_CASE("evidence never overwrites a file that is there") {
  const ScratchFolder folder;
  put_bytes(folder / "e.ndjson", "x");
  CHECK_THROWS_AS(Evidence(folder / "e.ndjson"), RunError);
  CHECK(bytes_of(folder / "e.ndjson") == "x");
}

TEST_CASE("evidence that goes on cuts off what an interruption tore, and mends a missing end") {
  const std::string whole = "{\"domain\":\"a.com\"}\n{\"domain\":\"b.com\"}\n";
  const auto [found, kept] = GENERATE_COPY(table<std::string, std::string>({
      {"", ""},
      {whole, whole},
      {whole + "{\"dom", whole},
      {whole + "{\"domain\":\"c.com\"}", whole + "{\"domain\":\"c.com\"}\n"},
      {whole + std::string(5000, '\0'), whole},
      {whole + "{\"domain\":\"c.com\"}" + std::string(9, '\0'), whole},
      {whole + std::string(3, '\0') + "n\"}\n{\"domain\":\"d.com\"}\n", whole},
  }));
  const ScratchFolder folder;
  put_bytes(folder / "e.ndjson", found);
  {
    Evidence evidence(folder / "e.ndjson", Evidence::Mode::go_on);
    CHECK(bytes_of(folder / "e.ndjson") == kept);
    evidence.append({"{\"domain\":\"z.com\"}"}, system_clock::time_point(seconds(1)));
  }
  CHECK(bytes_of(folder / "e.ndjson") ==
        kept + "{\"domain\":\"z.com\",\"checked_at\":\"1970-01-01T00:00:01.000000Z\"}\n");
}

TEST_CASE("recorded lines are carried over but for a last one that is torn") {
  const std::string whole = "{\"domain\":\"a.com\"}\n", last = "{\"domain\":\"b.com\"}";
  const auto [recorded, kept] = GENERATE_COPY(table<std::string, std::string>({
      {whole, whole},
      {whole + last, whole + last + "\n"},
      {whole + last.substr(0, 9), whole},
      {whole + last + std::string(9, '\0'), whole},
      {last, last + "\n"},
  }));
  const ScratchFolder folder;
  Evidence(folder / "e.ndjson").carry_over(recorded);
  CHECK(bytes_of(folder / "e.ndjson") == kept);
}
