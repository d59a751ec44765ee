#include "naming/sorted_lines.hpp"

#include <algorithm>

namespace domainplan {

SortedLines::SortedLines(std::string_view text) : text_(text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end > at && !(begin_.empty() && text[at] == '#')) begin_.push_back(static_cast<std::uint32_t>(at));
    at = end + 1;
  }
}

std::pair<std::string_view, std::string_view> SortedLines::line(std::size_t index) const {
  const std::string_view rest = text_.substr(begin_[index]);
  const std::string_view whole = rest.substr(0, rest.find('\n'));
  const std::size_t tab = whole.find('\t');
  if (tab == std::string_view::npos) return {whole, {}};
  return {whole.substr(0, tab), whole.substr(tab + 1)};
}

// A line's end sorts before every character that a key has, so that no line must be measured to be compared.
int SortedLines::compare(std::size_t index, std::string_view key) const {
  const std::string_view rest = text_.substr(begin_[index]);
  const int order = rest.substr(0, key.size()).compare(key);
  if (order != 0 || rest.size() == key.size()) return order;
  return rest[key.size()] == '\n' || rest[key.size()] == '\t' ? 0 : 1;
}

std::size_t SortedLines::lower_bound(std::string_view key) const {
  std::size_t low = 0;
  std::size_t high = begin_.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    if (compare(middle, key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

std::optional<std::string_view> SortedLines::value(std::string_view key) const {
  const std::size_t index = lower_bound(key);
  if (index == begin_.size() || compare(index, key) != 0) return std::nullopt;
  return line(index).second;
}

bool has_line(std::string_view text, std::string_view line) {
  std::size_t low = 0;  // the beginning of a line
  std::size_t high = text.size();
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const std::size_t before = middle == 0 ? std::string_view::npos : text.rfind('\n', middle - 1);
    const std::size_t begin = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = std::min(text.find('\n', middle), text.size());
    const int order = text.substr(begin, end - begin).compare(line);
    if (order == 0) return true;
    if (order < 0)
      low = end + 1;
    else
      high = begin;
  }
  return false;
}

}  // namespace domainplan
