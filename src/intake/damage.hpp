// Cells whose text was lost on its way: nothing may be built on them.
#pragma once

#include <string_view>

namespace domainplan {

// What proves that the cell, which is UTF-8, is damaged, and what would be right: U+FFFD, UTF-8 that was
// decoded as Windows-1252 ("MÃ¼ller"), the error value of a spreadsheet ("#N/A"), an API key. Empty where
// nothing does.
std::string_view damage_of(std::string_view cell);

// Whether it has what looks like an API key (pk_live_ or pk_test_, and four characters or more), which may
// not be repeated.
bool has_api_key(std::string_view cell);

// The character that Windows-1252 has for a byte. The five bytes that it leaves undefined are C1 controls, as
// browsers have it.
char32_t windows_1252(unsigned char byte);

}  // namespace domainplan
