#include "submission/order_events.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;

namespace {

std::string line(int number, const std::string& status, const std::string& order = "ord_1",
                 bool older = false) {
  const std::string data =
      fmt::format(R"({{"id":"{}","status":"{}","costs":{{"total_cents":{},"currency":"usd"}}}})", order,
                  status, 100 + number);
  return fmt::format(R"({{"version":1,"received_at":"2026-01-01T00:00:00Z","event":{{"id":"evt_{:03}",)"
                     R"("type":"order.{}","created_at":"2026-01-01T00:{:02}:00Z","data":{}}}}})",
                     number, status, number / 2, older ? fmt::format(R"({{"order":{}}})", data) : data) +
         "\n";
}

}  // namespace

TEST_CASE("the newest event of an order counts, in whatever order they come and however often") {
  const ScratchFolder folder;
  std::vector<std::string> lines = {line(1, "in_progress"), line(2, "action_required"),
                                    line(3, "in_progress", "ord_1", true), line(4, "completed"),
                                    line(2, "failed", "ord_2")};
  lines.push_back(lines[0]);
  lines.push_back(lines[2]);
  std::mt19937 chance(1);
  for (int i = 0; i < 50; ++i) {
    std::shuffle(lines.begin(), lines.end(), chance);
    std::string bytes;
    for (const std::string& one : lines) bytes += one;
    put_bytes(folder / "events.ndjson", bytes);
    const auto receipts = receipts_in_events(folder / "events.ndjson");
    REQUIRE(receipts.size() == 2);
    CHECK(receipts.at("ord_1").status == "completed");
    CHECK(receipts.at("ord_1").total_cents == 104);
    CHECK(receipts.at("ord_2").status == "failed");
  }
}

TEST_CASE("events of other kinds and orders without an id are left out, and a damaged line is an error") {
  const ScratchFolder folder;
  put_bytes(folder / "events.ndjson",
            R"({"version":1,"event":{"id":"evt_1","type":"moon.eclipsed","data":{}}})"
            "\n"
            R"({"version":1,"event":{"id":"evt_2","type":"order.completed","data":{"status":"completed"}}})"
            "\n"
            R"({"version":1,"event":{"id":"evt_3","type":"order.completed","data":[]}})"
            "\n");
  CHECK(receipts_in_events(folder / "events.ndjson").empty());
  put_bytes(folder / "events.ndjson", line(1, "completed") + "{}\n");
  CHECK_THROWS_WITH(receipts_in_events(folder / "events.ndjson"), Catch::Contains(":2: not an event"));
}

TEST_CASE("events that a newer version wrote are refused") {
  const ScratchFolder folder;
  std::string newer = line(1, "completed");
  newer.replace(newer.find(R"("version":1)"), 11, R"("version":2)");
  put_bytes(folder / "events.ndjson", line(1, "in_progress") + newer);
  CHECK_THROWS_WITH(receipts_in_events(folder / "events.ndjson"), Catch::Contains(":2: a newer version"));
}
