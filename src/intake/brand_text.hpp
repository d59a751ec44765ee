// The cell of a brand, as exports and people fill it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "intake/checked.hpp"

namespace domainplan {

struct BrandText {
  std::string brand;
  std::vector<Problem> notes;     // how it differs from the cell, and why
  std::vector<Problem> warnings;  // the same, where a person should look at it
};

// The brand of a cell that is UTF-8 and has no invisible characters: HTML entities are decoded and tags
// removed; a URL or an email address stands for the label of its host, or is left out where there is other
// text. A formula stands for the text that it shows; one that does not hold its result is a problem, as is a
// brand that is only a legal form.
Checked<BrandText> brand_text(std::string_view cell);

}  // namespace domainplan
