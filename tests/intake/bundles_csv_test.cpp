#include <catch2/catch.hpp>

#include "intake/files.hpp"

using namespace domainplan;

namespace {

const std::string kHeader = kGoodBundles.substr(0, kGoodBundles.find('\n') + 1);

struct Read {
  std::vector<Bundle> bundles;
  Lines bad_rows;
};

Read read(const std::string& rows) {
  std::vector<Diagnostic> found;
  Read result;
  result.bundles = read_bundles({"bundles.csv", kHeader + rows}, found);
  result.bad_rows = texts(found);
  return result;
}

}  // namespace

TEST_CASE("bundles.csv: what is empty has its default, and the need is estimated") {
  const Read result = read("bun_1, Small ,25000,,,,,,\n");
  REQUIRE(result.bad_rows.empty());
  REQUIRE(result.bundles.size() == 1);
  const Bundle& bundle = result.bundles[0];
  CHECK(bundle.id == "bun_1");
  CHECK(bundle.name == "Small");
  CHECK(bundle.monthly_sending_volume == 25000);
  CHECK_FALSE(bundle.google_percent);
  CHECK_FALSE(bundle.microsoft_percent);
  CHECK_FALSE(bundle.send_on_weekends);
  CHECK(bundle.google_inboxes_per_domain == 2);
  CHECK_FALSE(bundle.archived);
  CHECK(bundle.required == Demand{15, 4});
  CHECK(bundle.estimated);
}

TEST_CASE("bundles.csv: what is given is taken, and given numbers of domains rule") {
  const Read result = read("bun_1,A,100000,70,30,Yes,3,,\nbun_2,B,100000,0,100,0,2,7,5\n");
  REQUIRE(result.bad_rows.empty());
  REQUIRE(result.bundles.size() == 2);
  CHECK(result.bundles[0].send_on_weekends);
  CHECK(result.bundles[0].google_inboxes_per_domain == 3);
  CHECK(result.bundles[0].google_percent == 70);
  CHECK(result.bundles[0].estimated);
  CHECK(result.bundles[1].required == Demand{7, 5});
  CHECK_FALSE(result.bundles[1].estimated);
}

TEST_CASE("bundles.csv: every mistake of every row is reported") {
  CHECK(
      read("x,,many,,,maybe,,,\nbun_2,B,0,60,30,,4,,\nbun_3,C,1000,50,,,,3,\nbun_4,D,1000,101,-1,,,-1,2\n")
          .bad_rows ==
      Lines{
          "bundles.csv:2: monthly_sending_volume: 'many' is not a whole number: give the emails sent in a "
          "month",
          "bundles.csv:2: send_on_weekends: 'maybe' is not allowed: give true or false",
          "bundles.csv:2: id: 'x' is not a bundle's id: it begins with bun_",
          "bundles.csv:2: name: the bundle has no name: give it one",
          "bundles.csv:3: monthly_sending_volume: 0 is not allowed: give a whole number from 1 to "
          "1000000000000",
          "bundles.csv:3: google_percent: 60 and microsoft_percent 30 add to 90: they must add to 100",
          "bundles.csv:3: google_inboxes_per_domain: 4 is not allowed: give a whole number from 2 to 3",
          "bundles.csv:4: microsoft_percent: only one of the two percents is set: set both, adding to 100, "
          "or "
          "neither",
          "bundles.csv:4: microsoft_domains: only one of the two numbers of domains is given: give both, or "
          "neither",
          "bundles.csv:5: google_percent: 101 is not allowed: give a whole number from 0 to 100",
          "bundles.csv:5: microsoft_percent: -1 is not allowed: give a whole number from 0 to 100",
          "bundles.csv:5: google_domains: -1 is not allowed: give a whole number from 0 to 100000"});
}

TEST_CASE("bundles.csv: a bundle needs at least one domain and no absurd number") {
  CHECK(read("bun_1,A,1000,,,,,0,0\nbun_2,B,1000,,,,,60000,60000\nbun_3,C,1000000000,,,,,,\n").bad_rows ==
        Lines{"bundles.csv:2: google_domains: the bundle needs no domains: an order has one at least",
              "bundles.csv:3: google_domains: the bundle needs 120000 domains: 100000 is the most",
              "bundles.csv:4: monthly_sending_volume: the bundle needs 719698 domains: 100000 is the most"});
  CHECK(read("bun_1,A,1000000000000,,,,,,\n").bad_rows.size() == 1);
}

TEST_CASE("bundles.csv: two bundles of one id are both bad, two of one name are not") {
  const Read result =
      read("bun_1,A,1000,,,,,,\nbun_2,A,1000,,,,,,\nbun_1,B,1000,,,,,,\nbun_4,D,1000,,,,,,\n");
  CHECK(
      result.bad_rows ==
      Lines{"bundles.csv:2: id: 'bun_1' is also the id of the bundle on line 4: each bundle needs its own",
            "bundles.csv:4: id: 'bun_1' is also the id of the bundle on line 2: each bundle needs its own"});
  REQUIRE(result.bundles.size() == 2);
  CHECK(result.bundles[0].name == "A");
  CHECK(result.bundles[1].name == "D");
}

TEST_CASE("bundles.csv: columns that may be left out may be left out, and a status is heeded") {
  std::vector<Diagnostic> found;
  const auto bundles = read_bundles(
      {"b.csv", "name,id,monthly_sending_volume,status\nA,bun_1,25000,archived\nB,bun_2,25000,active\n"},
      found);
  CHECK(found.empty());
  REQUIRE(bundles.size() == 2);
  CHECK(bundles[0].archived);
  CHECK_FALSE(bundles[1].archived);
}

TEST_CASE("bundles.csv: weekends are read as a spreadsheet in another language saves them again") {
  std::vector<Diagnostic> found;
  const auto bundles = read_bundles({"b.csv",
                                     "name;id;monthly_sending_volume;send_on_weekends\n"
                                     "A;bun_1;25000;WAHR\nB;bun_2;25000;FALSCH\n"},
                                    found);
  CHECK(found.empty());
  REQUIRE(bundles.size() == 2);
  CHECK(bundles[0].send_on_weekends);
  CHECK_FALSE(bundles[1].send_on_weekends);
}

TEST_CASE("bundles.csv: a ragged row is reported once") {
  CHECK(read("bun_1,A\n").bad_rows ==
        Lines{"bundles.csv:2: monthly_sending_volume: the row has 2 cells, but the header 9: give each "
              "column a cell, and put a cell that "
              "has a comma in quotes"});
}
