#include "intake/email.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

TEST_CASE("email addresses are kept as written") {
  const auto good = GENERATE(as<std::string>{}, "a@b.co", "first.last+tag@Example.COM",
                             "o'brien@sub.example.co.uk", "x_y-z@example.com", "ops@münchen.de",
                             "!#$%&*/=?^`{|}~@example.com", std::string(64, 'a') + "@example.com");
  const auto checked = email_address(good);
  REQUIRE(std::holds_alternative<std::string>(checked));
  CHECK(std::get<std::string>(checked) == good);
}

TEST_CASE("what is not a mailbox is refused with a reason") {
  struct Case {
    std::string text, why;
  };
  const auto bad = GENERATE(
      Case{"ops", "it has no @"}, Case{"a@b@example.com", "it has more than one @"},
      Case{"@example.com", "nothing is before the @"},
      Case{".a@example.com", "a dot must stand between two other characters"},
      Case{"a.@example.com", "a dot must stand between two other characters"},
      Case{"a..b@example.com", "a dot must stand between two other characters"},
      Case{"\"a b\"@example.com", "the part before the @ has a character that is not allowed"},
      Case{"a b@example.com", "the part before the @ has a character that is not allowed"},
      Case{"mü@example.com", "the part before the @ has a character that is not allowed"},
      Case{std::string(65, 'a') + "@example.com", "the part before the @ is longer than 64 characters"},
      Case{"a@example.com.", "it ends with a dot"}, Case{"a@", "of its domain, the name is empty"},
      Case{"a@localhost", "of its domain, the name has no dot, so no top-level domain"});
  const auto checked = email_address(bad.text);
  REQUIRE(std::holds_alternative<Problem>(checked));
  CHECK_THAT(std::get<Problem>(checked).message,
             Catch::Contains(" is not an email address: " + bad.why + ";"));
}

TEST_CASE("an email address's domain is a host name") {
  for (const auto* text :
       {"a@exa mple.com", "a@-x.com", "a@1.2.3.4", "a@[1.2.3.4]", "a@example.c", "a@a_b.com"}) {
    INFO(text);
    CHECK(std::holds_alternative<Problem>(email_address(text)));
  }
}
