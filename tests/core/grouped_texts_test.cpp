#include "domainplan/grouped_texts.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {

std::vector<std::vector<std::string>> all_of(const GroupedTexts& list) {
  std::vector<std::vector<std::string>> groups;
  list.each([&](std::string_view key, const std::vector<std::string_view>& texts) {
    std::vector<std::string>& group = groups.emplace_back();
    group.emplace_back(key);
    for (const std::string_view text : texts) group.emplace_back(text);
  });
  return groups;
}

}  // namespace

TEST_CASE("grouped texts are given back as they were added, in that order, over many blocks") {
  GroupedTexts list;
  std::vector<std::vector<std::string>> added;
  for (int i = 0; i < 5000; ++i) {
    std::vector<std::string>& group = added.emplace_back();
    group.push_back(fmt::format("c{}", i));
    for (int j = 0; j <= i % 60; ++j) group.push_back(fmt::format("name{}.com", i * 100 + j));
    std::vector<std::string_view> texts(group.begin(), group.end());
    texts.erase(texts.begin());
    list.add(group.front(), texts);
  }
  CHECK(all_of(list) == added);
}

TEST_CASE("grouped texts may have a group that is larger than a block") {
  GroupedTexts list;
  const std::vector<std::string_view> texts(100'000, "larkspur-lane.com");
  list.add("large", texts);
  list.add("next", {"nordhaus.net"});
  const auto groups = all_of(list);
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].size() == 100'001);
  CHECK(groups[1] == std::vector<std::string>{"next", "nordhaus.net"});
}

TEST_CASE("grouped texts have no group before one is added") { CHECK(all_of({}).empty()); }
