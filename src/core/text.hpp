// Small text helpers that several parts share, besides the public ones.
#pragma once

#include <string>
#include <string_view>

#include "domainplan/text.hpp"

namespace domainplan {

// Whether every byte of `text` is ASCII.
bool is_ascii(std::string_view text);

// `text` with the bytes that are not UTF-8 as \xNN.
std::string as_utf8(std::string_view text);

// The code point at `at`, which moves behind it; kBadCharacter (and one byte on) for what is not UTF-8.
inline constexpr char32_t kBadCharacter = 0xFFFFFFFF;
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& text, char32_t code_point);

}  // namespace domainplan
