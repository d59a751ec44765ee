#include "cli/wrap.hpp"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <cstdint>

#include "cli/color.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {

std::size_t first_character(std::string_view text, std::size_t& columns) {
  std::int32_t end = 0;
  UChar32 character = 0;
  const auto* const bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  U8_NEXT(bytes, end, static_cast<std::int32_t>(std::min<std::size_t>(text.size(), 4)), character);
  columns = 1;
  if (character >= 0x300) {
    const int width = u_getIntPropertyValue(character, UCHAR_EAST_ASIAN_WIDTH);
    if (width == U_EA_WIDE || width == U_EA_FULLWIDTH) columns = 2;
    if ((U_GET_GC_MASK(character) & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK)) != 0) columns = 0;
  }
  return static_cast<std::size_t>(end);
}

std::size_t columns_of(std::string_view text) {
  std::size_t columns = 0;
  while (!text.empty()) {
    std::size_t size = color_sequence(text), width = 0;
    if (size == 0) size = first_character(text, width);
    columns += width;
    text.remove_prefix(size);
  }
  return columns;
}

std::string filled(std::string_view text, std::size_t width, std::size_t indent) {
  std::string result;
  std::size_t column = 0;
  for (const std::string_view word : split(text, " \n")) {
    const std::size_t columns = columns_of(word);
    if (column > 0 && column + 1 + columns > width) {
      result += '\n' + std::string(indent, ' ');
      column = indent;
    } else if (!result.empty()) {
      result += ' ';
      ++column;
    }
    result += word;
    column += columns;
  }
  return result;
}

std::string wrapped(std::string_view text, std::size_t width) {
  std::string result, paragraph;
  const auto end_paragraph = [&] {
    if (paragraph.empty()) return;
    result += filled(paragraph, width, 0) + '\n';
    paragraph.clear();
  };
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.empty() && line.front() != ' ') {
      paragraph += std::string(line) + ' ';
      continue;
    }
    end_paragraph();
    result += std::string(line) + '\n';
  }
  end_paragraph();
  return result;
}

}  // namespace domainplan::cli
