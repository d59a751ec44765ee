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
    const auto receipts = read_account_events(folder / "events.ndjson").receipts;
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
  CHECK(read_account_events(folder / "events.ndjson").receipts.empty());
  put_bytes(folder / "events.ndjson", line(1, "completed") + "{}\n");
  CHECK_THROWS_WITH(read_account_events(folder / "events.ndjson"), Catch::Contains(":2: not an event"));
}

TEST_CASE("events that a newer version wrote are refused") {
  const ScratchFolder folder;
  std::string newer = line(1, "completed");
  newer.replace(newer.find(R"("version":1)"), 11, R"("version":2)");
  put_bytes(folder / "events.ndjson", line(1, "in_progress") + newer);
  CHECK_THROWS_WITH(read_account_events(folder / "events.ndjson"), Catch::Contains(":2: a newer version"));
}

TEST_CASE("an import or a domain waits for a person where its newest event says so") {
  const ScratchFolder folder;
  const auto event = [](int number, const std::string& type, const std::string& data) {
    return fmt::format(R"({{"version":1,"event":{{"id":"evt_{0:03}","type":"{1}",)"
                       R"("created_at":"2026-01-01T00:{0:02}:00Z","data":{2}}}}})",
                       number, type, data) +
           "\n";
  };
  const auto import = [](const std::string& id, const std::string& status, const std::string& domain) {
    return fmt::format(
        R"({{"id":"{}","status":"{}","nameserver_groups":[{{"nameservers":["ns1.x.com"],"domains":["{}"]}}]}})",
        id, status, domain);
  };
  put_bytes(folder / "events.ndjson",
            event(5, "domain_import.completed", import("imp_1", "completed", "done.com")) +
                event(1, "domain_import.action_required", import("imp_1", "action_required", "done.com")) +
                event(2, "domain_import.action_required",
                      R"({"domain_import":)" + import("imp_2", "action_required", "open.com") + "}") +
                event(3, "domain.action_required", R"({"id":"dom_1","domain":"waits.com"})") +
                event(4, "domain.action_required", R"({"id":"dom_2","domain":"connected.com"})") +
                event(6, "domain.connected", R"({"domain":{"id":"dom_2","domain":"connected.com"}})") +
                event(7, "domain.action_required", R"({"id":"dom_3"})"));
  const AccountEvents events = read_account_events(folder / "events.ndjson");
  CHECK(events.nameservers == std::map<std::string, std::vector<std::string>>{{"open.com", {"ns1.x.com"}}});
  CHECK(events.waiting == std::set<std::string>{"waits.com"});
}
