#include "domainplan/intake.hpp"

#include <catch2/catch.hpp>

#include "intake/files.hpp"

using namespace domainplan;

namespace {
std::string customer_row(const std::string& key, const std::string& bundle = "Small") {
  return key + ",usr_1,Acme," + bundle + ",https://acme.com,a@acme.com,pw,,,,,\n";
}
}  // namespace

TEST_CASE("good customers are kept with their places, bad ones are listed with theirs") {
  const Intake intake = read_intake(files_with(kCustomersHeader + customer_row("b", "X") + "\n" +
                                                   customer_row("acme") + "short,row\n" + customer_row("c"),
                                               kGoodPersona + "c,C,C,\nb,B,B,\nshort,S,S,\n"),
                                    {});
  REQUIRE(intake.customers.size() == 2);
  CHECK(intake.customers[0].key == "acme");
  CHECK(intake.customers[1].key == "c");
  CHECK(intake.positions == std::vector<std::size_t>{1, 3});
  REQUIRE(intake.skipped.size() == 2);
  CHECK(intake.skipped[0].position == 0);
  CHECK(intake.skipped[0].key == "b");
  CHECK(intake.skipped[1].position == 2);
  CHECK(intake.skipped[1].key.empty());  // a cell of it may be anybody's password
  CHECK(intake.bad_rows.size() == 2);
}

TEST_CASE("mistakes come file by file and by line, whatever order they are found in") {
  IntakeFiles files = files_with(kCustomersHeader + customer_row("lonely") + customer_row("acme", "Nope"),
                                 "customer,first_name,last_name\nacme,,B\nx,A,B\n",
                                 "id,name,monthly_sending_volume\nz,Z,1\n");
  files.owned = InputFile{"owned.csv", "customer,domain\nacme,co.uk\n"};
  Lines places;
  for (const Diagnostic& found : read_intake(files, {}).bad_rows)
    places.push_back(fmt::format("{}:{}: {}", found.file, found.line, found.column));
  CHECK(places == Lines{"customers.csv:2: bundle", "customers.csv:2: customer", "customers.csv:3: bundle",
                        "personas.csv:2: first_name", "bundles.csv:2: id", "owned.csv:2: domain"});
}

TEST_CASE("lines are counted through quoted line ends, CRLF and a byte order mark") {
  const std::string customers =
      "\xEF\xBB\xBF"
      "customer,user,brand,bundle,forwarding_url,sequencer_login_email,"
      "sequencer_login_password,notes\r\n"
      "acme,usr_1,Acme,Small,https://acme.com,a@acme.com,pw,\"one\r\ntwo\r\n\"\r\n"
      "\r\n"
      "bolt,usr_1,\"Bolt\r\nInc\",Nope,https://acme.com,a@acme.com,pw,\r\n"
      "c,usr_1,C,Nope,https://acme.com,a@acme.com,pw,";
  const Intake intake = read_intake(files_with(customers, kGoodPersona + "bolt,A,B,\nc,A,B,\n"), {});
  const std::string message =
      "'Nope' is not a bundle's id or name: name one that the file has, such as 'Small'";
  CHECK(texts(intake.bad_rows) ==
        Lines{"customers.csv:6: bundle: " + message, "customers.csv:8: bundle: " + message});
}

TEST_CASE("a bundle's mistake is reported once, and leaves out the customers that name it") {
  const Intake intake =
      read_intake(files_with(kCustomersHeader + customer_row("acme", "Bad") + customer_row("b", "bun_bad") +
                                 customer_row("c"),
                             kGoodPersona + "b,B,B,\nc,C,C,\n", kGoodBundles + "bun_bad,Bad,0,,,,,,\n"),
                  {});
  CHECK(texts(intake.bad_rows) ==
        Lines{"bundles.csv:3: monthly_sending_volume: 0 is not allowed: give a whole number "
              "from 1 to 1000000000000"});
  REQUIRE(intake.skipped.size() == 2);
  CHECK(intake.skipped[0].message ==
        "line 3 of the bundles: monthly_sending_volume: 0 is not allowed: give a whole number from 1 to "
        "1000000000000");
  CHECK(intake.customers.size() == 1);
}

TEST_CASE("a file that cannot be used leaves out every customer, and is reported once") {
  const std::string customers = kCustomersHeader + customer_row("acme");
  SECTION("personas without a column") {
    const Intake intake = read_intake(files_with(customers, "customer,first_name\nacme,Ada\n"), {});
    CHECK(
        texts(intake.bad_rows) ==
        Lines{"personas.csv:1: last_name: the header lacks this column: add it, with a persona's last name"});
    REQUIRE(intake.skipped.size() == 1);
    CHECK(intake.skipped[0].message ==
          "the header of the personas is bad: last_name: the header lacks this column: "
          "add it, with a persona's last name");
  }
  SECTION("no personas at all") {
    CHECK(texts(read_intake(files_with(customers, ""), {}).bad_rows) ==
          Lines{"personas.csv:1: the file is empty: begin it with a header, customer,first_name,last_name"});
  }
  SECTION("a first page of bundles") {
    const Intake intake = read_intake(
        files_with(customers, kGoodPersona, R"({"data":[],"links":{"next":"/bundles?page_token=x"}})"), {});
    CHECK(intake.bad_rows.size() == 1);
    CHECK(intake.customers.empty());
    CHECK_THAT(intake.skipped.at(0).message, Catch::StartsWith("the bundles file is bad: links.next: "));
  }
  SECTION("owned domains without a domain") {
    IntakeFiles files = files_with(customers);
    files.owned = InputFile{"owned.csv", "customer,domains\nacme,a.com\n"};
    const Intake intake = read_intake(files, {});
    CHECK(texts(intake.bad_rows) ==
          Lines{"owned.csv:1: domain: the header has no such column but 'domains': did you mean 'domain'?"});
    CHECK(intake.skipped.size() == 1);
  }
}

TEST_CASE("a bad header of the customers is reported together with what is wrong in the rows") {
  const Intake intake = read_intake(files_with("customer,brand,bundle,forwarding_url,sequencer_login_email,"
                                               "sequencer_login_password,webiste\n"
                                               "acme,Acme,Small,acme,a@acme.com,pw,acme.com\n",
                                               kGoodPersona + "bolt,A,B,\n"),
                                    {});
  CHECK(
      texts(intake.bad_rows) ==
      Lines{"customers.csv:1: website: the header has no such column but 'webiste': did you mean 'website'?",
            "customers.csv:1: user: the header lacks this column: add it, with an email address or an id "
            "that begins "
            "with usr_",
            "customers.csv:2: forwarding_url: 'acme' is refused, as it does not begin with http:// or "
            "https://; "
            "https://example.com/path is one"});
  CHECK(intake.customers.empty());
  CHECK(intake.skipped.size() == 1);
  CHECK(intake.unusable);
}

TEST_CASE("without the customers' keys nothing is said of the rows that name them") {
  const Intake intake = read_intake(files_with("key,brand\nacme,Acme\n"), {});
  CHECK_FALSE(intake.bad_rows.empty());
  for (const std::string& text : texts(intake.bad_rows))
    CHECK_THAT(text, Catch::StartsWith("customers.csv:1: "));
  CHECK(read_intake(files_with(""), {}).bad_rows.size() == 1);
}

TEST_CASE("a header alone is a file of no customers") {
  const Intake intake = read_intake(files_with(kCustomersHeader, "customer,first_name,last_name\n"), {});
  CHECK(intake.bad_rows.empty());
  CHECK(intake.customers.empty());
}
