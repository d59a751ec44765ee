// Hiragana and Katakana in Latin letters: Hepburn, without marks of length.
#pragma once

#include <string>
#include <string_view>

namespace domainplan {

// `text` in a-z; characters that are not kana are left out. Any bytes are fine.
std::string kana_latin(std::string_view text);

}  // namespace domainplan
