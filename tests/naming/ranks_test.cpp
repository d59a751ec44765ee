// What people want of the first names.
#include <algorithm>
#include <catch2/catch.hpp>

#include "domainplan/naming.hpp"

using namespace domainplan;

namespace {

std::vector<Candidate> first(const NamingInput& input, std::size_t count) {
  CandidateStream stream(NamingRules::built_in(), input);
  std::vector<Candidate> out;
  for (std::size_t i = 0; i < count; ++i)
    if (auto candidate = stream.next()) out.push_back(std::move(*candidate));
  return out;
}

// The ranks, from 1, of the names whose label holds `text`.
std::vector<std::size_t> ranks_of(const std::vector<Candidate>& names, const std::string& text) {
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i].domain.find(text) != std::string::npos) out.push_back(i + 1);
  return out;
}

}  // namespace

TEST_CASE("an unrelated website's label stands between rank 7 and 12") {
  const auto names = first({.brand = "Velmora Foods", .website = "harborlight.com"}, 30);
  const auto ranks = ranks_of(names, "harborlight");
  REQUIRE_FALSE(ranks.empty());
  CHECK(ranks.front() >= 7);
  CHECK(ranks.front() <= 12);
  CHECK(review_names(NamingRules::built_in(), {.brand = "Velmora Foods", .website = "harborlight.com"})
            .unrelated_label == "harborlight");
}

TEST_CASE("so does the Latin label of a brand in another script, though it is a word of the dictionary") {
  for (const auto& [brand, label] : std::vector<std::pair<std::string, std::string>>{
           {"УОН", "won.bg"},
           {"ΑΒ Βασιλόπουλος", "ab.gr"},
           {"Львівська Майстерня Шоколаду", "chocolate.lviv.ua"}}) {
    INFO(brand);
    const std::string stem = label.substr(0, label.find('.'));
    const auto names = first({.brand = brand, .website = label}, 30);
    const auto own = std::find_if(names.begin(), names.end(), [&](const Candidate& name) {
      const std::string text = name.domain.substr(0, name.domain.find('.'));
      return text.starts_with(stem) || text.ends_with(stem);
    });
    const auto rank = own - names.begin() + 1;
    CHECK(rank >= 7);
    CHECK(rank <= 12);
    CHECK(review_names(NamingRules::built_in(), {.brand = brand, .website = label}).unrelated_label == stem);
  }
}

TEST_CASE("so does one that is a word of the dictionary") {
  for (const auto& [brand, label] : std::vector<std::pair<std::string, std::string>>{
           {"Velmora Foods", "harbor"}, {"Velmora Foods", "ox"}}) {
    INFO(brand);
    const auto names = first({.brand = brand, .website = label + ".com"}, 30);
    const auto ranks = ranks_of(names, label);
    REQUIRE_FALSE(ranks.empty());
    const auto is_in = [](auto rank) { return rank >= 7 && rank <= 12; };
    CHECK(std::any_of(ranks.begin(), ranks.end(), is_in));
  }
}

TEST_CASE("the second stem begins at rank 5") {
  const auto names = first({.brand = "Velmora Foods"}, 12);
  for (std::size_t i = 0; i < 4; ++i) CHECK(names[i].domain.find("velmorafoods") != std::string::npos);
  CHECK(names[4].domain.find("velmorafoods") == std::string::npos);
}

TEST_CASE("the bare stem is not first where the customer has a website") {
  CHECK(first({.brand = "Velmora", .website = "velmora.de"}, 1)[0].pattern != "{stem}");
  CHECK(first({.brand = "Velmora"}, 1)[0].pattern == "{stem}");
}

TEST_CASE("from rank 13 on every fifth name is under another TLD, and scores still fall") {
  const auto names = first({.brand = "Velmora"}, 62);
  for (std::size_t i = 0; i < 12; ++i) CHECK(names[i].domain.ends_with(".com"));
  for (std::size_t i = 12; i < 62; i += 5)
    CHECK(std::count_if(names.begin() + static_cast<std::ptrdiff_t>(i),
                        names.begin() + static_cast<std::ptrdiff_t>(i + 5),
                        [](const Candidate& c) { return !c.domain.ends_with(".com"); }) == 1);
  for (std::size_t i = 1; i < names.size(); ++i) CHECK(names[i].score <= names[i - 1].score);
}

TEST_CASE("of an affix before and after the stem one is used") {
  const auto names = first({.brand = "Velmora"}, 5000);
  CHECK(ranks_of(names, "teamvelmora").empty() != ranks_of(names, "velmorateam").empty());
}

TEST_CASE("nothing rude or negative arises where the parts of a name meet") {
  for (const auto& [brand, never] :
       std::vector<std::pair<std::string, std::string>>{{"Kavashi", "shit"},
                                                        {"okvelo", "gook"},
                                                        {"Baracun", "cunt"},
                                                        {"Marienne", "negro"},
                                                        {"Less", "useless"},
                                                        {"Jackas", "hijackas"},
                                                        {"Mole Stone", "molestone"},
                                                        {"Spa Interiors", "spainteriors"},
                                                        {"Fresh", "hellofresh"},
                                                        {"Git", "github"},
                                                        {"Daddy Burger", "godaddy"},
                                                        {"Pro Golf", "gopro"},
                                                        {"Ellish", "withellish"},
                                                        {"Outvel", "without"},
                                                        {"Tackle", "teamattackle"},
                                                        {"Lostar", "getlost"},
                                                        {"Pen Island", "penis"}}) {
    INFO(brand);
    CHECK(ranks_of(first({.brand = brand}, 5000), never).empty());
  }
  CHECK_FALSE(ranks_of(first({.brand = "Scunthorpe"}, 5), "cunt").empty());
}

TEST_CASE("a persona's name makes nothing rude either") {
  CHECK(ranks_of(first({.brand = "Teamwell", .personas = {{"Shi", "Li", ""}}}, 5000), "shit").empty());
}

TEST_CASE("affixes that read as another word lose points") {
  const auto names = first({.brand = "Stbank"}, 40);
  const auto tries = ranks_of(names, "trystbank");
  const auto goes = ranks_of(names, "gostbank");
  REQUIRE_FALSE(goes.empty());
  CHECK((tries.empty() || tries.front() > goes.front() + 4));
}
