// A word list as it stands in its file: sorted lines, searched in place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace domainplan {

// Lines in byte order, each a key, or a key, a tab and a value. Lines that begin with # and stand before all
// others are comments. The text must outlive this.
class SortedLines {
 public:
  SortedLines() = default;
  explicit SortedLines(std::string_view text);

  bool contains(std::string_view key) const { return value(key).has_value(); }
  // The value of `key`: empty where its line has none, nothing where there is no such line.
  std::optional<std::string_view> value(std::string_view key) const;

  std::size_t size() const { return begin_.size(); }
  // The line at `index`: its key and its value.
  std::pair<std::string_view, std::string_view> line(std::size_t index) const;
  // The first line whose key is not below `key`; size() where there is none.
  std::size_t lower_bound(std::string_view key) const;

 private:
  // Below 0, 0 or above 0: how the key of the line at `index` compares with `key`.
  int compare(std::size_t index, std::string_view key) const;

  std::string_view text_;
  std::vector<std::uint32_t> begin_;  // of each line
};

// Whether sorted lines in `text` hold this one. Needs no index, so it suits lists that are asked seldom.
bool has_line(std::string_view text, std::string_view line);

}  // namespace domainplan
