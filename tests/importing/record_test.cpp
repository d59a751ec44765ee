#include "importing/record.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;

namespace {

const ImportPlace kPlace{"test", "https://api.example.com/v1"};

}  // namespace

TEST_CASE("what is appended is there for the next run") {
  const ScratchFolder folder;
  {
    ImportRecord record(folder / "r", kPlace);
    CHECK(record.earlier().empty());
    record.append({"", {"a-one.com"}});
    record.append({"imp_1", {"a-one.com", "b-two.com"}});
  }
  const ImportRecord record(folder / "r", kPlace);
  REQUIRE(record.earlier().size() == 2);
  CHECK(record.earlier()[0].id.empty());
  CHECK(record.earlier()[1].id == "imp_1");
  CHECK(record.earlier()[1].domains == std::vector<std::string>{"a-one.com", "b-two.com"});
}

TEST_CASE("a torn last line is cut off before anything follows it") {
  const ScratchFolder folder;
  { ImportRecord(folder / "r", kPlace).append({"imp_1", {"a-one.com"}}); }
  const std::string whole = bytes_of(folder / "r");
  for (std::size_t cut = 1; cut + 1 < whole.size(); ++cut) {
    put_bytes(folder / "r", whole + whole.substr(0, cut));
    { ImportRecord(folder / "r", kPlace).append({"imp_2", {"b-two.com"}}); }
    const ImportRecord record(folder / "r", kPlace);
    REQUIRE(record.earlier().size() == 2);
    CHECK(record.earlier()[1].id == "imp_2");
  }
}

TEST_CASE("a record is held by one run at a time") {
  const ScratchFolder folder;
  const ImportRecord first(folder / "r", kPlace);
  CHECK_THROWS_AS(ImportRecord(folder / "r", kPlace), RunError);
}

TEST_CASE("a record of another place is refused, but the embedded sandbox may move") {
  const ScratchFolder folder;
  { ImportRecord(folder / "r", kPlace).append({"imp_1", {"a-one.com"}}); }
  CHECK_THROWS_AS(ImportRecord(folder / "r", {"live", kPlace.api_url}), UsageError);
  CHECK_THROWS_AS(ImportRecord(folder / "r", {"test", "https://elsewhere.example/v1"}), UsageError);
  {
    ImportRecord(folder / "s", {"sandbox", "http://127.0.0.1:1/partner/v1"}).append({"imp_1", {"a-one.com"}});
  }
  CHECK(ImportRecord(folder / "s", {"sandbox", "http://127.0.0.1:2/partner/v1"}).earlier().size() == 1);
}

TEST_CASE("a line that is not a record is reported with its number") {
  const ScratchFolder folder;
  { ImportRecord(folder / "r", kPlace).append({"imp_1", {"a-one.com"}}); }
  const std::string whole = bytes_of(folder / "r");
  for (const char* line :
       {"{}\n", "null\n", "what\n", "{\"id\":7,\"environment\":\"test\",\"domains\":[]}\n"}) {
    put_bytes(folder / "r", whole + line);
    CHECK_THROWS_WITH(ImportRecord(folder / "r", kPlace), Catch::Contains("r:2 is not a record"));
  }
}
