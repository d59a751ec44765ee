// A brand, as people write it, as words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "naming/word_lists.hpp"

namespace domainplan {

struct BrandWord {
  std::string text;        // in its own script, Japanese in kana; or the sign itself
  bool sign = false;       // & + @ %
  bool place = false;      // Han only: a place before the name
  bool generic = false;    // Han only: a category word after the name
  bool corporate = false;  // Han only: one that does not say what a company does
  bool country = false;    // Han only: a country after the name
  bool hyphened = false;   // a hyphen joins it to the word before
  bool quoted = false;     // a quotation mark opens before it
  std::string gloss = {};  // the English word that a Japanese one is a loan of; may be empty
};

// What else is known of a customer and bears on how its brand is read.
struct BrandHints {
  std::string_view country = {};  // of the website ("de"); empty where unknown
  bool japanese = false;          // by the website or the personas
};

using BrandWords = std::vector<BrandWord>;

struct Brand {
  BrandWords words;  // the name, without its legal form
  std::vector<BrandWords>
      others;             // what the brand says besides: another script, an alternative, a part in brackets
  std::string country;    // of the legal form that was dropped; may be empty
  bool japanese = false;  // by its legal form, its kana or the hints
  bool rough = false;     // a Japanese reading was chosen among several
  bool alternatives = false;    // `others` came after a slash, a bar or a dash
  bool initials_glued = false;  // `words` are initials that stood in a word of another script, others.front()
};

// The words of `text`, without legal forms unless nothing readable would be left. Any bytes are fine.
Brand read_brand(const WordLists& lists, std::string_view text, const BrandHints& hints = {});

}  // namespace domainplan
