// UTF-16 as spreadsheets save it.
#pragma once

#include <string>
#include <string_view>

#include "domainplan/text.hpp"  // is_utf16(), without_byte_order_mark()

namespace domainplan {

// `bytes`, which is_utf16(), as UTF-8 without the mark. What is not UTF-16 becomes U+FFFD.
std::string utf8_of_utf16(std::string_view bytes);

}  // namespace domainplan
