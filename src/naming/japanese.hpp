// Japanese readings: MeCab with the IPA dictionary.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// A word of a Japanese text.
struct JapaneseWord {
  std::string kana;   // as it is said
  std::string gloss;  // the English word it is a loan of, where it sounds like it; may be empty
};

struct JapaneseReading {
  std::vector<JapaneseWord> words;
  bool rough = false;  // some reading was chosen among several, or no dictionary was there to read Han
};

// Reads `text` (Han, Hiragana, Katakana; other characters stay as they are). Any bytes are fine.
JapaneseReading read_japanese(std::string_view text);

// Which dictionary reads Han: "mecab 0.996, ipadic-utf8 392126 words"; empty where there is none.
std::string japanese_dictionary_version();
// The SHA-256 of the list that gives glosses; empty where it is not installed.
std::string japanese_loanwords_version();

}  // namespace domainplan
