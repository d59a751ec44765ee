#include "store/availability_log.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <vector>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
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
