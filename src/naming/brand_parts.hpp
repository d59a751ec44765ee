// A brand's words in Latin letters, and which of them are its name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "naming/brand.hpp"
#include "naming/romanise.hpp"
#include "naming/settings.hpp"

namespace domainplan {

// A word in Latin letters.
struct Word {
  std::string text;
  bool place = false;                       // known to be one before it was romanised
  bool generic = false;                     // likewise
  bool corporate = false;                   // likewise
  bool country = false;                     // likewise, as its own script writes it
  bool trade = false;                       // likewise: says what a company does before its name
  bool title = false;                       // likewise: a person's (Dr)
  bool everyday = false;                    // likewise: a word of a dictionary
  bool hyphened = false;                    // a hyphen joins it to the word before
  bool quoted = false;                      // a quotation mark opens before it
  bool coupled = false;                     // a sign that is not said stands before it (&)
  bool accented = false;                    // written with a mark, so no English article (Thế, thé)
  bool no_particle = false;                 // of a script whose short words are no European articles
  bool other_letters = false;               // written in another script than Latin
  bool small_letters = false;               // written so, among words that begin with a capital
  bool particle = false;                    // short, too
  std::vector<std::string> syllables = {};  // of scripts that have no blanks: what it may be cut between
};
using Words = std::vector<Word>;

std::string joined(const Words& words);

// What separates names from common words.
class NameWords {
 public:
  NameWords(const WordLists& lists, const Settings& settings);

  bool is_generic(const Word& word) const { return word.generic || lists_.generic.contains(word.text); }
  // Whether a generic word does not even say what a company does (Group).
  bool is_corporate(const Word& word) const { return word.corporate || lists_.corporate.contains(word.text); }
  bool is_article(const Word& word) const { return !word.accented && lists_.articles.contains(word.text); }
  bool is_small(const Word& word) const {
    const bool other =
        word.accented && word.text.size() > 1 && !word.text.starts_with("fu");  // Đô, but à, für
    return !word.no_particle && !other && lists_.small.contains(word.text);
  }
  bool is_affix(const std::string& text) const { return affixes_.contains(text); }
  // Whether a word by itself names somebody: no word of a dictionary, no place, affix or blocked word.
  bool is_distinctive(const Word& word) const;
  // The same, but for words of other languages: the owner of a website knows what names them.
  bool is_distinctive_label(const Word& word) const;
  // Whether words name somebody: one everyday word or place alone does not, two together can (Blue Ocean).
  bool is_telling(const Words& words) const;
  // How many words at the beginning are a place (Hong Kong is two); 0 where none are.
  std::size_t leading_place(const Words& words) const;
  // How many words at the beginning say what the company does, before its name (Стоматологическая клиника
  // Улыбка); 0 where they may be its name.
  std::size_t leading_trade(const Words& words) const;
  // Whether a word says what kind of company it is, so that it is left out at the end of a name.
  bool is_category(const Word& word) const;
  // Whether a word names a trade by itself or by its ending (Rechtsanwaltskanzlei), or is too long for a
  // name.
  bool is_trade(const Word& word) const;
  // How many words at the end are a country.
  std::size_t trailing_country(const Words& words) const;
  // `words` without generic words, trades, countries and small words at the end.
  Words without_ending(Words words) const;
  // The same, but for what & joins with a name before it (Smith & Sons of Smith & Sons Electric), in words
  // that say the sign; empty where that is all of them, or there is none.
  Words up_to_couple(const Words& words) const;
  // Whether `words` before the one at `at` end within a phrase: in an adjective or a first name that belongs
  // to what follows (Museum of Broken), or in what its complement would say more of (the Protection of).
  bool breaks_off(const Words& words, std::size_t at) const;
  // Whether a word leads to what follows (of, für, de la).
  bool is_connector(const Word& word) const { return word.particle || is_small(word); }
  // Whether an English word is a common adjective or ends as adjectives do (democratic, advanced, northern).
  bool is_like_adjective(const Word& word) const;

 private:
  bool is_placed(const Word& word) const;
  static bool begins_name(const Word& word);
  bool describes(const Words& words, std::size_t at) const;
  bool is_listed_trade(const Word& word) const;
  bool is_trade_behind(const Word& word) const;
  std::size_t trade_phrase(const Words& words, std::size_t at) const;
  std::size_t trailing_trade(const Words& words) const;
  bool is_coupled(const Words& words, std::size_t at) const;
  bool belongs_to_phrase(const Words& words, std::size_t size) const;
  std::size_t behind_titles(const Words& words, std::size_t at) const;
  std::size_t leading_small_letters(const Words& words) const;

  const WordLists& lists_;
  WordSet affixes_;
  WordSet blocked_;
};

// `words` as one label part of at most `longest` letters: whole words that fit, the first by syllables. A
// hyphen stands where two words would make a rude one; empty where one hyphen is not enough.
std::string safely_joined(const JoinWords& rude, const Words& words, std::size_t longest);

}  // namespace domainplan
