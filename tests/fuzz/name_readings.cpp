// A text as each of the readers of a script reads it: all bytes are fine, and what they give is a to z.
#include <algorithm>

#include "naming/brand.hpp"
#include "naming/han.hpp"
#include "naming/hangul.hpp"
#include "naming/japanese.hpp"
#include "naming/kana.hpp"
#include "naming/romanise.hpp"
#include "naming/thai.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

namespace {

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const WordLists lists = built_in_words();
  const std::string_view text = text_of(bytes, size);
  require(is_plain(kana_latin(text)), "kana are plain letters");
  require(is_plain(hangul_latin(text)), "Hangul is plain letters");
  require(is_plain(thai_latin(text).text), "Thai is plain letters");
  for (const std::string& syllable : han_syllables(text)) require(is_plain(syllable), "Han is plain letters");
  for (const JapaneseWord& word : read_japanese(text).words)
    require(is_plain(word.gloss), "a gloss is plain letters");
  for (const Spelling spelling : spellings_of(text, {})) {
    const Romanised read = romanised_word(text, spelling);
    require(is_plain(read.text), "what is romanised is plain letters");
    std::string whole;
    for (const std::string& syllable : read.syllables) whole += syllable;
    require(read.syllables.empty() || whole == read.text, "the syllables make up the text");
  }
  for (const BrandHints& hints : {BrandHints{}, BrandHints{"de", false}, BrandHints{"jp", true}})
    for (const BrandWord& word : read_brand(lists, text, hints).words)
      require(!word.text.empty(), "a word of a brand has a text");
  return 0;
}
