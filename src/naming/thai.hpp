// Thai in Latin letters: the Royal Thai General System of Transcription, by rules.
#pragma once

#include <string>
#include <string_view>

namespace domainplan {

struct ThaiReading {
  std::string text;    // a-z
  bool rough = false;  // some vowel is not written, so that the rules had to guess
};

// `text` in a-z; other characters are left out. Any bytes are fine.
ThaiReading thai_latin(std::string_view text);

}  // namespace domainplan
