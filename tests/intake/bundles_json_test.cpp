#include <catch2/catch.hpp>

#include "intake/files.hpp"

using namespace domainplan;

namespace {

struct Read {
  std::vector<Bundle> bundles;
  Lines bad_rows;
};

Read read(const std::string& json) {
  std::vector<Diagnostic> found;
  Read result;
  result.bundles = read_bundles({"bundles.json", json}, found);
  result.bad_rows = texts(found);
  return result;
}

// A page with these elements in data, the first of them on line 2.
Read read_data(const std::string& elements) {
  return read("{\"data\":[\n" + elements +
              "],\"links\":{\"first\":\"/x\",\"next\":null},\"meta\":{\"returned\":1}}");
}

}  // namespace

TEST_CASE("bundles.json: a bundle as the API shows it") {
  const Read result =
      read_data(R"({"id":"bun_1","name":"Growth","monthly_sending_volume":100000,"google_percent":70,
      "microsoft_percent":30,"send_on_weekends":true,"google_inboxes_per_domain":3,
      "effective":{"google_percent":70,"microsoft_percent":30},
      "required_domains":{"google":80,"microsoft":10,"total":90},"status":"archived","created_at":"2026-01-01"})");
  REQUIRE(result.bad_rows.empty());
  REQUIRE(result.bundles.size() == 1);
  const Bundle& bundle = result.bundles[0];
  CHECK(bundle.id == "bun_1");
  CHECK(bundle.name == "Growth");
  CHECK(bundle.monthly_sending_volume == 100000);
  CHECK(bundle.google_percent == 70);
  CHECK(bundle.microsoft_percent == 30);
  CHECK(bundle.send_on_weekends);
  CHECK(bundle.google_inboxes_per_domain == 3);
  CHECK(bundle.archived);
  CHECK(bundle.required == Demand{80, 10});
  CHECK_FALSE(bundle.estimated);
}

TEST_CASE("bundles.json: null is unset, and a need that the API has not said is estimated") {
  const Read result =
      read_data(R"({"id":"bun_1","name":"S","monthly_sending_volume":25000,"google_percent":null,
      "microsoft_percent":null,"required_domains":null,"status":"active"})");
  REQUIRE(result.bad_rows.empty());
  REQUIRE(result.bundles.size() == 1);
  CHECK(result.bundles[0].required == Demand{15, 4});
  CHECK(result.bundles[0].estimated);
}

TEST_CASE("bundles.json: each mistake is reported on the line where its bundle starts, with its field") {
  CHECK(read_data("  {\"id\":\"bun_1\",\n\"name\":7},\n\n "
                  "{\"id\":\"x\",\"name\":\"B\",\"monthly_sending_volume\":1.5,"
                  "\"status\":\"gone\"}, 12,\n[{}]")
            .bad_rows ==
        Lines{"bundles.json:2: name: '7' is not allowed: it is a string",
              "bundles.json:2: monthly_sending_volume: the bundle has none: give a whole number from 1 to "
              "1000000000000",
              "bundles.json:5: monthly_sending_volume: '1.5' is not allowed: it is a whole number",
              "bundles.json:5: status: 'gone' is not allowed: it is active or archived",
              "bundles.json:5: id: 'x' is not a bundle's id: it begins with bun_",
              "bundles.json:5: data: the element is not a bundle but a number: a bundle is an object",
              "bundles.json:6: data: the element is not a bundle but an array: a bundle is an object"});
}

TEST_CASE("bundles.json: a value of a wrong type says as data what would be right") {
  std::vector<Diagnostic> found;
  read_bundles(
      {"bundles.json", R"({"data":[{"id":"bun_1","name":7,"monthly_sending_volume":1000}],"links":{}})"},
      found);
  REQUIRE_FALSE(found.empty());
  CHECK(found[0].column == "name");
  CHECK(found[0].expected == "a string");
}

TEST_CASE("bundles.json: the required domains are two numbers and their sum") {
  const auto with = [](const std::string& required) {
    return read_data(R"({"id":"bun_1","name":"S","monthly_sending_volume":25000,"required_domains":)" +
                     required + "}")
        .bad_rows;
  };
  CHECK(with(R"({"google":1,"microsoft":0})").empty());
  CHECK(with(R"({"google":1,"microsoft":2,"total":4})") ==
        Lines{"bundles.json:2: required_domains.total: 4 is not the sum of google and microsoft, 3"});
  CHECK(with("{}") == Lines{"bundles.json:2: required_domains: it has neither google nor microsoft: give "
                            "both, or leave it out"});
  CHECK(with(R"({"google":1})") ==
        Lines{"bundles.json:2: required_domains.microsoft: only one of the two numbers of "
              "domains is given: give both, or neither"});
  CHECK(
      with(R"({"google":0,"microsoft":0,"total":0})") ==
      Lines{
          "bundles.json:2: required_domains.google: the bundle needs no domains: an order has one at least"});
  CHECK(with(R"({"google":-1,"microsoft":"2"})") ==
        Lines{"bundles.json:2: required_domains.microsoft: '2' is not allowed: it is a whole number",
              "bundles.json:2: required_domains.google: -1 is not allowed: give a whole number from 0 to "
              "100000"});
  CHECK(with(R"({"google":9223372036854775807,"microsoft":18446744073709551615})").size() == 2);
  CHECK(with("[1,2]") ==
        Lines{"bundles.json:2: required_domains: '[ …' is not allowed: it is an object with google and "
              "microsoft"});
}

