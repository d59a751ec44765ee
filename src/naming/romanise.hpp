// Words of any script as lower-case ASCII letters and digits, the way people spell them in domain names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// How letters with more than one usual spelling are written.
enum class Spelling {
  usual,   // ü → u, кс → x
  german,  // ü → ue
  ks,      // кс → ks
};

// What the spelling of a text depends on besides its letters.
struct SpellingHints {
  bool german = false;  // the text is known to be German, so its umlauts are spelled out first
};

// The ways to spell `text`, best first; never empty.
std::vector<Spelling> spellings_of(std::string_view text, SpellingHints hints);

// `word` in a-z and 0-9; empty where nothing of it can be written so. Any bytes are fine.
std::string romanised(std::string_view word, Spelling spelling);

// Whether the usual transliteration of some of `text` is unlike what people would write: its script leaves
// vowels out, or its sounds have many spellings.
bool is_rough(std::string_view text);

// Whether `text` has Han characters (which are read as Chinese, so wrongly in a Japanese name).
bool has_han(std::string_view text);
// Whether `text` has Hiragana or Katakana.
bool has_kana(std::string_view text);

}  // namespace domainplan
