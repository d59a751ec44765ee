#include "sandbox/words.hpp"

#include <algorithm>
#include <array>

#include "core/text.hpp"

namespace domainplan::sandbox {

Words::Words(std::string_view list) {
  for (const std::string_view word : split(list, "\r\n")) {
    words_.insert(word);
    longest_ = std::max(longest_, word.size());
  }
}

int Words::fewest_in(std::string_view label) const {
  constexpr int kNone = 99;
  std::array<char, 64> text;
  const auto end = std::copy_if(label.begin(), label.end(), text.begin(), [](char c) { return c != '-'; });
  const auto size = static_cast<std::size_t>(end - text.begin());
  std::array<int, 65> fewest;  // fewest[n]: words that make up the first n characters
  fewest[0] = 0;
  for (std::size_t stop = 1; stop <= size; ++stop) {
    fewest[stop] = kNone;
    for (std::size_t length = 2; length <= std::min(longest_, stop); ++length) {
      const std::size_t start = stop - length;
      if (fewest[start] + 1 < fewest[stop] && words_.contains({text.data() + start, length}))
        fewest[stop] = fewest[start] + 1;
    }
  }
  return fewest[size] < kNone ? fewest[size] : 0;
}

}  // namespace domainplan::sandbox
