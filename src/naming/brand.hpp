// A brand, as people write it, as words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "naming/word_lists.hpp"

namespace domainplan {

struct BrandWord {
  std::string text;   // in its own script; or the sign itself
  bool sign = false;  // & + @ %
};

struct Brand {
  std::vector<BrandWord> words;
  std::string country;    // of the legal form that was dropped; may be empty
  bool japanese = false;  // by its legal form or its kana
};

// The words of `text`, without legal forms unless nothing readable would be left. Any bytes are fine.
Brand read_brand(const WordLists& lists, std::string_view text);

}  // namespace domainplan
