#include "store/availability_log.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <vector>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
using namespace std::chrono;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kLog =
    R"({"domain":"a.com","available":true,"price_cents":1200,"currency":"usd","checked_at":"2026-11-21T03:04:05.000001Z"})"
    "\n\n"
    R"({"domain":"b.com","available":false,"reason":null,"checked_at":"soon","checked_at":"2026-11-21T03:04:06Z"})"
    "\n"
    "garbage\n"
    R"({"domain":"c.com","available":false})"
    "\n"
    R"({"domain":"d.com","availa)";

struct Seen {
  std::vector<std::string> rows, bad;

  LogVisitor visitor() {
    return {
        .row =
            [this](const LoggedRow& logged) {
              rows.push_back(std::to_string(logged.number) + " " + logged.row.domain + " " +
                             (logged.checked_at ? rfc3339(*logged.checked_at) : "-"));
            },
        .bad_line = [this](std::size_t number,
                           const std::string& why) { bad.push_back(std::to_string(number) + " " + why); }};
  }
  void check() const {
    CHECK(rows == std::vector<std::string>{"1 a.com 2026-11-21T03:04:05.000001Z",
                                           "3 b.com 2026-11-21T03:04:06.000000Z", "5 c.com -"});
    REQUIRE(bad.size() == 1);
    CHECK_THAT(bad[0], Contains("4 ") && Contains("invalid JSON at byte 1"));
  }
};

}  // namespace

TEST_CASE("a log is read line by line: rows with their time, bad lines with their number, no torn end") {
  Seen in_memory, in_file;
  each_logged_row_in(kLog, in_memory.visitor());
  in_memory.check();
  const ScratchFolder folder;
  std::ofstream(folder / "log") << kLog;
  each_logged_row(folder / "log", in_file.visitor());
  in_file.check();
}

TEST_CASE("bad lines are passed over where nobody asks for them, and a log that is not there is an error") {
  int rows = 0;
  each_logged_row_in(kLog, {.row = [&](const LoggedRow&) { ++rows; }});
  CHECK(rows == 3);
  CHECK_THROWS_AS(each_logged_row("/does/not/exist", {.row = [](const LoggedRow&) {}}), RunError);
}

TEST_CASE("an unusable row in a log is a bad line") {
  Seen seen;
  each_logged_row_in(R"({"domain":"a.com","available":true,"price_cents":-1})"
                     "\n",
                     seen.visitor());
  CHECK(seen.rows.empty());
  CHECK_THAT(seen.bad.at(0), Contains("price_cents is -1"));
}

TEST_CASE("the log keeps each row as it came and adds the time, another for each answer") {
  const ScratchFolder folder;
  {
    AvailabilityLog log(folder / "e.ndjson");
    log.append({R"({"domain":"a.com","available":true})", "{}"}, system_clock::time_point());
    log.append({R"({"domain":"b.com","available":false})"}, system_clock::time_point());
  }
  CHECK(bytes_of(folder / "e.ndjson") ==
        "{\"domain\":\"a.com\",\"available\":true,\"checked_at\":\"1970-01-01T00:00:00.000001Z\"}\n"
        "{\"checked_at\":\"1970-01-01T00:00:00.000001Z\"}\n"
        "{\"domain\":\"b.com\",\"available\":false,\"checked_at\":\"1970-01-01T00:00:00.000002Z\"}\n");
}

TEST_CASE("a new log never overwrites a file that is there") {
  const ScratchFolder folder;
  put_bytes(folder / "e.ndjson", "x");
  CHECK_THROWS_AS(AvailabilityLog(folder / "e.ndjson"), RunError);
  CHECK(bytes_of(folder / "e.ndjson") == "x");
}

TEST_CASE("a log that goes on cuts off what an interruption tore, and mends a missing end") {
  const std::string whole = "{\"domain\":\"a.com\"}\n{\"domain\":\"b.com\"}\n";
  const auto [found, kept] = GENERATE_COPY(table<std::string, std::string>({
      {"", ""},
      {whole, whole},
      {whole + "{\"dom", whole},
      {whole + "{\"domain\":\"c.com\"}", whole + "{\"domain\":\"c.com\"}\n"},
      {whole + std::string(5000, '\0'), whole},
      {whole + "{\"domain\":\"c.com\"}" + std::string(9, '\0'), whole},
      {whole + std::string(3, '\0') + "n\"}\n" + std::string(9, '\0'), whole},
  }));
  const ScratchFolder folder;
  put_bytes(folder / "e.ndjson", found);
  {
    AvailabilityLog log(folder / "e.ndjson", AvailabilityLog::Mode::go_on);
    CHECK(bytes_of(folder / "e.ndjson") == kept);
    log.append({"{\"domain\":\"z.com\"}"}, system_clock::time_point(seconds(1)));
  }
  CHECK(bytes_of(folder / "e.ndjson") ==
        kept + "{\"domain\":\"z.com\",\"checked_at\":\"1970-01-01T00:00:01.000000Z\"}\n");
}

TEST_CASE("a line with a NUL byte in a log that goes on is a bad line, and those behind it are kept") {
  const std::string row = R"({"domain":"a.com","available":false})", nul(1, '\0');
  const std::string bad = GENERATE_COPY(as<std::string>{}, nul, row + nul,
                                        row.substr(0, 14) + nul + row.substr(14), nul + row, row + nul + row);
  const std::string found = row + "\n" + bad + "\n" + row + "\n";
  const ScratchFolder folder;
  put_bytes(folder / "e.ndjson", found);
  { AvailabilityLog log(folder / "e.ndjson", AvailabilityLog::Mode::go_on); }
  CHECK(bytes_of(folder / "e.ndjson") == found);
  std::vector<std::size_t> rows, bad_lines;
  each_logged_row(folder / "e.ndjson",
                  {.row = [&](const LoggedRow& one) { rows.push_back(one.number); },
                   .bad_line = [&](std::size_t number, const auto&) { bad_lines.push_back(number); }});
  CHECK(rows == std::vector<std::size_t>{1, 3});
  CHECK(bad_lines == std::vector<std::size_t>{2});
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
  AvailabilityLog(folder / "e.ndjson").carry_over(recorded);
  CHECK(bytes_of(folder / "e.ndjson") == kept);
}
