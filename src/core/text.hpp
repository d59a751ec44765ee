// Small text helpers that several parts share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace domainplan {

// `text` with control characters (C0, DEL, C1), bidirectional controls and bytes that are no UTF-8 written as
// \xNN or \u{…}, so that text from outside cannot drive a terminal.
std::string escaped(std::string_view text);

// escaped(), in single quotes, cut to `limit` characters: for values in messages.
std::string in_quotes(std::string_view text, std::size_t limit = 80);

// Whether `text` is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF).
bool is_utf8(std::string_view text);

// Whether every byte of `text` is ASCII.
bool is_ascii(std::string_view text);

// The code point at `at`, which moves behind it; kBadCharacter (and one byte on) for what is not UTF-8.
inline constexpr char32_t kBadCharacter = 0xFFFFFFFF;
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& text, char32_t code_point);

// `text` without ASCII white space (and U+00A0, U+FEFF) at its ends.
std::string_view trimmed(std::string_view text);

// ASCII letters in lower case, everything else as it is.
std::string ascii_lower(std::string_view text);

// The non-empty parts of `text` between any of the characters in `separators`.
std::vector<std::string_view> split(std::string_view text, std::string_view separators);

// An amount of cents as people write it: "1,234.56 usd".
std::string money(std::int64_t cents, std::string_view currency);

}  // namespace domainplan
