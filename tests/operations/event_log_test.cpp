#include "operations/event_log.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"
#include "store/events.hpp"

using namespace domainplan;
using Kind = EventLog::Taken::Kind;

namespace {

const std::chrono::system_clock::time_point kNow{std::chrono::seconds(1'700'000'000)};
const std::string kOrder =
    R"({"id":"evt_1","type":"order.completed","created_at":"2026-01-01T00:00:00Z","data":{"id":"ord_1"}})";

}  // namespace

TEST_CASE("an event is logged once, also after the log is opened again") {
  const ScratchFolder folder;
  {
    EventLog log(folder.path());
    CHECK(log.add(kOrder, kNow).kind == Kind::added);
    CHECK(log.add(kOrder, kNow).kind == Kind::known);
  }
  EventLog log(folder.path());
  CHECK(log.add(kOrder, kNow).kind == Kind::known);
  const auto line = nlohmann::json::parse(bytes_of(folder / "events.ndjson"));
  CHECK(line["version"] == 1);
  CHECK(line["received_at"] == "2023-11-14T22:13:20.000000Z");
  CHECK(line["event"] == nlohmann::json::parse(kOrder));
}

TEST_CASE("an event of an unknown type is kept") {
  const ScratchFolder folder;
  EventLog log(folder.path());
  const auto taken = log.add(R"({"id":"evt_2","type":"moon.eclipsed","data":{}})", kNow);
  CHECK(taken.kind == Kind::added);
  CHECK(taken.event.type == "moon.eclipsed");
}

TEST_CASE("an event whose JSON says more than a parser can hold is kept, with its bytes") {
  const ScratchFolder folder;
  const std::string payload =
      R"({"id":"evt_7","type":"x","data":{"name":"a\ud83d b\ud83d\ude00 \\ud83d","total":-1e400,"n":5}})";
  {
    EventLog log(folder.path());
    CHECK(log.add(payload, kNow).kind == Kind::added);
  }
  const auto line = nlohmann::json::parse(bytes_of(folder / "events.ndjson"));
  CHECK(line["raw"] == payload);
  CHECK(line["event"]["data"]["name"] == "a\uFFFD b\U0001F600 \\ud83d");
  CHECK(line["event"]["data"]["total"] == "-1e400");
  CHECK(line["event"]["data"]["n"] == 5);
  EventLog log(folder.path());
  CHECK(log.add(payload, kNow).kind == Kind::known);
}

TEST_CASE("a payload that is no event is unreadable, and nothing is logged") {
  const ScratchFolder folder;
  EventLog log(folder.path());
  const std::string deep =
      R"({"id":"evt_3","type":"x","data":)" + std::string(100'000, '[') + std::string(100'000, ']') + "}";
  for (const std::string& payload : {std::string(), std::string("[]"), std::string("{"),
                                     std::string(R"({"id":"evt_3"})"), std::string(R"({"id":7,"type":"x"})"),
                                     R"({"id":")" + std::string(200, 'x') + R"(","type":"x"})", deep})
    CHECK(log.add(payload, kNow).kind == Kind::unreadable);
  CHECK(bytes_of(folder / "events.ndjson").empty());
}

TEST_CASE("what is logged can be read again, however deep an event is nested") {
  const ScratchFolder folder;
  EventLog log(folder.path());
  std::size_t kept = 0;
  for (std::size_t depth = 55; depth < 75; ++depth)
    kept += log.add(fmt::format(R"({{"id":"evt_{}","type":"x","data":{}{}}})", depth, std::string(depth, '['),
                                std::string(depth, ']')),
                    kNow)
                .kind == Kind::added;
  CHECK(kept > 0);
  CHECK(kept < 20);
  std::size_t read = 0;
  store::each_event(folder / "events.ndjson", [&](const nlohmann::json&, std::size_t) { ++read; });
  CHECK(read == kept);
}

TEST_CASE("a log that a newer version wrote is refused, and left as it is") {
  const ScratchFolder folder;
  const std::string line = R"({"version":2,"received_at":"2026-01-01T00:00:00Z","event":)" + kOrder + "}\n";
  put_bytes(folder / "events.ndjson", line);
  CHECK_THROWS_WITH(EventLog(folder.path()), Catch::Contains("events.ndjson:1: a newer version"));
  CHECK(bytes_of(folder / "events.ndjson") == line);
}

TEST_CASE("an event is refused once the log was removed or replaced") {
  const ScratchFolder folder;
  const std::string path = folder / "events.ndjson";
  EventLog log(folder.path());
  REQUIRE(log.add(kOrder, kNow).kind == Kind::added);
  const std::string next = R"({"id":"evt_next","type":"x"})";
  std::filesystem::remove(path);
  CHECK_THROWS_WITH(log.add(next, kNow), Catch::Contains("was removed or replaced"));
  CHECK_THROWS_AS(log.add(kOrder, kNow), RunError);  // it is not on the disk any more, either
  put_bytes(path, "");
  CHECK_THROWS_AS(log.add(next, kNow), RunError);
  CHECK(bytes_of(path).empty());
  CHECK(EventLog(folder.path()).add(next, kNow).kind == Kind::added);
}

TEST_CASE("a folder has one listener") {
  const ScratchFolder folder;
  const EventLog log(folder.path());
  CHECK_THROWS_AS(EventLog(folder.path()), RunError);
}
