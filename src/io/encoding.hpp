// Byte-order marks, and UTF-16 as spreadsheets save it.
#pragma once

#include <string>
#include <string_view>

namespace domainplan {

// Whether the bytes begin with the byte-order mark of UTF-16, in either byte order.
bool is_utf16(std::string_view bytes);

// `bytes`, which is_utf16(), as UTF-8 without the mark. What is not UTF-16 becomes U+FFFD.
std::string utf8_of_utf16(std::string_view bytes);

// `bytes` without one UTF-8 byte-order mark at the start.
std::string_view without_byte_order_mark(std::string_view bytes);

}  // namespace domainplan
