// Reading customers.csv, as read_intake() shows it.
#include <catch2/catch.hpp>

#include "intake/files.hpp"

using namespace domainplan;

namespace {

const SecretSources kSecrets = {[](const std::string& name) -> std::optional<std::string> {
                                  if (name == "ACME_PASSWORD") return "hunter2";
                                  return std::nullopt;
                                },
                                [](const std::string&) { return std::nullopt; }};

Intake read(const std::string& rows) { return read_intake(files_with(kCustomersHeader + rows), kSecrets); }
Lines bad_rows(const std::string& rows) { return texts(read(rows).bad_rows); }

}  // namespace

TEST_CASE("a customer's row with all that it may hold") {
  const Intake intake = read(
      "acme, ops@acme.com , Müller & Söhne GmbH ,Small,https://müller.de/ü,login@acme.com, env:ACME_PASSWORD,"
      "42,https://www.müller.de/x,mueller,1500,com .de\n");
  REQUIRE(texts(intake.bad_rows).empty());
  REQUIRE(intake.customers.size() == 1);
  const Customer& customer = intake.customers[0];
  CHECK(customer.key == "acme");
  CHECK(customer.user == "ops@acme.com");
  CHECK(customer.brand == "Müller & Söhne GmbH");
  CHECK(customer.bundle.id == "bun_small");
  CHECK(customer.forwarding_url == "https://xn--mller-kva.de/%C3%BC");
  CHECK(customer.login_email == "login@acme.com");
  CHECK(customer.login_password == "hunter2");
  CHECK(customer.client_id == 42);
  CHECK(customer.website == "www.xn--mller-kva.de");
  CHECK(customer.stem == "mueller");
  CHECK(customer.max_price_cents == 1500);
  CHECK(customer.tlds == std::vector<std::string>{"com", "de"});
  CHECK(intake.positions == std::vector<std::size_t>{0});
}

TEST_CASE("what a customer's row may leave empty may be empty, and a password is exact") {
  const Intake intake = read("acme,usr_1,Acme,bun_small,http://acme.com,login@acme.com,\" p,\"\"w \",,,,,\n");
  REQUIRE(texts(intake.bad_rows).empty());
  const Customer& customer = intake.customers.at(0);
  CHECK(customer.login_password == " p,\"w ");
  CHECK_FALSE(customer.client_id);
  CHECK(customer.website.empty());
  CHECK(customer.stem.empty());
  CHECK_FALSE(customer.max_price_cents);
  CHECK(customer.tlds.empty());
}

TEST_CASE("all mistakes of a customer's row are told at once") {
  CHECK(
      bad_rows("acme,joe,🎉,Smal,acme.com,a@b,env:NOPE,0,none,!,-1,com;net\n") ==
      Lines{
          "customers.csv:2: stem: '!' holds no letter or digit to build names on",
          "customers.csv:2: website: 'none' is no website, as its host 'none' is no domain name: the name "
          "has no "
          "dot, so no top-level domain; example.com or https://example.com is one",
          "customers.csv:2: tlds: 'com;net' is no public suffix: write such as 'com net co.uk', separated by "
          "spaces",
          "customers.csv:2: brand: '🎉' holds no letter or digit: give a stem or a website to build names on",
          "customers.csv:2: bundle: 'Smal' is no bundle's id or name (did you mean 'Small'?)",
          "customers.csv:2: user: 'joe' is no user: give an email address, or an id that begins with usr_",
          "customers.csv:2: forwarding_url: 'acme.com' is refused, as it does not begin with http:// or "
          "https://; "
          "https://example.com/path is one",
          "customers.csv:2: sequencer_login_email: 'a@b' is no email address: of its domain, the name is "
          "shorter "
          "than 4 characters; name@example.com is one",
          "customers.csv:2: sequencer_login_password: the environment variable 'NOPE' is not set: set it to "
          "the "
          "password",
          "customers.csv:2: sequencer_client_id: '0' is no whole number of 1 or more",
          "customers.csv:2: max_price_cents: '-1' is no whole number of 0 or more"});
}

