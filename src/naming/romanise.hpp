// Words of any script as lower-case ASCII letters and digits, the way people spell them in domain names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// How letters with more than one usual spelling are written.
enum class Spelling : std::uint8_t {
  usual,      // ü → u, кс → x
  german,     // ü → ue
  ks,         // кс → ks
  bulgarian,  // щ → sht, ъ → a, х → h
  serbian,    // ж → z, ч → c, х → h; Macedonian too
  ukrainian   // г → h, и → y, even where no letter shows it
};

// What the spelling of a text depends on besides its letters.
struct SpellingHints {
  bool german = false;            // the name is known to be German, so its umlauts are spelled out first
  bool german_words = false;      // its words are, unless its letters or its country say otherwise
  bool other_words = false;       // its words are of a language that never spells umlauts out
  std::string_view country = {};  // of the customer ("bg"); empty where unknown
};

// The ways to spell `text`, best first; never empty.
std::vector<Spelling> spellings_of(std::string_view text, SpellingHints hints);

// A word in Latin letters.
struct Romanised {
  std::string text;  // a-z and 0-9; empty where nothing can be written so
  // Of Han, kana, Hangul and Thai: `text` in the pieces that it may be cut between; empty for other scripts.
  std::vector<std::string> syllables = {};
};

// `word` in a-z and 0-9; Han is read as Chinese. Any bytes are fine.
Romanised romanised_word(std::string_view word, Spelling spelling);
// The same without the syllables.
std::string romanised(std::string_view word, Spelling spelling);

// Whether the transliteration of some of `text` is a guess: its script leaves vowels out or does not say
// which are silent (as those of India), or its sounds have many spellings.
bool is_rough(std::string_view text);

// Whether a website shows better than its letters how `text` is written in Latin letters: its script leaves
// vowels out, or is Han, Kana or Hangul, whose owners often go by another name abroad.
bool is_named_otherwise(std::string_view text);

// Whether `text` has Han characters.
bool has_han(std::string_view text);
// Whether `text` has Hiragana or Katakana.
bool has_kana(std::string_view text);
// Whether `text` has letters of the Latin script, and whether it has those of another.
bool has_latin(std::string_view text);
bool has_other_letters(std::string_view text);

}  // namespace domainplan
