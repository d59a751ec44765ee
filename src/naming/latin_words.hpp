// A brand's words in Latin letters, in each of its spellings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "naming/brand.hpp"
#include "naming/brand_parts.hpp"
#include "naming/romanise.hpp"

namespace domainplan {

class LatinWords {
 public:
  // `country` is the customer's ("de"); empty where unknown. `german`: what else is known of it is German.
  LatinWords(const WordLists& lists, const Brand& brand, std::string country, bool german);

  // The ways to spell `text`, best first; never empty.
  std::vector<Spelling> spellings(std::string_view text) const;
  // The words in ASCII, without those of which nothing is left: signs are, unless they are to be said.
  Words written(const BrandWords& words, Spelling spelling, bool say_signs) const;

 private:
  bool is_german_word(const std::string& lower) const;
  bool has_bulgarian_word(const BrandWords& words) const;
  bool is_everyday(const BrandWord& word, std::string_view key, Spelling spelling) const;
  bool is_inflected_place(const BrandWord& word, const std::string& key, const std::string& latin) const;
  std::string_view language_of(const BrandWords& words) const;
  void mark_country(const BrandWords& words, Words& out) const;

  const WordLists& lists_;
  std::string country_;
  bool german_;
  bool german_words_ = false;
  bool other_words_ = false;  // of languages that never spell umlauts out
};

// The words as they are, with blanks.
std::string text_of(const BrandWords& words);

// AT&T, H&M: signs between initials are left out, and they are one word.
BrandWords with_initials_joined(const BrandWords& words);

}  // namespace domainplan