TEST_CASE("cells that may not be empty are told, each with what belongs there") {
  CHECK(
      bad_rows("acme,,,, ,,,1,,,,\n") ==
      Lines{"customers.csv:2: brand: the cell is empty: give the brand as people write it",
            "customers.csv:2: bundle: the cell is empty: give a bundle's id or name",
            "customers.csv:2: user: the cell is empty: give an email address or an id that begins with usr_",
            "customers.csv:2: forwarding_url: the cell is empty: give an http or https URL",
            "customers.csv:2: sequencer_login_email: the cell is empty: give an email address",
            "customers.csv:2: sequencer_login_password: the cell is empty: give env:NAME, file:PATH or the "
            "password"});
  CHECK(bad_rows(kGoodCustomer + ",ops@acme.com,Bolt,Small,https://b.com,ops@b.com,pw,,,,,\n") ==
        Lines{"customers.csv:3: customer: the cell is empty: give a key of its own for each customer"});
}

TEST_CASE("a brand without letters is fine where the names have something else to build on") {
  CHECK(bad_rows("acme,usr_1,🎉,Small,https://a.com,a@acme.com,pw,,party.com,,,\n").empty());
  CHECK(bad_rows("acme,usr_1,🎉,Small,https://a.com,a@acme.com,pw,,,party,,\n").empty());
}

TEST_CASE("a key that stands twice is told on the later row, and neither customer is planned") {
  const Intake intake = read(kGoodCustomer + "\n" + kGoodCustomer);
  CHECK(texts(intake.bad_rows) ==
        Lines{"customers.csv:4: customer: 'acme' stands on line 2 already: give each row a key of its own"});
  CHECK(intake.customers.empty());
  REQUIRE(intake.skipped.size() == 2);
  CHECK(intake.skipped[0].message ==
        "customer: 'acme' stands again on line 4: give each row a key of its own");
  CHECK(intake.skipped[1].message ==
        "customer: 'acme' stands on line 2 already: give each row a key of its own");
}

TEST_CASE("a bad key is told, and its personas are not called strangers") {
  IntakeFiles files =
      files_with(kCustomersHeader + "-acme,usr_1,Acme,Small,https://a.com,a@acme.com,pw,,,,,\n",
                 "customer,first_name,last_name\n-acme,Ada,Lovelace\n");
  CHECK(texts(read_intake(files, kSecrets).bad_rows) ==
        Lines{"customers.csv:2: customer: '-acme' is no key: a key is a letter or digit, then up to 63 of "
              "A-Z a-z 0-9 . "
              "_ -"});
}

TEST_CASE("an archived bundle is refused, and so is one that no file knows") {
  IntakeFiles files = files_with(kCustomersHeader + "acme,usr_1,Acme,Old,https://a.com,a@acme.com,pw,,,,,\n");
  files.bundles.bytes =
      "id,name,monthly_sending_volume,status\nbun_1,Old,1000,archived\nbun_2,New,1000,active\n";
  CHECK(texts(read_intake(files, kSecrets).bad_rows) ==
        Lines{"customers.csv:2: bundle: 'Old' is archived: name an active bundle, such as 'New'"});
  CHECK(bad_rows("acme,usr_1,Acme,Enterprise,https://a.com,a@acme.com,pw,,,,,\n") ==
        Lines{"customers.csv:2: bundle: 'Enterprise' is no bundle's id or name: name one that the file has, "
              "such as "
              "'Small'"});
}

TEST_CASE("no message ever holds a password") {
  const Intake intake = read(
      "acme,joe,,Smal,x,y,TopSecret1,,,,,\n"
      "b,joe,,Smal,x,y,env:TopSecret1!,,,,,\n"
      "c,joe,,Smal,x,y,\"TopSecret1\"x,,,,,\n"
      "d,joe,,Smal,x,y,TopSecret1,,,,,,,\n"
      "e,joe,,Smal,https://u:TopSecret1@x.com,y,TopSecret1\xFF,,,,,\n");
  CHECK(intake.bad_rows.size() > 15);
  CHECK(intake.skipped.size() == 5);
  for (const std::string& text : texts(intake.bad_rows)) CHECK_THAT(text, !Catch::Contains("TopSecret1"));
  for (const SkippedCustomer& skipped : intake.skipped)
    CHECK_THAT(skipped.message, !Catch::Contains("TopSecret1"));
}