TEST_CASE("bundles.json: a first page alone is refused") {
  CHECK(read("{\"data\":[],\n\"links\":\n{\"next\":\"/bundles?page_token=x\"}}").bad_rows ==
        Lines{"bundles.json:2: links.next: it is not null, so that these are not all bundles: give a body "
              "that holds "
              "every page"});
  CHECK(read(R"({"data":[]})").bad_rows.empty());
  CHECK(read(R"({"data":[],"links":null})").bad_rows.empty());
  CHECK(read(R"({"data":[],"links":{}})").bad_rows.empty());
}

TEST_CASE("bundles.json: what is not a page of bundles is reported so") {
  CHECK(read("[]").bad_rows ==
        Lines{"bundles.json:1: the file is not a JSON object: give the body of GET /bundles"});
  CHECK(read("{}").bad_rows == Lines{"bundles.json:1: data: the file has no data: give the body of GET "
                                     "/bundles, with the bundles in data"});
  CHECK(read("{\n\"data\":{}}").bad_rows ==
        Lines{"bundles.json:2: data: it is not an array: give the body of GET /bundles"});
  CHECK(read("{\"data\":[],\n\"links\":[]}").bad_rows ==
        Lines{"bundles.json:2: links: it is not an object: give the body of GET /bundles"});
}

TEST_CASE("bundles.json: a syntax error is reported with its line and character") {
  const auto first = [](const std::string& json) { return read(json).bad_rows.at(0); };
  CHECK_THAT(first("{\"data\":[\n  {\"id\":}]}"),
             Catch::StartsWith(
                 "bundles.json:2: at character 9 of the line the file stops being JSON: syntax error"));
  CHECK_THAT(first(""),
             Catch::StartsWith("bundles.json:1: at character 1 of the line the file stops being JSON: "));
  CHECK_THAT(first("{\"data\":[]}\n x"), Catch::StartsWith("bundles.json:2: at character 2 of the line"));
  CHECK_THAT(first("{\"a\":\"\xFF\x1B[2J\"}"),
             Catch::StartsWith("bundles.json:1: ") && !Catch::Contains("\x1B"));
  CHECK(first("{\"a\":\"" + std::string(100'000, 'x') + "\n\"}").size() < 400);
}

TEST_CASE("bundles.json: nesting without end is refused and harms nothing") {
  for (const std::string open : {"[", "{\"data\":["}) {
    std::string json;
    for (int i = 0; i < 200'000; ++i) json += open;
    CHECK(read(json).bad_rows ==
          Lines{"bundles.json:1: the file nests deeper than 32 levels: give the body of GET /bundles"});
  }
}

TEST_CASE("bundles.json: a number beyond every type is reported with its line") {
  CHECK(read("{\"data\":[{\"id\":\"bun_1\",\n\"monthly_sending_volume\":1e400}]}").bad_rows ==
        Lines{"bundles.json:2: a number is too large for any program: give whole numbers as GET /bundles has "
              "them"});
}

TEST_CASE("bundles.json: of a key that stands twice the last one counts, with its lines") {
  const Read result = read("{\"data\":[{},{}],\n\n\"data\":[\n{\"id\":\"y\"}]}");
  REQUIRE_FALSE(result.bad_rows.empty());
  for (const std::string& row : result.bad_rows) CHECK_THAT(row, Catch::StartsWith("bundles.json:4: "));
}

TEST_CASE("bundles are taken for JSON by the file's name or by its first character") {
  std::vector<Diagnostic> found;
  CHECK(
      read_bundles(
          {"-", "\xEF\xBB\xBF \n{\"data\":[{\"id\":\"bun_1\",\"name\":\"A\",\"monthly_sending_volume\":9}]}"},
          found)
          .size() == 1);
  CHECK(read_bundles({"-", "id,name,monthly_sending_volume\nbun_1,A,9\n"}, found).size() == 1);
  CHECK(found.empty());
  read_bundles({"B.JSON", "id,name"}, found);
  CHECK_THAT(found.at(0).text(), Catch::Contains("stops being JSON"));
}

TEST_CASE("bundles.json: what nobody sees is removed from its texts, and a note says so") {
  std::vector<Diagnostic> found, notes;
  const auto bundles = read_bundles({"bundles.json",
                                     "{\"data\":[{\"id\":\"bun_1\\u200b\",\"name\":\"\\u00a0Star\\u00adter\","
                                     "\"monthly_sending_volume\":9}]}"},
                                    found, &notes);
  CHECK(found.empty());
  REQUIRE(bundles.size() == 1);
  CHECK((bundles[0].id == "bun_1" && bundles[0].name == "Starter"));
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].text() == "bundles.json: 3 invisible characters were removed");
}
