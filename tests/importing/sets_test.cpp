#include "importing/sets.hpp"

#include <catch2/catch.hpp>

using domainplan::import_sets;
using Sets = std::vector<std::vector<std::string>>;

TEST_CASE("customers share a set as long as the next one fits whole") {
  CHECK(import_sets({{"b", "a"}, {"c"}, {"d", "e"}}, 4) == Sets{{"a", "b", "c"}, {"d", "e"}});
  CHECK(import_sets({{"a", "b"}, {"c", "d"}}, 4) == Sets{{"a", "b", "c", "d"}});
}

TEST_CASE("a customer that fits no set begins where there is room and goes on in the next") {
  CHECK(import_sets({{"a"}, {"b", "c", "d", "e"}, {"f"}}, 3) == Sets{{"a", "b", "c"}, {"d", "e", "f"}});
}

TEST_CASE("no domains make no set") {
  CHECK(import_sets({}, 3).empty());
  CHECK(import_sets({{}, {"a"}, {}}, 3) == Sets{{"a"}});
}
