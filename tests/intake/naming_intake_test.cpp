#include <catch2/catch.hpp>

#include "intake/files.hpp"

using namespace domainplan;

TEST_CASE("for names alone a customer and a brand are enough") {
  const Intake intake = read_naming_intake({"c.csv", "brand,customer\nAcme,a\nBolt,b\n"}, std::nullopt);
  CHECK(intake.bad_rows.empty());
  REQUIRE(intake.customers.size() == 2);
  CHECK(intake.customers[1].key == "b");
  CHECK(intake.customers[1].brand == "Bolt");
}

TEST_CASE("for names alone the columns of the order are not read") {
  const Intake intake =
      read_naming_intake({"c.csv", kCustomersHeader + "acme,?,Acme,?,?,?,env:NOPE,x,acme.com,stem,x,com\n"},
                         InputFile{"p.csv", kGoodPersona});
  CHECK(texts(intake.bad_rows).empty());
  REQUIRE(intake.customers.size() == 1);
  CHECK(intake.customers[0].website == "acme.com");
  CHECK(intake.customers[0].stem == "stem");
  CHECK(intake.customers[0].tlds == std::vector<std::string>{"com"});
  CHECK(intake.customers[0].personas.size() == 1);
}

TEST_CASE("for names alone mistakes are reported as for a plan, but no persona is needed") {
  const Intake intake = read_naming_intake({"c.csv", "customer,brand,tlds\na,,x y\nb,Bolt,\n"},
                                           InputFile{"p.csv", "customer,first_name,last_name\nc,A,B\n"});
  CHECK(texts(intake.bad_rows) ==
        Lines{"c.csv:2: brand: the cell is empty: give the brand as people write it",
              "c.csv:2: tlds: 'x' is not a public suffix: use suffixes such as com, net, co.uk, separated by "
              "blanks or "
              "commas"});
  CHECK(texts(intake.notes) ==
        Lines{"c.csv: 1 persona row of customers that are not in this file was ignored"});
  REQUIRE(intake.customers.size() == 1);
  CHECK(intake.positions == std::vector<std::size_t>{1});
}

TEST_CASE("formulas are reported where they stand, with what was taken of them") {
  const Intake intake = read_naming_intake(
      {"c.csv",
       "customer,brand,stem\na,\"=HYPERLINK(\"\"https://velora.com\"\",\"\"Velora\"\")\",\nb,Bolt,=B2\n"},
      InputFile{"p.csv", "customer,first_name,last_name\na,=A1,B\n"});
  CHECK(texts(intake.warnings) == Lines{"c.csv:2: brand: '=HYPERLINK(\"https://velora.com\",\"Velora\")' is "
                                        "a formula: the brand is read as "
                                        "'Velora'"});
  CHECK(texts(intake.bad_rows) == Lines{"c.csv:3: stem: '=B2' is a formula: give what it shows",
                                        "p.csv:2: first_name: '=A1' is a formula: give what it shows"});
}
