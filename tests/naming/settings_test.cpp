#include "naming/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "domainplan/naming.hpp"
#include "naming/rules.hpp"

using namespace domainplan;

namespace {

// Every mistake in a patterns file, as text.
std::vector<std::string> mistakes_in(const std::string& json) {
  try {
    NamingRules::from_json(json, "p.json");
  } catch (const InputError& error) {
    std::vector<std::string> out;
    for (const Diagnostic& diagnostic : error.diagnostics()) out.push_back(diagnostic.text());
    return out;
  }
  return {};
}

void check_mistake(const std::string& json, const std::string& start, const std::string& part) {
  const auto found = mistakes_in(json);
  INFO(json);
  REQUIRE(found.size() == 1);
  CHECK_THAT(found[0], Catch::StartsWith(start) && Catch::Contains(part));
}

}  // namespace

TEST_CASE("a patterns file replaces the keys it holds and leaves the rest") {
  const NamingRules built_in = NamingRules::built_in();
  const NamingRules rules = NamingRules::from_json(
      R"({"about": "ours", "prefixes": {"ahoy": 9}, "stems": {"brand": 7}, "length": {"free": 3}, "hyphen": 0})",
      "p.json");
  const Settings& settings = rules.data().settings;
  REQUIRE(settings.prefixes.size() == 1);
  CHECK(settings.prefixes[0].text == "ahoy");
  CHECK(settings.stems.brand == 7);
  CHECK(settings.stems.website == built_in.data().settings.stems.website);
  CHECK(settings.length.free == 3);
  CHECK(settings.length.each == built_in.data().settings.length.each);
  CHECK(settings.hyphen == 0);
  CHECK(settings.suffixes.size() == built_in.data().settings.suffixes.size());
  CHECK(settings.tlds.front().text == "com");
}

TEST_CASE("text that is not JSON is reported with its line") {
  check_mistake("{\n  \"hyphen\": 1,\n  oops\n}", "p.json:3: ", "stops being JSON");
  check_mistake("{\"tlds\": {\"com\": 1}", "p.json:1: ", "stops being JSON");
  check_mistake("{\n\"about\": \"\xff\"}", "p.json:2: ", "stops being JSON");
  check_mistake("", "p.json:1: ", "stops being JSON");
  check_mistake("[]", "p.json:1: ", "one object");
}

TEST_CASE("each kind of mistake is reported with line and key") {
  check_mistake("{\n\"prefixs\": {}}", "p.json:2: prefixs: ", "unknown key");
  check_mistake("{\"hyphen\": -1}", "p.json:1: hyphen: ", "0 to 1000000");
  check_mistake("{\"hyphen\": 1.5}", "p.json:1: hyphen: ", "whole number");
  check_mistake("{\"hyphen\": \"5\"}", "p.json:1: hyphen: ", "whole number");
  check_mistake("{\"tlds\": [\"com\"]}", "p.json:1: tlds: ", "must be an object");
  check_mistake("{\"tlds\": {}}", "p.json:1: tlds: ", "empty");
  check_mistake("{\"tlds\": {\n\"com\": 1,\n\"nosuchtld\": 1}}", "p.json:3: tlds: ", "not a public suffix");
  check_mistake("{\"tlds\": {\"com\": 1, \".COM\": 1}}", "p.json:1: tlds: ", "twice");
  check_mistake("{\"stems\": {\n\"brnd\": 1}}", "p.json:2: stems.brnd: ", "unknown key");
  check_mistake("{\"length\": {\"free\": -4}}", "p.json:1: length.free: ", "whole number");
  check_mistake("{\"prefixes\": {\"get!\": 1}}", "p.json:1: prefixes: ", "letters");
  check_mistake("{\"prefixes\": {\"\": 1}}", "p.json:1: prefixes: ", "letters");
  check_mistake("{\"patterns\": {\"{prefix}\": 1}}", "p.json:1: patterns: ", "{stem} once");
  check_mistake("{\"patterns\": {\"{stem}{stem}\": 1}}", "p.json:1: patterns: ", "{stem} once");
  check_mistake("{\"patterns\": {\"{stem}{sufix}\": 1}}", "p.json:1: patterns: ", "unknown");
  check_mistake("{\"patterns\": {\"{stem\": 1}}", "p.json:1: patterns: ", "unknown");
  check_mistake("{\"patterns\": {\"{prefix}-{stem}-{suffix}\": 1}}",
                "p.json:1: patterns: ", "more than one hyphen");
  check_mistake("{\"patterns\": {\"-{stem}\": 1}}", "p.json:1: patterns: ", "begins or ends");
  check_mistake("{\"patterns\": {\"={stem}\": 1}}", "p.json:1: patterns: ", "may hold");
  check_mistake("{\"patterns\": {}}", "p.json:1: patterns: ", "empty");
  check_mistake("{\"hyphen\": 1,\n\"hyphen\": 2}", "p.json:2: hyphen: ", "twice");
}

