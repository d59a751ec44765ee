// Thai in Latin letters: the Royal Thai General System of Transcription, by rules.
#pragma once

#include <unicode/unistr.h>

#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

struct ThaiReading {
  std::string text;                 // a-z
  std::vector<std::string> pieces;  // `text` in words, long ones in syllables: what it may be cut between
  bool rough = false;               // some vowel is not written, so that the rules had to guess
};

// `text` with the vowel am (U+0E33) as one character: compatibility forms (NFKC) have it in two.
icu::UnicodeString with_thai_am(icu::UnicodeString text);

// `text` in a-z; other characters are left out. Any bytes are fine.
ThaiReading thai_latin(std::string_view text);

}  // namespace domainplan
