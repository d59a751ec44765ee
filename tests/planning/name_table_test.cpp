#include "planning/name_table.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <stdexcept>
#include <string>

#include "selection_instances.hpp"

using namespace domainplan;

TEST_CASE("a table of names holds what a map holds, and its values stay where they are") {
  Random random(51);
  NameTable<int> table;
  std::map<std::string, int> map;
  std::map<std::string, int*> places;
  for (int round = 0; round < 50'000; ++round) {
    std::string name(static_cast<std::size_t>(pick(random, 0, 40)), 'a');
    for (char& c : name) c = static_cast<char>(pick(random, 0, 3));  // NUL bytes, and prefixes of one another
    const auto [value, is_new] = table.entry(name);
    REQUIRE(is_new == map.emplace(name, 0).second);
    if (is_new) places[name] = &value;
    value = map[name] = round;
    name.assign(name.size(), 'x');  // the table has bytes of its own
  }
  for (const auto& [name, value] : map) {
    REQUIRE(table.at(name) == value);
    REQUIRE(table.find(name) == places.at(name));
  }
  CHECK(map.size() > 30'000);
  CHECK(table.find("none") == nullptr);
  CHECK_THROWS_AS(table.at("none"), std::out_of_range);
}
