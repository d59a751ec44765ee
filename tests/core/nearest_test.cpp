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

TEST_CASE("two edits are near from 5 letters on, one in shorter words") {
  const auto finds = [](const char* word, const char* known) {
    Nearest nearest(word);
    nearest.consider(known);
    return nearest.found();
  };
  CHECK(finds("drped", "dropped"));
  CHECK_FALSE(finds("lits", "lost"));
  CHECK(finds("lits", "list"));
}

TEST_CASE("a short word has no near ones, as any other would do") {
  Nearest nearest("c2");
  nearest.consider("c1");
  CHECK_FALSE(nearest.found());
  CHECK(nearest.question().empty());
}
