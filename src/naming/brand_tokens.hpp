// The characters of a brand: what is ignored, what stands for a letter, and where its parts end.
#pragma once

#include <unicode/unistr.h>

#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// A part of a brand between blanks, commas and brackets.
struct BrandToken {
  std::string text;
  std::string key;           // form_key()
  bool begins_name = false;  // after a bracket, a bar, or a slash or dash between blanks
  bool after_comma = false;
};

// `text` composed, in compatibility form (㈱ → (株), full width → usual), without what is ignored; $ and
// fractions that stand for letters are letters.
icu::UnicodeString cleaned_brand(std::string_view text);

// `text` in compatibility form (NFKC): ㈱ is (株).
icu::UnicodeString compatible(const icu::UnicodeString& text);

std::vector<BrandToken> brand_tokens(const icu::UnicodeString& text);

// Whether `c` is part of a word: a letter, a digit or a mark on one.
bool is_word_character(UChar32 c);

}  // namespace domainplan
