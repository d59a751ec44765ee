// What is known of a customer's name while its stems are found.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "naming/brand.hpp"
#include "naming/latin_words.hpp"
#include "naming/rules.hpp"
#include "naming/stem_list.hpp"

namespace domainplan {

constexpr std::size_t kShortestStem = 2;  // shorter ones are used where there is nothing else
constexpr std::size_t kShortestShortForm = 3;

struct StemDraft {
  StemDraft(const NamingRules::Data& data, const NamingInput& customer);

  // What the second spelling of a text is worth less than the first.
  int variant_gap() const { return std::max(0, settings.stems.brand - settings.stems.variant); }

  const WordLists& lists;
  const NameWords& names;
  const Settings& settings;
  const NamingInput& input;
  std::string website_country;
  Brand brand;
  LatinWords latin;
  StemList stems;
  NameReview review = {};
  bool given = false;                           // a stem was given
  std::string whole = {};                       // the brand as one word, its signs said
  Words core = {};                              // its words without what is generic
  std::vector<std::pair<Words, int>> cut = {};  // too long to be a stem, unless there is no other
  std::vector<BrandWords> given_words = {};     // of the given stem, and what it says besides
  std::vector<Words> label_words = {};          // of the website's labels that are stems
};

// The stems that the brand gives; brand_stems.cpp.
void add_brand_stems(StemDraft& draft);
// The stems that the website's labels give, and what they show of the others; website_stems.cpp.
void add_website_stems(StemDraft& draft);
// Whether a person should look at the brand; brand_guard.cpp.
void find_guard(StemDraft& draft);

}  // namespace domainplan
