// Text for people: quoting, amounts, and escaping, which whoever prints text to a terminal does. All
// functions may be called from any thread and throw nothing but std::bad_alloc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// `text` with control characters (C0, DEL, C1), bidirectional controls and bytes that are not UTF-8 written
// as \xNN or \u{…}, so that text from outside cannot drive a terminal.
std::string escaped(std::string_view text);
// Whether escaped() leaves `text` as it is.
bool is_printable(std::string_view text);

// `text` in single quotes, cut to `limit` characters, with "[key]" for an API key: for values in messages. It
// is UTF-8 (bytes that are none become \xNN), and not escaped.
std::string in_quotes(std::string_view text, std::size_t limit = 80);
// The same for each of them: "'a', 'b'".
std::string in_quotes(const std::vector<std::string>& texts);

// An amount of cents as people write it: "1,234.56 usd".
std::string money(std::int64_t cents, std::string_view currency);

// A code of a file or of the API as people read it: "over price" for over_price.
std::string in_words(std::string_view code);

// Whether `text` is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
bool is_utf8(std::string_view text);

// Whether the bytes begin with the byte-order mark of UTF-16, in either byte order.
bool is_utf16(std::string_view bytes);

// `bytes` without one UTF-8 byte-order mark at the start.
std::string_view without_byte_order_mark(std::string_view bytes);

// The first invisible character (Default_Ignorable_Code_Point or U+FEFF) of a UTF-8 text as "U+200B"; empty
// where there is none.
std::string first_invisible(std::string_view text);

// `text` without ASCII white space (and U+00A0, U+FEFF) at its ends.
std::string_view trimmed(std::string_view text);

// ASCII letters in lower case, everything else as it is.
std::string ascii_lower(std::string_view text);

// The non-empty parts of `text` between any of the characters in `separators`.
std::vector<std::string_view> split(std::string_view text, std::string_view separators);

}  // namespace domainplan
