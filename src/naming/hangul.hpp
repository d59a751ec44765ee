// Hangul in Latin letters, as it sounds: the Revised Romanisation of Korean (2000), with loan words in their
// usual English spelling.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// `text`, one word of Hangul, in a-z; other characters are left out. Any bytes are fine.
std::string hangul_latin(std::string_view text);
// The same in the pieces that it may be cut between: where a syllable sounds as it does at a word's end.
std::vector<std::string> hangul_syllables(std::string_view text);

}  // namespace domainplan
