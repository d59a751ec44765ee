// Reading customers.csv, as read_intake() shows it.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "intake/files.hpp"

using namespace domainplan;

namespace {

const SecretSources kSecrets = {[](const std::string& name) -> std::optional<std::string> {
                                  if (name == "ACME_PASSWORD") return "hunter2";
                                  return std::nullopt;
                                },
                                [](const std::string&) { return SecretFile{}; }};

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

TEST_CASE("all mistakes of a customer's row are reported at once") {
  CHECK(
      bad_rows("acme,joe,🎉,Smal,acme.com,a@b,env:NOPE,0,none,!,-1,com;net\n") ==
      Lines{
          "customers.csv:2: stem: '!' has no letter or digit to build names on",
          "customers.csv:2: website: 'none' is not a website, as its host 'none' is not a domain name: the "
          "name "
          "has no "
          "dot, so no top-level domain; example.com or https://example.com is one",
          "customers.csv:2: tlds: 'com;net' is not a public suffix: use suffixes such as com, net, co.uk, "
          "separated "
          "by blanks "
          "or commas",
          "customers.csv:2: brand: '🎉' has no letter or digit: give a stem or a website to build names on",
          "customers.csv:2: bundle: 'Smal' is not a bundle's id or name (did you mean 'Small'?)",
          "customers.csv:2: user: 'joe' is not a user: give an email address, or an id that begins with usr_",
          "customers.csv:2: forwarding_url: 'acme.com' is refused, as it does not begin with http:// or "
          "https://; "
          "https://example.com/path is one",
          "customers.csv:2: sequencer_login_email: the value is not allowed: give an email address",
          "customers.csv:2: sequencer_login_password: the environment variable that it names is not set: set "
          "it to "
          "the "
          "password",
          "customers.csv:2: sequencer_client_id: the value is not allowed: give a whole number",
          "customers.csv:2: max_price_cents: '-1' is not a whole number of 0 or more"});
}

TEST_CASE("each mistake in a cell says as data what it is, what was read and what its column holds") {
  const Intake intake = read("acme,joe,🎉,Smal,acme.com,a@b,env:NOPE,0,none,!,-1,com;net\n");
  REQUIRE(intake.bad_rows.size() == 11);
  for (const Diagnostic& found : intake.bad_rows) {
    INFO(found.text());
    CHECK_FALSE(found.expected.empty());
  }
  const auto found = [&](const char* column) {
    for (const Diagnostic& one : intake.bad_rows)
      if (one.column == column) return fmt::format("{} {}", name_of(one.code), one.value);
    return std::string();
  };
  CHECK(found("stem") == "no_name !");
  CHECK(found("bundle") == "unknown_bundle Smal");
  CHECK(found("user") == "invalid joe");
  CHECK(found("max_price_cents") == "invalid -1");
  CHECK(found("sequencer_login_email") == "invalid ");  // what may be a password is not shown
  CHECK(found("sequencer_login_password") == "secret_unusable ");
  CHECK(found("sequencer_client_id") == "invalid ");
  CHECK(intake.bad_rows[0].column == "stem");
  CHECK(intake.bad_rows[0].expected == "the name to build on");
}

TEST_CASE("cells that may not be empty are reported, each with what belongs there") {
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

TEST_CASE("a key that stands twice is reported on the later row, and neither customer is planned") {
  const Intake intake = read(kGoodCustomer + "\n" + kGoodCustomer);
  CHECK(texts(intake.bad_rows) ==
        Lines{"customers.csv:4: customer: 'acme' is on line 2 already: give each row a key of its own"});
  CHECK(intake.customers.empty());
  REQUIRE(intake.skipped.size() == 2);
  CHECK(intake.skipped[0].message == "customer: 'acme' is on line 4 again: give each row a key of its own");
  CHECK(intake.skipped[1].message == "customer: 'acme' is on line 2 already: give each row a key of its own");
}

TEST_CASE("a bad key is reported, and its personas are not called strangers") {
  IntakeFiles files =
      files_with(kCustomersHeader + "-acme,usr_1,Acme,Small,https://a.com,a@acme.com,pw,,,,,\n",
                 "customer,first_name,last_name\n-acme,Ada,Lovelace\n");
  CHECK(texts(read_intake(files, kSecrets).bad_rows) ==
        Lines{"customers.csv:2: customer: '-acme' is not a key: a key is a letter or digit, then up to 63 of "
              "A-Z a-z 0-9 . "
              "_ -"});
}

TEST_CASE("an archived bundle is refused, and so is one that no file knows") {
  IntakeFiles files = files_with(kCustomersHeader + "acme,usr_1,Acme,Old,https://a.com,a@acme.com,pw,,,,,\n");
  files.bundles.bytes =
      "id,name,monthly_sending_volume,status\nbun_1,Old,1000,archived\nbun_2,New,1000,active\n";
  CHECK(texts(read_intake(files, kSecrets).bad_rows) ==
        Lines{"customers.csv:2: bundle: 'Old' is archived: name an active bundle, such as 'New'"});
  CHECK(
      bad_rows("acme,usr_1,Acme,Enterprise,https://a.com,a@acme.com,pw,,,,,\n") ==
      Lines{"customers.csv:2: bundle: 'Enterprise' is not a bundle's id or name: name one that the file has, "
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

TEST_CASE("no value that may be a misplaced password is in any message") {
  const std::string header =
      "customer,user,brand,bundle,website,sequencer_login_password,forwarding_url,sequencer_login_email,"
      "sequencer_client_id\n";
  const auto all_texts = [&](const std::string& rows) {
    const Intake intake = read_intake(files_with(header + rows, kGoodPersona), kSecrets);
    CHECK_FALSE(intake.bad_rows.empty());
    std::string all;
    for (const auto* list : {&intake.bad_rows, &intake.warnings, &intake.notes})
      for (const std::string& text : texts(*list)) all += text + "\n";
    for (const SkippedCustomer& skipped : intake.skipped) all += skipped.key + "," + skipped.message + "\n";
    return all;
  };
  CHECK_THAT(all_texts("acme,usr_1,Acme,Small,Secret1.internal,Secret2,Secret3,Secret4,Secret5\n"),
             !Catch::Contains("Secret", Catch::CaseSensitive::No));
  CHECK_THAT(all_texts("Secret1,Secret2,Secret3,Secret4,Secret5,Secret6,Secret7\n"),
             !Catch::Contains("Secret"));
  CHECK_THAT(all_texts("Secret1,a,b,c,d,e,f,g,h,i\nSecret1,a,b,c,d,e,f,g,h,i\n"), !Catch::Contains("Secret"));
  CHECK_THAT(all_texts("Secret1,\"Secret2\"x,b,c,d,e,f,g,h\n"), !Catch::Contains("Secret"));
}

TEST_CASE("a key beside the password is not shown where the row is bad") {
  const Intake intake = read_intake(
      files_with("sequencer_login_password,customer,user,brand,bundle,forwarding_url,sequencer_login_email\n"
                 "x,hunter2,usr_1,Acme,Small,https://a.com,a@acme.com\n"),
      kSecrets);
  REQUIRE(intake.skipped.size() == 1);
  CHECK(intake.skipped[0].key.empty());
  CHECK_THAT(intake.skipped[0].message, Catch::StartsWith("line 2: ") && !Catch::Contains("hunter2"));
  CHECK(
      texts(intake.bad_rows) ==
      Lines{"customers.csv:2: customer: the customer has no personas: give it 1 to 10 rows in personas.csv"});
}

TEST_CASE("a website under an unknown suffix is a warning, and is ignored") {
  const Intake intake = read("acme,usr_1,Acme,Small,https://a.com,a@acme.com,pw,,www.acme.internal,,,\n");
  CHECK(intake.bad_rows.empty());
  CHECK(texts(intake.warnings) == Lines{"customers.csv:2: website: 'www.acme.internal' has no known public "
                                        "suffix: the website is ignored"});
  CHECK(intake.customers.at(0).website.empty());
}

TEST_CASE("a brand beside the password is doubted without its text, whether it is a formula or a date") {
  for (const std::string cell : {R"("=""Acme""")", "15.03.2024"}) {
    INFO(cell);
    const Intake intake = read_intake(
        files_with(
            "customer,user,bundle,forwarding_url,sequencer_login_email,sequencer_login_password,brand\n"
            "acme,usr_1,Small,https://a.com,a@acme.com,pw," +
            cell + "\n"),
        kSecrets);
    CHECK(texts(intake.warnings) ==
          Lines{"customers.csv:2: brand: the cell may be no name but a formula or a date: check it"});
  }
}

TEST_CASE("brand_ok and max_month_cents are read") {
  const Intake intake = read_intake(
      files_with("customer,user,brand,bundle,forwarding_url,sequencer_login_email,sequencer_login_password,"
                 "brand_ok,max_month_cents\nacme,usr_1,Acme,Small,https://a.com,a@acme.com,pw,Yes,5000.0\n"),
      kSecrets);
  REQUIRE(texts(intake.bad_rows).empty());
  CHECK(intake.customers.at(0).brand_ok);
  CHECK(intake.customers.at(0).max_month_cents == 5000);
}

TEST_CASE("a name of two bundles is a mistake of the customer that uses it, and of no other") {
  IntakeFiles files =
      files_with(kCustomersHeader + "acme,usr_1,Acme,Twin,https://a.com,a@acme.com,pw,,,,,\n" +
                     "bolt,usr_1,Acme,bun_1,https://a.com,a@acme.com,pw,,,,,\n",
                 kGoodPersona + "bolt,A,B,\n");
  files.bundles.bytes = "id,name,monthly_sending_volume\nbun_1,Twin,1000\nbun_2,Twin,2000\n";
  const Intake intake = read_intake(files, kSecrets);
  CHECK(
      texts(intake.bad_rows) ==
      Lines{"customers.csv:2: bundle: 'Twin' is the name of 2 bundles: give the id of one, 'bun_1' (line 2), "
            "'bun_2' (line 3)"});
  REQUIRE(intake.customers.size() == 1);
  CHECK(intake.customers[0].bundle.id == "bun_1");
}
