#include "sandbox/words.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace domainplan::sandbox {
namespace {

std::size_t place_of(char letter) { return static_cast<std::size_t>(letter - 'a'); }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

Words::Words(std::string_view list) {
  for (const std::string_view word : split(list, "\r\n")) {
    std::size_t node = 0;
    for (const char letter : word) {
      if (nodes_[node].next.at(place_of(letter)) == 0) {
        nodes_[node].next[place_of(letter)] = static_cast<std::uint16_t>(nodes_.size());
        nodes_.emplace_back();
      }
      node = nodes_[node].next[place_of(letter)];
    }
    nodes_[node].is_word = true;
  }
}

int Words::fewest_in(std::string_view label) const {
  constexpr int kNone = 99;
  std::array<char, 64> text;
  const auto end = std::copy_if(label.begin(), label.end(), text.begin(), [](char c) { return c != '-'; });
  const auto size = static_cast<std::size_t>(end - text.begin());
  std::array<int, 65> fewest;  // fewest[n]: words that make up the first n characters
  fewest.fill(kNone);
  fewest[0] = 0;
  for (std::size_t start = 0; start < size; ++start) {
    if (fewest[start] == kNone) continue;
    std::size_t node = 0;
    for (std::size_t at = start; at < size && is_letter(text[at]); ++at) {
      node = nodes_[node].next[place_of(text[at])];
      if (node == 0) break;
      if (nodes_[node].is_word) fewest[at + 1] = std::min(fewest[at + 1], fewest[start] + 1);
    }
  }
  return fewest[size] < kNone ? fewest[size] : 0;
}

}  // namespace domainplan::sandbox
