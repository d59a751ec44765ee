// Character references of HTML, as browsers read them: "&amp;", "&#38;", "&#x26;". The names are those of the
// HTML Living Standard (data/html/named_characters.txt).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace domainplan {

struct HtmlCharacter {
  std::string_view name;  // "amp", "#38", "#x26": a part of the text that was read
  std::string text;       // what it stands for, UTF-8: one character, or two for a few names
  std::size_t size = 0;   // of the reference, its ampersand and semicolon included
  bool closed = false;    // whether it ends in a semicolon
};

// The reference at the front of `text`; nothing where there is none. Older names (&copy) and numbers need no
// semicolon; without one, the longest such name is taken, whatever follows it. A number from 128 to 159 is a
// byte of Windows-1252, and one of no character is U+FFFD.
std::optional<HtmlCharacter> html_character(std::string_view text);

// The character that Windows-1252 has for a byte. The five bytes that it leaves undefined are C1 controls, as
// browsers have it.
char32_t windows_1252(unsigned char byte);

// The byte of a character above U+007F in Windows-1252, or in Latin-1 for C1 controls.
std::optional<unsigned char> windows_1252_byte(char32_t c);

}  // namespace domainplan
