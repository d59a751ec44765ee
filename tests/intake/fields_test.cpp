#include "intake/fields.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {
template <class T>
std::string problem(const Checked<T>& checked) {
  const auto* found = std::get_if<Problem>(&checked);
  return found ? found->message : "";
}
using Tlds = std::vector<std::string>;
}  // namespace

TEST_CASE("a customer's key can name a file anywhere") {
  for (const std::string good : {"a", "7", "Acme-1.2_x", "a..b"}) CHECK(problem(customer_key(good)).empty());
  CHECK(problem(customer_key(std::string(64, 'k'))).empty());
  for (const std::string bad : {"", ".a", "-a", "_a", "a b", "a/b", "ä", "a\n"}) {
    INFO(bad);
    CHECK_THAT(problem(customer_key(bad)),
               Catch::EndsWith("a key is a letter or digit, then up to 63 of A-Z a-z 0-9 . _ -"));
  }
  CHECK_FALSE(problem(customer_key(std::string(65, 'k'))).empty());
}

TEST_CASE("a user is an email address or an id") {
  CHECK(problem(user_name("usr_01HZX0")).empty());
  CHECK(problem(user_name("a@example.com")).empty());
  CHECK(problem(user_name("usr_a@example.com")).empty());
  CHECK(problem(user_name("joe")) ==
        "'joe' is not a user: give an email address, or an id that begins with usr_");
  CHECK_FALSE(problem(user_name("usr_")).empty());
  CHECK_FALSE(problem(user_name("usr_a b")).empty());
  CHECK_THAT(problem(user_name("joe@")), Catch::Contains("is not an email address"));
}

TEST_CASE("whole numbers are digits within their bounds") {
  CHECK(std::get<0>(whole_number("0", 0)) == 0);
  CHECK(std::get<0>(whole_number("9223372036854775807", 1)) == 9223372036854775807);
  for (const auto* bad :
       {"", "-1", "1.5", "1,000", "1e3", " 1", "+1", "0x10", "$5", "9223372036854775808", "１"}) {
    INFO(bad);
    CHECK_THAT(problem(whole_number(bad, 0)), Catch::EndsWith(" is not a whole number of 0 or more"));
  }
  CHECK(problem(whole_number("4", 2, 3)) == "'4' is not a whole number from 2 to 3");
}

TEST_CASE("TLDs are public suffixes, with or without a dot, in any script, each once") {
  CHECK(std::get<0>(tld_list("com .net  co.uk\tCOM")) == Tlds{"com", "net", "co.uk"});
  CHECK(std::get<0>(tld_list("com, .net,,org")) == Tlds{"com", "net", "org"});
  CHECK(std::get<0>(tld_list("com\u00a0net")) == Tlds{"com", "net"});
  CHECK(std::get<0>(tld_list("рф")) == Tlds{"xn--p1ai"});
  CHECK(problem(tld_list("com;net")) ==
        "'com;net' is not a public suffix: use suffixes such as com, net, co.uk, separated by blanks or "
        "commas");
  for (const auto* bad : {"acme.com", "notatld", ".", "..com", "com.", "*.ck", "github.io", "a_b"}) {
    INFO(bad);
    CHECK_FALSE(problem(tld_list(bad)).empty());
  }
}

TEST_CASE("providers are written as words in any order") {
  CHECK(std::get<0>(provider_set("")) == ProviderSet::both());
  CHECK(std::get<0>(provider_set("google")) == ProviderSet(Provider::google));
  CHECK(std::get<0>(provider_set("Microsoft")) == ProviderSet(Provider::microsoft));
  CHECK(std::get<0>(provider_set("microsoft google")) == ProviderSet::both());
  CHECK(std::get<0>(provider_set("google, microsoft")) == ProviderSet::both());
  CHECK(std::get<0>(provider_set("Both")) == ProviderSet::both());
  CHECK(problem(provider_set("google;microsoft")) ==
        "'google;microsoft' is not a provider: give 'google', 'microsoft' or 'both'");
}

TEST_CASE("an owned domain is a root; of another name its root is offered") {
  CHECK(std::get<0>(checked_domain("Müller.DE")) == "xn--mller-kva.de");
  CHECK(problem(checked_domain("www.acme.co.uk")) ==
        "'www.acme.co.uk' is not a registrable domain: use 'acme.co.uk'");
  CHECK_THAT(problem(checked_domain("co.uk")),
             Catch::Contains("is not a registrable domain: it is not a label"));
  CHECK_THAT(problem(checked_domain("acme.internal")),
             Catch::Contains("is not a registrable domain: it is not a label"));
  CHECK_THAT(problem(checked_domain("https://acme.com")), Catch::Contains("is not a domain name"));
  CHECK_THAT(problem(checked_domain("")), Catch::Contains("the name is empty"));
}

TEST_CASE("a brand of any script has letters, an emoji has none") {
  for (const auto* text : {"a", "3", "株", "ფ", "ش", "𝒜", "🎉x"}) CHECK(has_letter_or_digit(text));
  for (const auto* text : {"", "🎉", "& -", "…"}) CHECK_FALSE(has_letter_or_digit(text));
}

TEST_CASE("a whole number may be followed by .0, as spreadsheets write it, and by nothing else") {
  CHECK(std::get<0>(whole_number("42.0", 0)) == 42);
  for (const auto* bad : {"42.00", "42.5", "42.", ".0", "4 2", "1,000", "1e3", "0x10"}) {
    INFO(bad);
    CHECK_FALSE(problem(whole_number(bad, 0)).empty());
  }
}

TEST_CASE("yes and no are words or digits, without regard to case") {
  for (const auto* yes : {"yes", "TRUE", "1"}) CHECK(std::get<0>(yes_or_no(yes)));
  for (const auto* no : {"No", "false", "0"}) CHECK_FALSE(std::get<0>(yes_or_no(no)));
  CHECK(problem(yes_or_no("maybe")) == "'maybe' is not yes or no");
  CHECK(problem(yes_or_no("доверие")) == "'доверие' is not yes or no");
}

TEST_CASE("TRUE and FALSE are read as spreadsheets write them in other languages") {
  for (const auto* yes : {"WAHR", "VRAI", "VERDADERO", "DOĞRU", "Prawda", "ИСТИНА"})
    CHECK(std::get<0>(yes_or_no(yes)));
  for (const auto* no : {"FALSCH", "FAUX", "FALSO", "YANLIŞ", "Fałsz", "ЛОЖЬ"}) {
    INFO(no);
    CHECK_FALSE(std::get<0>(yes_or_no(no)));
  }
}
