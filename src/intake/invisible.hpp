// Characters that nobody sees: they come along when text is pasted from a web page or a chat.
#pragma once

#include <string>
#include <string_view>

#include "domainplan/text.hpp"  // first_invisible()

namespace domainplan {

// Whether the character is invisible: Default_Ignorable_Code_Point (with U+FEFF) of Unicode.
bool is_invisible(char32_t code_point);

// Whether visible_text() may change more of a UTF-8 text than the blanks at its ends.
bool may_have_invisible(std::string_view text);

// `text` with a plain blank for each no-break space: between words they are the same.
std::string with_plain_blanks(std::string_view text);

// Whether a joiner (ZWNJ, ZWJ) means something where it stands.
enum class Joiners {
  removed,          // it does not in this kind of text
  kept_in_context,  // it does where RFC 5892 appendices A.1 and A.2 allow it
};

struct VisibleText {
  std::string text;         // without white space at its ends
  std::size_t removed = 0;  // invisible characters, and no-break spaces at the ends
};

// `text`, which is UTF-8, without what nobody sees.
VisibleText visible_text(std::string_view text, Joiners joiners);

}  // namespace domainplan
