// Personas and owned domains, as read_intake() shows them.
#include <catch2/catch.hpp>

#include "intake/files.hpp"

using namespace domainplan;

namespace {

std::string customer_row(const std::string& key) {
  return key + ",usr_1,Acme,Small,https://acme.com,a@acme.com,pw,,,,,\n";
}

Intake with_personas(const std::string& rows, const std::string& customers = customer_row("acme")) {
  return read_intake(
      files_with(kCustomersHeader + customers, "customer,first_name,last_name,profile_picture_url\n" + rows),
      {});
}

Intake with_owned(const std::string& csv) {
  IntakeFiles files = files_with(kCustomersHeader + customer_row("acme") + customer_row("bolt"),
                                 kGoodPersona + "bolt,Bo,Lt,\n");
  files.owned = InputFile{"owned.csv", csv};
  return read_intake(files, {});
}

std::string times(int count, const std::string& row) {
  std::string rows;
  for (int i = 0; i < count; ++i) rows += row;
  return rows;
}

}  // namespace

TEST_CASE("personas go to their customer in the order of the file") {
  const Intake intake =
      with_personas("acme,Ada,Lovelace,https://acme.com/ä.png\nacme, Øyvind ,\"O'Neil, Jr\",\n");
  REQUIRE(texts(intake.bad_rows).empty());
  const auto& personas = intake.customers.at(0).personas;
  REQUIRE(personas.size() == 2);
  CHECK(personas[0].first_name == "Ada");
  CHECK(personas[0].last_name == "Lovelace");
  CHECK(personas[0].profile_picture_url == "https://acme.com/%C3%A4.png");
  CHECK(personas[1].first_name == "Øyvind");
  CHECK(personas[1].last_name == "O'Neil, Jr");
  CHECK(personas[1].profile_picture_url.empty());
}

TEST_CASE("one to ten personas are right, any other number is reported on the customer's row") {
  CHECK(with_personas(times(10, "acme,A,B,\n")).bad_rows.empty());
  CHECK(texts(with_personas(times(11, "acme,A,B,\n")).bad_rows) ==
        Lines{"customers.csv:2: customer: 'acme' has 11 personas: give it 1 to 10 rows in personas.csv"});
  CHECK(texts(with_personas("").bad_rows) ==
        Lines{"customers.csv:2: customer: 'acme' has no personas: give it 1 to 10 rows in personas.csv"});
}

TEST_CASE("a bad persona is reported where it stands and makes its customer bad") {
  const Intake intake = with_personas("acme,,Lovelace,ftp://x\nacme,Ada,Lovelace,\n");
  CHECK(texts(intake.bad_rows) ==
        Lines{"personas.csv:2: first_name: the cell is empty: give the name that the mailbox shows",
              "personas.csv:2: profile_picture_url: 'ftp://x' is refused, as its scheme is 'ftp'; "
              "https://example.com/path is one"});
  REQUIRE(intake.skipped.size() == 1);
  CHECK(intake.skipped[0].message ==
        "line 2 of the personas: first_name: the cell is empty: give the name that the mailbox shows; line 2 "
        "of the "
        "personas: profile_picture_url: 'ftp://x' is refused, as its scheme is 'ftp'; "
        "https://example.com/path is one");
}

TEST_CASE("rows of unknown customers are ignored, and one note counts those of both files") {
  IntakeFiles files =
      files_with(kCustomersHeader + customer_row("acme"), kGoodPersona + "acm,Ada,,ftp://x\nzzz,A,B,\n");
  files.owned = InputFile{"owned.csv", "customer,domain\nzzz,not a domain\nacme,a.com\nyyy,a.com\n"};
  const Intake intake = read_intake(files, {});
  CHECK(texts(intake.bad_rows).empty());
  CHECK(texts(intake.notes) ==
        Lines{"customers.csv: 2 persona rows and 2 owned-domain rows of customers that are "
              "not in this file were ignored"});
  REQUIRE(intake.customers.size() == 1);
  CHECK(intake.customers[0].owned.size() == 1);
}

TEST_CASE("a persona without a customer is a bad row that hits nobody else") {
  const Intake intake = with_personas("acme,Ada,Lovelace,\n,Ada,Lovelace,\n");
  CHECK(texts(intake.bad_rows) ==
        Lines{"personas.csv:3: customer: the cell is empty: give the key of a row of the customers"});
  CHECK(intake.customers.size() == 1);
}

TEST_CASE("a ragged or malformed persona hits the customer whose key can be read") {
  const Intake intake =
      with_personas("acme,Ada\nbolt,\"Bo\nbolt,Bo,Lt,\n", customer_row("acme") + customer_row("bolt"));
  CHECK(intake.bad_rows.size() == 2);
  CHECK(intake.customers.empty());
  REQUIRE(intake.skipped.size() == 2);
  CHECK_THAT(intake.skipped[0].message,
             Catch::StartsWith("line 2 of the personas: last_name: the row has 2 cells"));
  CHECK_THAT(intake.skipped[1].message,
             Catch::StartsWith("line 3 of the personas: first_name: a quoted cell is never"));
}

TEST_CASE("a customer with very many bad personas has a message that can be read") {
  const Intake intake = with_personas(times(10, "acme,,B,\n") + times(90, "acme,A,,\n"));
  CHECK(intake.bad_rows.size() == 101);
  CHECK_THAT(intake.skipped.at(0).message, Catch::EndsWith("; and 91 more"));
}

TEST_CASE("owned domains go to their customer by name") {
  const Intake intake = with_owned(
      "customer,domain,usable_for\nacme,Zeta.com,\nacme,müller.de,microsoft\nacme,b.com,microsoft google\n");
  REQUIRE(texts(intake.bad_rows).empty());
  const auto& owned = intake.customers.at(0).owned;
  REQUIRE(owned.size() == 3);
  CHECK(owned[0].domain == "b.com");
  CHECK(owned[1].domain == "xn--mller-kva.de");
  CHECK(owned[1].usable_for == ProviderSet(Provider::microsoft));
  CHECK(owned[2].domain == "zeta.com");
  CHECK(owned[2].usable_for == ProviderSet::both());
}

TEST_CASE("mistakes in owned domains are reported with what would be right") {
  CHECK(
      texts(with_owned("domain,customer,usable_for\nwww.acme.com,acme,\nacme,acme,yahoo\n").bad_rows) ==
      Lines{"owned.csv:2: domain: 'www.acme.com' is not a registrable domain: use 'acme.com'",
            "owned.csv:3: domain: 'acme' is not a domain name: the name has no dot, so no top-level domain; "
            "example.com is one",
            "owned.csv:3: usable_for: 'yahoo' is not a provider: give 'google', 'microsoft' or 'both'"});
}

TEST_CASE("a domain owned twice is a bad row, and both its customers are left out") {
  const Intake intake = with_owned("customer,domain\nacme,a.com\nbolt,A.COM\n");
  CHECK(texts(intake.bad_rows) ==
        Lines{"owned.csv:3: domain: 'a.com' is owned by 'acme' on line 2 already: keep one of the two rows"});
  CHECK(intake.customers.empty());
  REQUIRE(intake.skipped.size() == 2);
  CHECK(intake.skipped[0].message ==
        "line 3 of the owned domains: domain: 'a.com' is owned by another customer too");
  const Intake same = with_owned("customer,domain\nacme,a.com\nacme,a.com\n");
  CHECK(same.bad_rows.size() == 1);
  REQUIRE(same.customers.size() == 1);
  CHECK(same.customers[0].key == "bolt");
}
