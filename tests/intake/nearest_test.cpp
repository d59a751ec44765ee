#include "domainplan/nearest.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

TEST_CASE("the edit distance counts changes, additions, omissions and swapped neighbours") {
  CHECK(edit_distance("website", "website", 2) == 0);
  CHECK(edit_distance("webiste", "website", 2) == 1);
  CHECK(edit_distance("wbsite", "website", 2) == 1);
  CHECK(edit_distance("websites", "website", 2) == 1);
  CHECK(edit_distance("wabsits", "website", 2) == 2);
  CHECK(edit_distance("", "ab", 2) == 2);
  CHECK(edit_distance("kitten", "sitting", 2) > 2);
  CHECK(edit_distance("a", "abcdef", 2) > 2);
}

TEST_CASE("the nearest known word is found, capitals aside, and the first of equals") {
  Nearest nearest("Smal");
  for (const auto* known : {"Large", "small", "Smalt", "Medium"}) nearest.consider(known);
  CHECK(nearest.word() == "small");
  CHECK(nearest.question() == " (did you mean 'small'?)");
}

TEST_CASE("a short word has no near ones, as any other would do") {
  Nearest nearest("c2");
  nearest.consider("c1");
  CHECK_FALSE(nearest.found());
  CHECK(nearest.question().empty());
}
