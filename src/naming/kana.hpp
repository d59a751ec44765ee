// Hiragana and Katakana in Latin letters: Hepburn, without marks of length.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// `text` in a-z; characters that are not kana are left out. Any bytes are fine.
std::string kana_latin(std::string_view text);
// The same in the syllables that it may be cut between; an n ends the one before it.
std::vector<std::string> kana_syllables(std::string_view text);

}  // namespace domainplan