TEST_CASE("an affix that mail filters punish is left out with a warning, unless the file allows it") {
  const auto warnings = [](const std::string& json) {
    std::vector<std::string> out;
    for (const Diagnostic& warning : NamingRules::from_json(json, "p.json").warnings())
      out.push_back(warning.text());
    return out;
  };
  const auto has_prefix = [](const std::string& json, const std::string& affix) {
    const auto rules = NamingRules::from_json(json, "p.json");
    const auto& prefixes = rules.data().settings.prefixes;
    return std::any_of(prefixes.begin(), prefixes.end(),
                       [&](const Weighted& one) { return one.text == affix; });
  };
  const std::string free = R"({"prefixes": {"free": 1, "get": 2}})";
  REQUIRE(warnings(free).size() == 1);
  CHECK_THAT(warnings(free)[0], Catch::StartsWith("p.json:1: prefixes: 'free' holds the word 'free'"));
  CHECK_FALSE(has_prefix(free, "free"));
  CHECK(has_prefix(free, "get"));
  const std::string allowed = R"({"prefixes": {"free": 1}, "allow": ["free"]})";
  CHECK(warnings(allowed).empty());
  CHECK(has_prefix(allowed, "free"));
  CHECK(warnings(R"({"suffixes": {"bigdeals": 1}})").size() == 1);
  CHECK(warnings(R"({"suffixes": {"support": 1}})").size() == 1);
  CHECK(warnings(R"({"patterns": {"win-{stem}": 1, "{stem}": 2}})").size() == 1);
  CHECK(warnings(R"({"prefixes": {"winter": 1, "hotel": 1}})").empty());
  check_mistake(R"({"allow": "free"})", "p.json:1: allow: ", "list");
}

TEST_CASE("every mistake is reported, in the order of the file") {
  const auto found = mistakes_in(
      "{\n"
      "  \"suffixes\": {\n"
      "    \"hq\": -1,\n"
      "    \"Cash\": 4\n"
      "  },\n"
      "  \"patterns\": {\n"
      "    \"{stem}\": 1,\n"
      "    \"no stem\": 2\n"
      "  },\n"
      "  \"bogus\": 1\n"
      "}\n");
  REQUIRE(found.size() == 4);
  CHECK_THAT(found[0], Catch::StartsWith("p.json:3: suffixes.hq: "));
  CHECK_THAT(found[1], Catch::StartsWith("p.json:4: suffixes: "));
  CHECK_THAT(found[2], Catch::StartsWith("p.json:8: patterns: "));
  CHECK_THAT(found[3], Catch::StartsWith("p.json:10: bogus: "));
}

TEST_CASE("patterns may hold both affixes, up to a bound") {
  CHECK(mistakes_in("{\"patterns\": {\"{prefix}{stem}{suffix}\": 1}}").empty());
  std::string affixes;
  for (int i = 0; i < 200; ++i) affixes += fmt::format("{}\"q{}\": 1", i > 0 ? ", " : "", i);
  check_mistake(fmt::format("{{\"prefixes\": {{{0}}},\n\"suffixes\": {{{0}}},\n{1}}}", affixes,
                            "\"patterns\": {\"{prefix}{stem}{suffix}\": 1}"),
                "p.json:3: patterns: ", "40000");
}

TEST_CASE("the built-in rules have every key, and no affix with a blocked word or a digit") {
  const Settings& settings = NamingRules::built_in().data().settings;
  CHECK(settings.tlds.front().text == "com");
  for (const Weighted& tld : settings.tlds) CHECK(tld.text.find('.') == std::string::npos);
  for (const auto* list : {&settings.prefixes, &settings.suffixes}) {
    CHECK(list->size() >= 40);
    for (const Weighted& affix : *list) CHECK(affix.text.find_first_of("0123456789") == std::string::npos);
  }
  const StemWeights& stems = settings.stems;
  for (const int weight :
       {stems.given, stems.website, stems.brand, stems.variant, stems.shorter, stems.two_words,
        stems.first_word, stems.hyphenated, stems.rough, stems.initials, stems.persona})
    CHECK(weight > 0);
}
