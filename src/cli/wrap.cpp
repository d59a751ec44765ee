#include "cli/wrap.hpp"

#include <algorithm>

#include "domainplan/text.hpp"

namespace domainplan::cli {

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
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
