#include "store/events.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;

namespace {

std::vector<std::string> ids_in(const std::string& bytes) {
  const ScratchFolder folder;
  put_bytes(folder / "events.ndjson", bytes);
  std::vector<std::string> ids;
  store::each_event(folder / "events.ndjson",
                    [&](const nlohmann::json& event, std::size_t) { ids.push_back(event.at("id")); });
  return ids;
}

}  // namespace

TEST_CASE("events are read in the order in which they came, but for a torn last line") {
  CHECK(ids_in(R"({"version":1,"event":{"id":"evt_1"}})"
               "\n"
               R"({"version":1,"event":{"id":"evt_2"}})"
               "\n"
               R"({"version":1,"event":{"id")") == std::vector<std::string>{"evt_1", "evt_2"});
}

TEST_CASE("a line without an event that has an id is an error with its place") {
  for (const char* line : {"x", "[]", "{}", R"({"event":1})", R"({"event":{}})", R"({"event":{"id":1}})",
                           R"({"event":{"id":""}})"}) {
    INFO(line);
    CHECK_THROWS_WITH(ids_in(std::string(R"({"event":{"id":"evt_1"}})") + "\n" + line + "\n"),
                      Catch::Contains("events.ndjson:2: not an event"));
  }
  CHECK_THROWS_WITH(ids_in(R"({"version":2,"event":{"id":"evt_1"}})"
                           "\n"),
                    Catch::Contains("events.ndjson:1: a newer version"));
  const std::string whole = R"({"version":1,"event":{"id":"evt_1"}})";
  CHECK_THROWS_WITH(ids_in(whole + '\0' + "\n" + whole + "\n"),
                    Catch::Contains("events.ndjson:1: not an event"));
}

TEST_CASE("an event is read as it was written") {
  const auto event =
      nlohmann::ordered_json::parse(R"({"type":"order.completed","id":"evt_1","data":{"a":[1]}})");
  const std::chrono::system_clock::time_point at{std::chrono::seconds(1'700'000'000)};
  const std::string line = store::event_line(event, at);
  CHECK(line ==
        "{\"version\":1,\"received_at\":\"2023-11-14T22:13:20.000000Z\",\"event\":" + event.dump() + "}\n");
  const ScratchFolder folder;
  put_bytes(folder / "events.ndjson", line + store::event_line(event, at, "the bytes"));
  std::vector<nlohmann::json> read;
  store::each_event(folder / "events.ndjson",
                    [&](const nlohmann::json& one, std::size_t) { read.push_back(one); });
  CHECK(read == std::vector<nlohmann::json>(2, nlohmann::json(event)));
}
