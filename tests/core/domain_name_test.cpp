#include "domainplan/domain_name.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

TEST_CASE("what people write becomes the canonical form of a domain name") {
  CHECK(canonical_domain("Example.COM.") == "example.com");
  CHECK(canonical_domain("münchen.de") == "xn--mnchen-3ya.de");
  CHECK(canonical_domain("XN--MNCHEN-3YA.DE") == "xn--mnchen-3ya.de");
  CHECK(canonical_domain("пример.рф") == "xn--e1afmkfd.xn--p1ai");
  CHECK(canonical_domain("straße.de") == "xn--strae-oqa.de");
}

TEST_CASE("text that is not a host name is refused with a reason") {
  const auto bad = GENERATE(as<std::string>{}, "", ".", "com", "a..com", "-a.com", "a-.com", "a_b.com",
                            "a b.com", "192.168.0.1", "ab--cd.com", "http://a.com", "a.com/x",
                            std::string(64, 'a') + ".com", "a.c", "\xff.com", "a@b.com");
  INFO(bad);
  CHECK_THROWS_AS(canonical_domain(bad), InvalidDomain);
}

TEST_CASE("the registrable domain is the public suffix and one label, in the ICANN section") {
  CHECK(registrable_domain("www.nintendo.co.jp") == "nintendo.co.jp");
  CHECK(registrable_domain("a.b.example.com") == "example.com");
  CHECK(registrable_domain("me.github.io") == "github.io");
  CHECK(registrable_domain("co.uk").empty());
  CHECK(registrable_domain("www.ck") == "www.ck");
  CHECK(registrable_domain("name.notatld").empty());
  CHECK(is_registrable_domain("example.com"));
  CHECK_FALSE(is_registrable_domain("www.example.com"));
  CHECK(is_registrable_domain("nintendo.co.jp"));
  for (const char* other : {"", "com", "co.jp", "name.notatld", "a.nintendo.co.jp"})
    CHECK_FALSE(is_registrable_domain(other));
}

TEST_CASE("names under com, net and org are never a public suffix of the ICANN section, others may be") {
  for (const auto* name :
       {"com.com", "co.com", "uk.com", "eu.com", "gb.net", "uk.net", "za.org", "us.org", "ac.org"}) {
    INFO(name);
    CHECK_FALSE(is_public_suffix(name));
    CHECK(registrable_domain(name) == name);
  }
  for (const auto* name : {"com", "net", "org", "co.uk", "com.br", "net.au", "org.uk"}) {
    INFO(name);
    CHECK(is_public_suffix(name));
  }
}

TEST_CASE("labels and the top-level domain are found by their dots") {
  CHECK(first_label("nintendo.co.jp") == "nintendo");
  CHECK(tld_of("nintendo.co.jp") == "jp");
}
