// Breaking help into lines.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace domainplan::cli {

// The size in bytes of the first character of `text`, which is not empty, and the columns that it takes on a
// terminal: two for wide ones (UAX #11), none for combining marks.
std::size_t first_character(std::string_view text, std::size_t& columns);

// The columns that text takes on a terminal, where what sets colours takes none.
std::size_t columns_of(std::string_view text);

// Fills the paragraphs of `text` into lines of at most `width` columns. An empty line ends a paragraph; a
// line that begins with a blank is kept as it is. A word is never broken.
std::string wrapped(std::string_view text, std::size_t width);

// The words of `text` on lines of at most `width` columns, all but the first indented by `indent` blanks.
std::string filled(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace domainplan::cli
