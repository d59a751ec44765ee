#include "store/journal_lines.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using namespace domainplan::store;
using Catch::Matchers::Contains;

namespace {

// What the reader makes of what the writer wrote, written again.
template <class Object, class... Values>
std::string again(const JsonFields<Object, Values...>& fields, const Object& object) {
  const Json json = fields.json(object);
  const std::string bytes = json.dump();
  CHECK(fields.json(read_part(Json::parse(bytes), fields)).dump() == bytes);
  return bytes;
}

const UtcTime kAt = *read_rfc3339("2023-11-14T22:13:20.5Z");

}  // namespace

TEST_CASE("each part of a journal's line is read as it was written") {
  CHECK(again(kJournalHead, {JournalEvent::intent, "c1"}) == R"({"event":"intent","customer":"c1"})");
  CHECK(again(kJournalHead, {JournalEvent::bound, {}}) == R"({"event":"bound"})");
  CHECK(again(kJournalStamp, {kAt, "b", {7}, {8}}) ==
        R"({"at":"2023-11-14T22:13:20.500000Z","boot":"b","boot_ms":7,"server_s":8})");
  CHECK(again(kBound, {"ptr_1", "https://api.example.com", "live"}) ==
        R"({"account":"ptr_1","api_url":"https://api.example.com","environment":"live"})");
  CHECK(again(kIntent, {"aa", {1'900}, {1'500}, {4}, {2}, {1}, "usd"}) ==
        R"({"sha256":"aa","planned_cents":1900,"registrations_cents":1500,"google_inboxes":4,)"
        R"("google_domains":2,"microsoft_domains":1,"currency":"usd"})");
  CHECK(again(kPlaced, {"ord_1", StoredCents{5}, "usd", "other user", kAt}) ==
        R"({"order_id":"ord_1","total_cents":5,"currency":"usd","mismatch":"other user",)"
        R"("created_at":"2023-11-14T22:13:20.500000Z"})");
  CHECK(again(kPlaced, {"ord_1", {}, "", {}, {}}) ==
        R"({"order_id":"ord_1","total_cents":null,"currency":""})");
  CHECK(again(kMessage, {"no"}) == R"({"message":"no"})");
  CHECK(again(kNotPlaced, {"person", "no"}) == R"({"by":"person","message":"no"})");
  CHECK(again(kBilled, {{5}}) == R"({"total_cents":5})");
  CHECK(again(kReplacing, {"bb"}) == R"({"plan_sha256":"bb"})");
}

TEST_CASE("a number in a journal is written within its bounds, and read only there") {
  CHECK(kBilled.json({{-1}}).dump() == R"({"total_cents":0})");
  CHECK(kBilled.json({{kMostStoredCents + 1}}) == kBilled.json({{kMostStoredCents}}));
  for (const Json& wrong : {Json(-1), Json(kMostStoredCents + 1), Json(1.5), Json("5"), Json()})
    CHECK_THROWS_WITH(read_part(Json{{"total_cents", wrong}}, kBilled), Contains("total_cents"));
}

TEST_CASE("a part of a journal's line that lacks a field, or has it of another type, is refused by name") {
  CHECK_THROWS_WITH(read_part(Json::object(), kMessage), Contains("message is missing"));
  CHECK_THROWS_WITH(read_part(Json::array(), kMessage), Contains("the object"));
  const Json stamp = kJournalStamp.json({kAt, "b", {7}, {8}});
  for (const char* field : {"at", "boot", "boot_ms", "server_s"}) {
    Json changed = stamp;
    changed[field] = Json::array();
    CHECK_THROWS_WITH(read_part(changed, kJournalStamp), Contains(field));
  }
}

TEST_CASE("a journal of earlier versions says neither what an order was to cost nor who closed it") {
  const Intent intent = read_part(Json{{"sha256", "aa"}}, kIntent);
  CHECK(intent.planned_cents.value == 0);
  CHECK(intent.google_inboxes.value == 0);
  CHECK_FALSE(read_part(Json{{"message", "no"}}, kNotPlaced).by);
}

TEST_CASE(
    "each event of a journal is read by the name under which it is written, and no other name is read") {
  for (std::size_t i = 0; i < kJournalEvents.size(); ++i) {
    const JournalHead head{static_cast<JournalEvent>(i), "c1"};
    CHECK(read_part(kJournalHead.json(head), kJournalHead).event == head.event);
  }
  for (const Json& wrong : {Json("sold"), Json(""), Json(1), Json()})
    CHECK_THROWS_WITH(read_part(Json{{"event", wrong}, {"customer", "c1"}}, kJournalHead), Contains("event"));
}
