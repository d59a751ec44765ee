#include "naming/found_stems.hpp"

#include <catch2/catch.hpp>

#include "naming/rules.hpp"

using namespace domainplan;

namespace {

const std::vector<NamingInput> kInputs = {
    {.brand = "Müller & Söhne GmbH", .website = "mueller-soehne.de"},
    {.brand = "Harbour Copper Logistics Partners Group", .website = "example.org"},
    {.brand = "Acme", .stem = "acme rockets", .personas = {{"Ada", "Lovelace", ""}, {"Łukasz", "", ""}}},
    {.brand = "شركة المراعي"},
    {.brand = "PayPal"},
    {.brand = "…", .personas = {{"Ada", "Lovelace", ""}}},
    {.brand = ""}};

std::vector<std::string> names_of(const NamingRules& rules, NamingInput input) {
  CandidateStream stream(rules, std::move(input));
  std::vector<std::string> names;
  for (auto next = stream.next(); next && names.size() < 300; next = stream.next())
    names.push_back(fmt::format("{} {} {}", next->domain, next->score, next->pattern));
  return names;
}

}  // namespace

TEST_CASE("stems that were found are the same once they are unpacked") {
  const NamingRules rules = NamingRules::built_in();
  for (const NamingInput& input : kInputs) {
    INFO(input.brand);
    const Stems found = find_stems(rules.data(), input);
    const auto again = FoundStems(rules, input, found).stems(rules.data(), input);
    REQUIRE(again);
    REQUIRE(again->stems.size() == found.stems.size());
    for (std::size_t i = 0; i < found.stems.size(); ++i) {
      const Stem &one = found.stems[i], &other = again->stems[i];
      CHECK(one.text == other.text);
      CHECK(one.weight == other.weight);
      CHECK(one.second == other.second);
      CHECK(one.unrelated == other.unrelated);
      CHECK(one.source == other.source);
      CHECK(one.moved == other.moved);
    }
    REQUIRE(again->personas.size() == found.personas.size());
    for (std::size_t i = 0; i < found.personas.size(); ++i) {
      CHECK(again->personas[i].first == found.personas[i].first);
      CHECK(again->personas[i].last == found.personas[i].last);
      CHECK(again->personas[i].initial == found.personas[i].initial);
    }
    CHECK(again->of_personas == found.of_personas);
    CHECK(again->review.rough == found.review.rough);
    CHECK(again->review.unrelated_label == found.review.unrelated_label);
    CHECK(again->review.guard == found.review.guard);
    CHECK(again->review.guarded == found.review.guarded);
  }
}

TEST_CASE("numbers of any size, and texts of any length, are unpacked as they were") {
  const NamingRules rules = NamingRules::built_in();
  const NamingInput input{.brand = "Acme"};
  Stems stems;
  for (const int number : {0, 1, 127, 128, 16'384, INT_MAX, -1, INT_MIN})
    stems.stems.push_back({std::string(static_cast<std::size_t>(number & 0x1ff), 'a'), number, true, false,
                           StemSource::persona, number / 2});
  const auto again = FoundStems(rules, input, stems).stems(rules.data(), input);
  REQUIRE(again);
  REQUIRE(again->stems.size() == stems.stems.size());
  for (std::size_t i = 0; i < stems.stems.size(); ++i) {
    CHECK(again->stems[i].text == stems.stems[i].text);
    CHECK(again->stems[i].weight == stems.stems[i].weight);
    CHECK(again->stems[i].moved == stems.stems[i].moved);
    CHECK(again->stems[i].source == StemSource::persona);
  }
}

TEST_CASE("names drawn from stems that a review found are those drawn without it") {
  const NamingRules rules = NamingRules::built_in();
  for (NamingInput input : kInputs) {
    INFO(input.brand);
    const std::vector<std::string> expected = names_of(rules, input);
    const NameReview review = review_names(rules, input, &input.found);
    CHECK(review.rough == review_names(rules, input).rough);
    REQUIRE(input.found);
    CHECK(names_of(rules, input) == expected);
    CHECK(input.found->size() < 1000);
  }
}

TEST_CASE("stems that were found by other rules, or for another customer, are not used") {
  const NamingRules rules = NamingRules::built_in();
  const NamingInput before{.brand = "Acme Rockets", .personas = {{"Ada", "Lovelace", ""}}};
  std::shared_ptr<const FoundStems> found;
  review_names(rules, before, &found);
  const NamingRules others = rules.with_tlds({"net"});
  CHECK(found->stems(rules.data(), before));
  CHECK_FALSE(found->stems(others.data(), before));
  const auto changed = [&](auto change) {
    NamingInput input = before;
    change(input);
    input.found = found;
    CHECK_FALSE(found->stems(rules.data(), input));
    NamingInput without = input;
    without.found = nullptr;
    CHECK(names_of(rules, input) == names_of(rules, without));
  };
  changed([](NamingInput& input) { input.brand = "Velmora"; });
  changed([](NamingInput& input) { input.website = "velmora.com"; });
  changed([](NamingInput& input) { input.stem = "velmora"; });
  changed([](NamingInput& input) { input.personas.front().last_name = "Byron"; });
  changed([](NamingInput& input) { input.personas.clear(); });
}
