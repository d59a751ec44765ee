// Legal forms in a brand: which words are one, and which only look like it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "naming/brand_tokens.hpp"
#include "naming/word_lists.hpp"

namespace domainplan {

// A brand's tokens without its legal forms.
struct WithoutForms {
  std::vector<BrandToken> name;
  std::vector<BrandToken> after;      // what follows a form in the middle (Velda GmbH Mikrotechnik)
  std::vector<BrandToken> with_form;  // the name with what may be no form before it (AB InBev); may be empty
  std::string country;                // of the first form found; may be empty
};

// `country` is that of the website; it settles what may be a form or a word.
WithoutForms without_legal_forms(const WordLists& lists, std::vector<BrandToken> tokens,
                                 std::string_view country);

// Whether a brand is a legal form and nothing else ("GmbH", "Inc.", "株式会社"): a cell gone wrong.
bool is_only_legal_form(std::string_view brand);

}  // namespace domainplan
