// Cells whose text was lost on its way: nothing may be built on them.
#pragma once

#include <string_view>

namespace domainplan {

// What proves that the cell, which is UTF-8, is damaged, and what would be right: U+FFFD, UTF-8 that was
// decoded as Windows-1252 ("MÃ¼ller"), the error value of a spreadsheet ("#N/A"), an API key. Empty where
// nothing does.
std::string_view damage_of(std::string_view cell);

}  // namespace domainplan
